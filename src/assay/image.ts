import type { RunResult } from '../results/result.ts'
import type { RunEvent } from '../results/events.ts'
import { setMaxListeners } from 'node:events'
import { suites } from '../../suites/image/suites.ts'
import { imageTarget } from '../../suites/image/target.ts'
import type { Assayed } from './assay.ts'
import type { Profile } from '../engine/events.ts'
import type { Expectation } from '../results/expectations/expectation.ts'
import { limitRun, unlessEnded, type RunLimit } from '../engine/limit.ts'
import { plan, type Plan } from '../engine/plan.ts'
import type { SpecVersion } from '../engine/requirement.ts'
import { foldEvents } from '../results/fold.ts'
import { run } from '../engine/run.ts'
import { compare } from '../results/expectations/compare.ts'
import { endedEarly } from './ended.ts'
import { exitCodes, Failure } from '../results/conclusion/failure.ts'
import { given } from '../engine/given.ts'
import { damageOf, isBeyondLimit } from '../image/source/archive/damage.ts'
import { openImage, type OpenOptions } from '../image/source/open/open.ts'
import { unopened } from '../image/source/open/unopened.ts'
import { overviewAtEnd } from './overview-at-end.ts'
import { maskError, maskEvent } from '../results/mask.ts'
import type { Redactor } from '../registry/record/redaction/redactor.ts'
import { limitOf, type ImageLimits } from '../image/limits.ts'
import { ImageError } from '../image/error.ts'
import type { ImageSource } from '../image/source/source.ts'
import { multiplex } from '../results/multiplex.ts'
import { printable } from '../results/text/printable.ts'
import type { Reporter } from '../results/reporter.ts'
import { matchingNothing, selection } from '../engine/select.ts'
import { checkEarlier, since } from '../results/comparison/since.ts'
import { tool } from '../files/version.ts'
import type { ImageContext } from '../../suites/image/context.ts'

export interface AssayImageOptions {
  /** The folder of an image layout, an archive of one, or `host[:port]/repository[:tag|@digest]`. */
  target: string
  /** Default 1.1. */
  spec?: SpecVersion
  /** Names of suites; all where it is absent. */
  suites?: readonly string[]
  /** Requirements or globs that alone are evaluated. */
  only?: readonly string[]
  /** Requirements or globs that are not evaluated. */
  skip?: readonly string[]
  /** Promises that everything that the image refers to is in it: what is absent fails. */
  closed?: boolean
  /** How much is read, by the name of the limit. */
  limits?: ImageLimits
  /** Notes missing content; without it the run is incomplete. */
  allowMissing?: boolean
  /** Speak HTTP to a registry where no scheme was typed. */
  plainHttp?: boolean
  /** How to reach the registry of an image; default: without credentials. */
  connect?: OpenOptions['connect']
  /** Masks the secrets of that connection in all that the run reports. */
  redactor?: Redactor
  /** Threads that read blobs; default: one for each core, at most 8. */
  threads?: number
  /** Seconds for the whole run, opening the image included; default 900. */
  runTimeout?: number
  /** What is known to be broken: only what is new fails, and what no longer holds. */
  expectations?: readonly Expectation[]
  /** An earlier result of the same image: the result tells what changed since. */
  compareWith?: RunResult
  /** What comparisons call the image. */
  label?: string
  /** The file that the caller has read options from: the result names it. */
  configuration?: string
  reporters?: readonly Reporter[]
  signal?: AbortSignal
}

/**
 * Assays an image. Throws Failure where nothing could be assayed: wrong options (exit code 2), nothing
 * there, not readable, no image, cut short (exit code 3). What is wrong with the image is in the result.
 */
