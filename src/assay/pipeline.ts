import { setMaxListeners } from 'node:events'
import type { RunFinished } from '../engine/events.ts'
import type { Depth } from '../engine/depth.ts'
import { limitRun } from '../engine/limit.ts'
import { withoutUndefined } from '../engine/optional.ts'
import { run } from '../engine/run.ts'
import { tool } from '../files/version.ts'
import { checkEarlier } from '../results/comparison/since.ts'
import { maskError } from '../results/mask.ts'
import type { ReporterFailure } from '../results/multiplex.ts'
import type { RunResult } from '../results/result.ts'
import { annotate } from './annotate.ts'
import type { CommonOptions } from './options.ts'
import { runTimeoutOf } from './run-timeout.ts'
import { createStream } from './stream.ts'
import type { OpenTarget, Target } from './target.ts'

export interface RunOutcome {
  result: RunResult
  /** Reports that could not be written. */
  failures: readonly ReporterFailure[]
}

/**
 * The one pipeline, for every kind of target: opens it, runs its plan, annotates the result and ends the reports.
 * Throws Failure where nothing could be evaluated; what is wrong with the target is in the result.
 */
export async function runTarget<Context>(
  target: Target<Context>,
  options: Omit<CommonOptions, 'target'> & { depth?: Depth },
): Promise<RunOutcome> {
  checkEarlier(options.compareWith, target.profile)
  const limit = limitRun(withoutUndefined({ seconds: runTimeoutOf(options), signal: options.signal }))
  setMaxListeners(0, limit.signal)
  const stream = createStream(options.reporters ?? [], () => target.mask())
  let open: OpenTarget<Context> | undefined
  try {
    open = await target.open({ limit, emit: (event) => stream.emit(event) })
    const { engine, seed, concurrency, testTimeout } = open
    let finished: RunFinished | undefined
    await run({
      plan: target.plan,
      profile: target.profile,
      target: engine,
      seed,
      concurrency,
      testTimeout,
      limit,
      tool: tool(),
      onBegin: (soFar) => stream.begin(soFar),
      emit(event) {
        // Annotations are emitted before the end of the run.
        if (event.type === 'run-finished') finished = event
        else stream.emit(event)
      },
    })
    if (finished) await annotate(stream, finished, open, options)
    // Reporters are loaded and write now, and may need the files and the memory that the target holds.
    await open.close()
    const failures = await stream.end()
    open.onReported?.(failures)
    return { result: stream.result(), failures }
  } catch (error) {
    const mask = target.mask()
    throw mask ? maskError(error, mask) : error
  } finally {
    limit.stopClock()
    await open?.close()
  }
}
