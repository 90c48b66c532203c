import type { RunResult } from '../results/result.ts'
import type { RunEvent } from '../results/events.ts'
import { randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { capabilities } from '../../suites/distribution/capabilities/index.ts'
import type { RegistryTestContext } from '../../suites/distribution/target/context.ts'
import { costs } from '../../suites/distribution/costs.ts'
import { suites } from '../../suites/distribution/index.ts'
import { forReading, readOnlyCapabilities } from '../../suites/distribution/read-only.ts'
import { specimensOf, type Given } from '../../suites/distribution/content/specimens.ts'
import { registryTarget } from '../../suites/distribution/target/target.ts'
import { needTwoRepositories } from '../../suites/distribution/target/two-repositories.ts'
import { accessTo, adviceWith, type AccessOptions } from './access.ts'
import type { Profile } from '../engine/events.ts'
import type { Expectation } from '../results/expectations/expectation.ts'
import { limitRun, unlessEnded, type RunLimit } from '../engine/limit.ts'
import { plan, type Plan } from '../engine/plan.ts'
import type { SpecVersion } from '../engine/requirement.ts'
import { foldEvents } from '../results/fold.ts'
import { run } from '../engine/run.ts'
import { shardName, type Shard } from '../engine/shard.ts'
import { compare } from '../results/expectations/compare.ts'
import type { Suite } from '../engine/suite.ts'
import { endedEarly } from './ended.ts'
import { exitCodes, Failure } from '../results/conclusion/failure.ts'
import { given } from '../engine/given.ts'
import { maskError, maskEvent } from '../results/mask.ts'
import { placeOf, requireAccess, requireNamed } from './permission.ts'
import { createRegistryClient } from '../registry/client.ts'
import { createLedger } from '../registry/ledger/ledger.ts'
import { writeLedgerFile } from '../registry/ledger/write-file.ts'
import { reach } from '../registry/reach/reach.ts'
import { createRecorder } from '../registry/record/recorder.ts'
import { createRedactor } from '../registry/record/redaction/redactor.ts'
import { waitUntilReady } from '../registry/reach/wait.ts'
import { defaults } from './repositories.ts'
import { multiplex, type ReporterFailure } from '../results/multiplex.ts'
import type { Reporter } from '../results/reporter.ts'
import { matchingNothing, selection } from '../engine/select.ts'
import { checkEarlier, since } from '../results/comparison/since.ts'
import { excerptOf, ownServer, type Server } from '../results/log/excerpt.ts'
import { tool } from '../files/version.ts'

export interface AssayRegistryOptions extends AccessOptions {
  /** Default 1.1. */
  spec?: SpecVersion
  /** Names of suites: a claim that the registry has them. All where it is absent. */
  suites?: readonly string[]
  /** Suites of somebody's own, beside ours; each with names and ids that nobody else uses. */
  ownSuites?: readonly Suite<RegistryTestContext>[]
  /** Requirements or globs that alone are evaluated. */
  only?: readonly string[]
  /** Requirements or globs that are not evaluated. */
  skip?: readonly string[]
  /** Where it is the same as the first, what needs two of them is skipped. */
  secondRepository?: string
  /** Writes nothing, and walks from what is given here. */
  readOnly?: Given
  /** Requests, and tests, at once; default 24. */
  concurrency?: number
  /** Seconds for the whole run, waiting and first contact included; default 900. */
  runTimeout?: number
  /** How often a request is sent again where a retry can hide no verdict; default 2. */
  retries?: number
  /** How long what may come late is waited for, as a share of the usual seconds; default 1. */
  patience?: number
  /** Hexadecimal; the same seed makes the same content. Default random. */
  seed?: string
  /** The part of the run that is this machine's; all of it where it is absent. */
  shard?: Shard
  /** Seconds to wait until the registry answers; default 0. */
  wait?: number
  /** What is known to be broken: only what is new fails, and what no longer holds. */
  expectations?: readonly Expectation[]
  /** What stands behind the address, where the caller started it: reports show its log. */
  server?: Server
  /** An earlier result of the same target: the result tells what changed since. */
  compareWith?: RunResult
  /** Product and version, as in `zot 2.1.20`: what comparisons call the target. */
  label?: string
  /** The file that the caller has read options from: the result names it. */
  configuration?: string
  reporters?: readonly Reporter[]
  /**
   * Where everything that the run creates is written down while it goes on, so that it can be removed
   * although the process was killed (see ledgerFileOf). It is gone once the run and its reports have ended.
   */
  ledgerFile?: string
}

export interface Assayed {
  result: RunResult
  /** Reports that could not be made. */
  failures: readonly ReporterFailure[]
}

/**
 * Assays a registry. Throws Failure where nothing could be assayed (wrong options, not reachable,
 * not authorised); what the registry does wrong is in the result.
 */
export async function assayRegistry(options: AssayRegistryOptions): Promise<Assayed> {
  const { spec = '1.1' } = options
  const planned = planFor(options)
  checkEarlier(options.compareWith, {
    specification: planned.specification.name,
    spec,
    ...given('shard', options.shard && shardName(options.shard)),
  })
  const limit = limitRun({ seconds: options.runTimeout ?? 900, ...given('signal', options.signal) })
  setMaxListeners(0, limit.signal)
  try {
    return await assayWithin(limit, planned, options)
  } finally {
    limit.stopClock()
  }
}

async function assayWithin(
  limit: RunLimit,
  planned: Plan<RegistryTestContext>,
  options: AssayRegistryOptions,
): Promise<Assayed> {
  const { spec = '1.1', concurrency = 24 } = options
  const { signal } = limit
  const access = await unlessEnded(limit, accessTo({ ...options, signal }), endedEarly)
  const seed = options.seed ?? randomBytes(8).toString('hex')
  const output = multiplex(options.reporters ?? [])
  const events: RunEvent[] = []
  const repository = options.repository ?? ownOf(defaults.repository, options.shard)
  const secondRepository = options.secondRepository ?? ownOf(defaults.secondRepository, options.shard)
  const redactor = createRedactor([], {
    open: [access.base.href, repository, secondRepository, ...namedIn(options.readOnly)],
  })
  /** Here and nowhere else events leave the run. */
  const emit = (event: RunEvent) => {
    const masked = maskEvent(event, redactor.text)
    events.push(masked)
    output.emit(masked)
  }
  const start = Date.now()
  const recorder = createRecorder({ redactor, onExchange: (record) => emit({ type: 'evidence', record }) })
  const client = createRegistryClient({
    ...access.client,
    recorder,
    signal,
    concurrency,
    ...given('retries', options.retries),
    ...given('patience', options.patience),
    // What this run started itself does not start again.
    longestOutage: (options.server ? ownOutage : longestOutage) * (options.patience ?? 1),
  })
  try {
    if (options.wait !== undefined) {
      await unlessEnded(limit, waitUntilReady(client, options.wait, signal), endedEarly)
    }
    const reached = await unlessEnded(limit, reach(client, placeOf(repository, options.readOnly)), endedEarly)
    if (!reached.ok) {
      const advice = adviceWith(reached.advice, access.problems)
      throw new Failure(reached.message, exitCodes.notAssayed, advice)
    }
    const ledger = createLedger(recorder)
    if (options.readOnly) await requireNamed(client, repository, options.readOnly)
    else await requireAccess(client, repository)
    const onDisk =
      options.ledgerFile === undefined || options.server?.disposable === true
        ? undefined
        : writeLedgerFile(options.ledgerFile, recorder, access.base)
    const profile: Profile = {
      specification: planned.specification.name,
      spec,
      suites: planned.suites,
      claimed: options.suites !== undefined,
      readOnly: options.readOnly !== undefined,
      ...given('shard', options.shard && shardName(options.shard)),
    }
    await run({
      plan: planned,
      target: registryTarget({
        client,
        spec,
        signal,
        ledger,
        // Shards that share a seed must not share content: one would remove what another still needs.
        seed: options.shard ? `${seed}/${shardName(options.shard)}` : seed,
        repository,
        secondRepository,
        readOnly: options.readOnly !== undefined,
        claimed: profile.claimed ? profile.suites : [],
        specimens: specimensOf(options.readOnly),
        exchanges: () => recorder.exchanges(),
        onContentKind: (record) => emit({ type: 'evidence', record }),
        ...given('name', options.server?.name),
        ...(options.server?.disposable === true ? {} : { cleanUpTimeout: 30_000 }),
        details: {
          ...given('label', options.label),
          ...given('options from', options.configuration),
          ...given(ownServer, options.server && 'started by this run'),
          ...access.details,
          ...given('masking', redactor.caveat()),
        },
        ...given('patience', options.patience),
      }),
      profile,
      seed,
      tool: tool(),
      emit,
      // More tests than requests: where many wait for their turn at the wire, none is the last to begin.
      concurrency: 4 * concurrency,
      testTimeout: 4 * (options.timeout ?? 30_000),
      limit,
    })
    const { server } = options
    if (server) {
      const redact = redactor.text
      emit({ type: 'log', log: await excerptOf(server, { start, redact, result: foldEvents(events) }) })
    }
    const found = foldEvents(events)
    const expected = options.expectations ? compare(found, options.expectations) : found
    const result = since(expected, options.compareWith)
    // Reports are loaded and written now, and may need the files that its connections hold.
    await client.close()
    const failures = await output.end(result)
    if (failures.length === 0) onDisk?.discard()
    else onDisk?.close()
    return { result, failures }
  } catch (error) {
    throw maskError(error, redactor.text)
  } finally {
    await client.close()
  }
}

/** Milliseconds that a registry may be out of reach before the run is given up. */
const [longestOutage, ownOutage] = [30_000, 5000]

/** What the user named openly, and a report may show. */
const namedIn = (readOnly: Given | undefined): readonly string[] =>
  readOnly ? [...readOnly.tags, ...readOnly.manifests, ...readOnly.blobs] : []

/** What a run with these options decides. Throws Failure where they name what is not there. */
export function planFor(options: AssayRegistryOptions): Plan<RegistryTestContext> {
  const all = suitesOf(options)
  const planned = plan(all, options.readOnly ? readOnlyCapabilities : capabilities, {
    spec: options.spec ?? '1.1',
    ...given('suites', namedSuites(options, all)),
    selects: selectionOf(onOneRepository(options), all),
    costOf: (id) => costs[id],
    ...given('shard', options.shard),
  })
  if (planned.shard) checkShare(planned)
  return planned
}

/**
 * Each shard works in repositories of its own, unless the user names some: content that is always the
 * same, such as the empty config, would be removed by the first one to end.
 */
const ownOf = (repository: string, shard: Shard | undefined): string =>
  shard ? `${repository}-${shard.index}` : repository

/** A shard without a test of its own is a mistake: there are more shards than tests. */
function checkShare<Context>({ shard, tests }: Plan<Context>): void {
  if (!shard || tests.some(({ phase }) => phase !== 'last')) return
  const all = shard.whole.length - shard.everywhere.length
  const advice = `this selection has ${all} ${all === 1 ? 'test' : 'tests'} that can be divided: take fewer shards`
  throw new Failure(`there is no test for shard ${shardName(shard)}`, exitCodes.usage, advice)
}

/** Without what needs two repositories, where there is but one. */
function onOneRepository(options: AssayRegistryOptions): AssayRegistryOptions {
  const { repository, secondRepository } = options
  if (secondRepository === undefined || secondRepository !== (repository ?? defaults.repository))
    return options
  return { ...options, skip: [...(options.skip ?? []), ...needTwoRepositories] }
}

/** Ours and somebody's own; throws Failure where one hides another. */
function suitesOf({ ownSuites = [], readOnly }: AssayRegistryOptions): readonly Suite<RegistryTestContext>[] {
  const ours = readOnly ? forReading(suites) : suites
  if (ownSuites.length === 0) return ours
  const all = [...ours, ...ownSuites]
  const named = [
    ...all.map(({ name }) => `suite ${name}`),
    ...all.flatMap(({ requirements }) => requirements.map(({ id }) => `requirement ${id}`)),
    ...all.flatMap(({ tests }) => tests.map(({ id }) => `test ${id}`)),
  ]
  const twice = named.find((name, index) => named.indexOf(name) !== index)
  if (twice !== undefined) throw new Failure(`there are two of the name ${twice}`, exitCodes.usage)
  const known = capabilities.map(({ name }) => name)
  for (const { id, needs = [], considers = [] } of ownSuites.flatMap(({ tests }) => tests)) {
    const unknown = [...needs, ...considers].find((name) => !known.includes(name))
    if (unknown === undefined) continue
    const advice = `choose among ${known.join(', ')}`
    throw new Failure(`the test ${id} needs an unknown capability ${unknown}`, exitCodes.usage, advice)
  }
  return all
}

function namedSuites(
  { suites: named }: AssayRegistryOptions,
  all: readonly Suite<RegistryTestContext>[],
): readonly string[] | undefined {
  const names = all.map(({ name }) => name)
  const unknown = named?.filter((name) => !names.includes(name)) ?? []
  if (unknown.length === 0) return named
  throw new Failure(`unknown suite ${unknown.join(', ')}: choose among ${names.join(', ')}`, exitCodes.usage)
}

function selectionOf(
  { only = [], skip = [] }: AssayRegistryOptions,
  all: readonly Suite<RegistryTestContext>[],
): (requirement: string) => boolean {
  const ids = all.flatMap(({ requirements }) => requirements.map(({ id }) => id))
  const unknown = matchingNothing([...only, ...skip], ids)
  if (unknown.length > 0) {
    const advice = '`oci-assay list requirements` shows their ids'
    throw new Failure(`no requirement matches ${unknown.join(', ')}`, exitCodes.usage, advice)
  }
  return selection(only, skip)
}
