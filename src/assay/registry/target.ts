import { usualSpec } from '../../engine/requirement.ts'
import { randomBytes } from 'node:crypto'
import { specimensOf, type NamedContent } from '../../../suites/distribution/content/specimens.ts'
import type { RegistryTestContext } from '../../../suites/distribution/target/context.ts'
import { registryTarget as engineTarget } from '../../../suites/distribution/target/target.ts'
import { unlessEnded } from '../../engine/limit.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { shardName } from '../../engine/shard.ts'
import { writeLedgerFile } from '../../registry/ledger/write-file.ts'
import { createRecorder } from '../../registry/record/recorder.ts'
import { createRedactor, type Redactor } from '../../registry/record/redaction/redactor.ts'
import { excerptOf, ownServer } from '../../results/log/excerpt.ts'
import { endedEarly } from '../ended.ts'
import type { RegistryOptions } from '../options.ts'
import type { OpeningTools, OpenTarget, Target } from '../target.ts'
import { accessTo, type Access } from './access.ts'
import { connect, defaultConcurrency } from './connect.ts'
import { extentOf } from './extent.ts'
import { planFor } from './plan.ts'
import { repositoriesOf } from './repositories.ts'

/**
 * A registry as the target of a run, of all that the options select or of another plan; `about` is what else identifies the run. Throws
 * Failure where the options name something that does not exist.
 */
export function registryTarget(
  options: RegistryOptions,
  plan = planFor(options),
  about: Readonly<Record<string, string>> = {},
): Target<RegistryTestContext> {
  const profile = withoutUndefined({
    specification: plan.specification.name,
    spec: options.spec ?? usualSpec,
    suites: plan.suites,
    claimed: options.suites !== undefined,
    readOnly: options.readOnly !== undefined,
    ...extentOf(options),
    shard: options.shard && shardName(options.shard),
  })
  let redactor: Redactor | undefined
  return {
    plan,
    profile,
    mask: () => redactor?.text,
    async open(tools) {
      const { limit } = tools
      const access = await unlessEnded(limit, accessTo({ ...options, signal: limit.signal }), endedEarly)
      const { repository, secondRepository } = repositoriesOf(options, options.shard)
      redactor = createRedactor([], {
        open: [access.base.href, repository, secondRepository, ...namedIn(options.readOnly)],
      })
      return openRegistry(options, {
        access,
        redactor,
        tools,
        claimed: profile.claimed ? profile.suites : [],
        about,
      })
    },
  }
}

interface Opening {
  access: Access
  redactor: Redactor
  tools: OpeningTools
  /** Suites that the user named. */
  claimed: readonly string[]
  about: Readonly<Record<string, string>>
}

async function openRegistry(
  options: RegistryOptions,
  { access, redactor, tools: { limit, emit }, claimed, about }: Opening,
): Promise<OpenTarget<RegistryTestContext>> {
  const { concurrency = defaultConcurrency, seed = randomBytes(8).toString('hex'), server, shard } = options
  const start = Date.now()
  const recorder = createRecorder({
    redactor,
    onExchange: (record) => emit({ type: 'evidence', record }),
    onSpare: (exchange) => emit({ type: 'spare', exchange }),
  })
  const repositories = repositoriesOf(options, shard)
  const { client, ledger } = await connect(options, {
    repository: repositories.repository,
    access,
    recorder,
    limit,
  })
  const ledgerFile =
    options.ledgerFile === undefined || server?.disposable === true
      ? undefined
      : writeLedgerFile(options.ledgerFile, recorder, access.base)
  return {
    engine: engineTarget({
      ...repositories,
      client,
      ledger,
      claimed,
      ...extentOf(options),
      spec: options.spec ?? usualSpec,
      signal: limit.signal,
      // Shards that share a seed must not share content: one would remove what another still needs.
      seed: shard ? `${seed}/${shardName(shard)}` : seed,
      // But they divide one plan.
      seedOfRun: seed,
      readOnly: options.readOnly !== undefined,
      specimens: specimensOf(options.readOnly),
      exchanges: () => recorder.exchanges(),
      onMeasurement: (record) => emit({ type: 'evidence', record }),
      onCoverage: (record) => emit({ type: 'evidence', record }),
      onContentKind: (record) => emit({ type: 'evidence', record }),
      onTrip: (record) => emit({ type: 'evidence', record }),
      onInvocation: (record) => emit({ type: 'evidence', record }),
      details: {
        ...withoutUndefined({
          label: options.label,
          'options from': options.configuration,
          [ownServer]: server && 'started by this run',
        }),
        ...about,
        ...access.details,
        ...withoutUndefined({ masking: redactor.caveat() }),
      },
      ...withoutUndefined({
        name: server?.name,
        cleanUpTimeout: server?.disposable === true ? undefined : cleanUpTimeout(options),
        patience: options.patience,
        largestBlob: options.largestBlob,
        repetitions: options.repetitions,
        sequences: options.sequences,
      }),
    }),
    seed,
    // More tests than requests: where many wait for their turn at the wire, none is the last to begin.
    concurrency: 4 * concurrency,
    testTimeout: 4 * (options.timeout ?? 30_000),
    async annotate(result, { aborted }) {
      if (!server) return []
      const log = await excerptOf(server, {
        start,
        redact: redactor.text,
        result,
        aborted: aborted !== undefined,
      })
      return [{ type: 'log', log }]
    },
    onReported(failures) {
      if (failures.length === 0) ledgerFile?.discard()
      else ledgerFile?.close()
    },
    close: () => client.close(),
  }
}

/** Milliseconds: what a thorough run has created takes longer to remove. */
const cleanUpTimeout = ({ patience = 1, depth }: RegistryOptions): number =>
  (depth === 'thorough' ? 300_000 : 30_000) * patience

/** What the user named openly, and a report may show. */
const namedIn = (readOnly: NamedContent | undefined): readonly string[] =>
  readOnly ? [...readOnly.tags, ...readOnly.manifests, ...readOnly.blobs] : []