export async function assayImage(options: AssayImageOptions): Promise<Assayed> {
  const { spec = '1.1', closed = false, allowMissing = false } = options
  if (closed && allowMissing) {
    throw new Failure('closed and allow-missing exclude each other', exitCodes.usage, 'leave one of them out')
  }
  const planned = planOf(options, spec)
  checkEarlier(options.compareWith, { specification: planned.specification.name, spec })
  const mask = options.redactor?.text
  const seconds = options.runTimeout ?? 900
  const limit = limitRun({ seconds, ...given('signal', options.signal) })
  const { signal } = limit
  setMaxListeners(0, signal)
  const source = await openWithin(limit, options).catch((error: unknown) => {
    limit.stopClock()
    throw mask ? maskError(error, mask) : error
  })
  const output = multiplex(options.reporters ?? [])
  const events: RunEvent[] = []
  const pass = (event: RunEvent) => {
    const masked = mask ? maskEvent(event, mask) : event
    events.push(masked)
    output.emit(masked)
  }
  const overview = overviewAtEnd((record) => pass({ type: 'evidence', record }))
  const emit = (event: RunEvent) => {
    overview.observe(event)
    pass(event)
  }
  const profile: Profile = {
    specification: planned.specification.name,
    spec,
    suites: planned.suites,
    claimed: options.suites !== undefined,
    readOnly: true,
  }
  try {
    await run({
      plan: planned,
      target: imageTarget({
        source,
        spec,
        closed,
        allowMissing,
        ...given('label', options.label),
        ...given('configuration', options.configuration),
        ...given('limits', options.limits),
        signal,
        // Not kept: it is no part of what was found.
        onRead: (read, total) => output.emit({ type: 'reading', read, total }),
        onFacts: (facts) => overview.onFacts(facts),
      }),
      profile,
      seed: '',
      tool: tool(),
      emit,
      concurrency: 16,
      // The first test waits until everything has been read.
      testTimeout: longestTest,
      limit,
    })
    const found = foldEvents(events)
    const expected = options.expectations ? compare(found, options.expectations) : found
    const result = since(expected, options.compareWith)
    return { result, failures: await output.end(result) }
  } finally {
    limit.stopClock()
    await source.close()
  }
}

/** Milliseconds; the limit of the run ends a test before. */
const longestTest = 2 ** 31 - 1

/**
 * Opens the image, and waits no longer than the run may take: a compressed archive is read as a whole while it is opened.
 * Where that takes too long, the run ends with its reports, and none of its tests comes to read what is not open.
 */
async function openWithin(limit: RunLimit, options: AssayImageOptions): Promise<ImageSource> {
  const opening = open({ ...options, signal: limit.signal })
  try {
    return await unlessEnded(limit, opening, endedEarly)
  } catch (error) {
    opening.then((source) => source.close()).catch(() => undefined)
    if (limit.ending()) return unopened(options.target)
    throw error
  }
}

function planOf(options: AssayImageOptions, spec: SpecVersion): Plan<ImageContext> {
  const { only = [], skip = [] } = options
  const ids = suites.flatMap(({ requirements }) => requirements.map(({ id }) => id))
  const unknown = matchingNothing([...only, ...skip], ids)
  if (unknown.length > 0) {
    const advice = '`oci-assay list requirements` shows their ids'
    throw new Failure(`no requirement of images matches ${unknown.join(', ')}`, exitCodes.usage, advice)
  }
  try {
    return plan(suites, [], {
      spec,
      selects: selection(only, skip),
      ...(options.suites === undefined ? {} : { suites: options.suites }),
    })
  } catch (error) {
    if (error instanceof RangeError) throw new Failure(error.message, exitCodes.usage)
    throw error
  }
}

async function open({
  target,
  plainHttp,
  connect,
  threads,
  limits,
  signal,
}: AssayImageOptions): Promise<ImageSource> {
  let source: ImageSource
  try {
    source = await openImage(target, {
      ...(plainHttp === undefined ? {} : { plainHttp }),
      ...(connect === undefined ? {} : { connect }),
      ...(threads === undefined ? {} : { threads }),
      ...given('limits', limits),
      ...(signal === undefined ? {} : { signal }),
    })
    await checkManifest(source, limits)
  } catch (error) {
    throw error instanceof ImageError ? failureOf(error) : error
  }
  const damage = damageOf(source)
  if (damage) {
    await source.close()
    if (isBeyondLimit(damage)) {
      throw new Failure(`${target} cannot be read to its end: it ${damage.message}`, exitCodes.notAssayed)
    }
    const again = 'fetch or make the archive again'
    throw new Failure(`${target} is damaged or cut short: it ${damage.message}`, exitCodes.notAssayed, again)
  }
  return source
}

/** A registry that does not return the manifest leaves nothing to validate, unlike a layout without index.json. */
async function checkManifest(source: ImageSource, limits?: ImageLimits): Promise<void> {
  if (source.kind !== 'registry') return
  try {
    await source.root({ limit: limitOf(limits, 'document-size') })
  } catch (error) {
    // What is beyond a limit is reported by the run, and an interrupted one ends with its reports.
    if (error instanceof ImageError && (error.code === 'too-large' || error.code === 'aborted')) return
    await source.close()
    throw error
  }
}

function failureOf({ code, message, advice }: ImageError): Failure {
  const usual = 'give the folder of an image layout, an archive of one, or host/repository:tag'
  const next = advice ?? (code === 'absent' ? usual : undefined)
  return new Failure(
    printable(message),
    code === 'usage' ? exitCodes.usage : exitCodes.notAssayed,
    next === undefined ? undefined : printable(next),
  )
}
