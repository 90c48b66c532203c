import { usualSpec } from '../../engine/requirement.ts'
import type { ImageContext } from '../../../suites/image/target/context.ts'
import type { ImageFacts } from '../../../suites/image/facts/facts.ts'
import { suites as ours } from '../../../suites/image/suites.ts'
import { overviewOf } from '../../../suites/image/overview.ts'
import { imageTarget as engineTarget } from '../../../suites/image/target/target.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { plan, type Plan } from '../../engine/plan.ts'
import { selection } from '../../engine/select.ts'
import type { Annotation } from '../../results/events.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import type { RunResult } from '../../results/result.ts'
import type { AssayOptions } from '../options.ts'
import { checkSelection } from '../selection.ts'
import { queryOf, suitesFor } from './own.ts'
import type { OpeningTools, OpenTarget, Target } from '../target.ts'
import { imageConnection, type ImageConnection } from './connection.ts'
import { openWithin } from './open.ts'

/** An image as the target of a run. Throws Failure where the options name something that does not exist. */
export function imageTarget(options: AssayOptions): Target<ImageContext> {
  if (options.closed && options.allowMissing) {
    throw new Failure('closed and allow-missing exclude each other', exitCodes.usage, 'leave one of them out')
  }
  const planned = planOf(options)
  let connection: ImageConnection = {}
  return {
    plan: planned,
    profile: {
      specification: planned.specification.name,
      spec: options.spec ?? usualSpec,
      suites: planned.suites,
      claimed: options.suites !== undefined,
      readOnly: true,
    },
    mask: () => connection.mask,
    async open(tools) {
      connection = await imageConnection(options)
      return openTarget(options, connection, tools)
    },
  }
}

async function openTarget(
  options: AssayOptions,
  { connect }: ImageConnection,
  { limit, emit }: OpeningTools,
): Promise<OpenTarget<ImageContext>> {
  const { spec = usualSpec, closed = false, allowMissing = false, plainHttp, threads, limits } = options
  const { name: select, platforms } = options
  const source = await openWithin(
    limit,
    options.target,
    withoutUndefined({ connect, plainHttp, threads, limits, select }),
  )
  let facts: ImageFacts | undefined
  return {
    engine: engineTarget({
      source,
      spec,
      closed,
      allowMissing,
      ...(platforms ? { selection: { platforms } } : {}),
      ...withoutUndefined({ files: queryOf(options) }),
      ...withoutUndefined({ label: options.label, configuration: options.configuration, limits }),
      signal: limit.signal,
      onRead: (read, total) => emit({ type: 'reading', read, total }),
      onFacts(found) {
        facts = found
      },
    }),
    seed: '',
    concurrency: 16,
    // The first test waits until everything has been read; the limit of the run ends it before.
    testTimeout: longestTimer,
    annotate: async (result) => overview(facts, result),
    close: () => source.close(),
  }
}

/** Milliseconds. */
const longestTimer = 2 ** 31 - 1

/** The structure of the image. What is kept of a large one depends on the findings, which are known now. */
function overview(facts: ImageFacts | undefined, { requirements }: RunResult): Annotation[] {
  const findings = requirements.flatMap(({ findings: own, consequences = [] }) => [...own, ...consequences])
  const record =
    facts &&
    overviewOf(
      facts,
      findings.flatMap(({ evidence }) => evidence),
    )
  return record ? [{ type: 'evidence', record }] : []
}

/** What can be evaluated of the files of a layout whose images are read one by one. */
export function planOfFiles(options: AssayOptions): Plan<ImageContext> {
  const ofFiles = new Set([
    ...ours.flatMap(({ requirements }) => requirements.map(({ id }) => id)),
    'policy.unreferenced',
  ])
  return planOf(options, (id) => ofFiles.has(id))
}

function planOf(options: AssayOptions, isPart?: (requirement: string) => boolean): Plan<ImageContext> {
  const suites = suitesFor(options)
  checkSelection(options, suites, 'requirement of images')
  const selects = selection(options.only, options.skip)
  try {
    return plan(
      suites,
      [],
      withoutUndefined({
        spec: options.spec ?? usualSpec,
        selects: (id: string) => (isPart?.(id) ?? true) && (selects?.(id) ?? true),
        suites: options.suites,
      }),
    )
  } catch (error) {
    if (error instanceof RangeError) throw new Failure(error.message, exitCodes.usage)
    throw error
  }
}
