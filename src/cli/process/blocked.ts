import { writeSync } from 'node:fs'
import type { ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import { exitCodes } from '../../results/conclusion/failure.ts'
import { writeWhole } from '../../files/write.ts'
import type { Reporter } from '../../results/reporter.ts'
import { resultsText } from '../../results/file/results-text.ts'
import type { RunResult } from '../../results/result.ts'
import { startWatchdog } from './watchdog.ts'

/** Seconds that the main thread may be blocked: regular targets need less than half of it, also on a slow machine. */
const longestBlock = 20

export interface BlockedRunOptions extends ConclusionOptions {
  /** The path of results.json. */
  results: string
  /** Seconds for the whole run; a block that is as long ends it as well. */
  runTimeout?: number | undefined
  signal: AbortSignal
}

/** Ends a run whose main thread is blocked: exit code 3, or 130 after an interrupt, with what is known in results.json. */
export function watchForBlock(options: BlockedRunOptions): { reporter: Reporter; stop(): void } {
  const { runTimeout = longestBlock, signal } = options
  const seconds = Math.min(longestBlock, Math.max(1, runTimeout))
  let endNow: ((reason: string) => RunResult) | undefined
  const watchdog = startWatchdog({
    limit: seconds * 1000,
    atEnd() {
      const reason = `oci-assay itself was blocked for ${signal.aborted ? 'too long after an interrupt' : `${seconds} s`}`
      writeSync(2, `oci-assay: ${reason}; ${kept(endNow?.(reason), options)}\n`)
      return signal.aborted ? exitCodes.interrupted : exitCodes.incomplete
    },
  })
  signal.addEventListener('abort', () => watchdog.hurry(), { once: true })
  return {
    reporter: { name: 'watchdog', onBegin: (end) => void (endNow = end) },
    stop: () => watchdog.stop(),
  }
}

/** Writes the partial result of the run; returns a message for the user. */
function kept(known: RunResult | undefined, options: BlockedRunOptions): string {
  if (known === undefined) return 'no request had been sent'
  const { results, signal } = options
  writeWhole(results, resultsText({ ...known, interrupted: signal.aborted }, options))
  const failed = known.totals.requirements.fail
  const what =
    failed === 0 ? '' : `, also ${failed} ${failed === 1 ? 'failure' : 'failures'} that it had found`
  const has = `${results} has what is known${what}`
  return known.target.kind === 'registry'
    ? `${has}, and oci-assay cleanup ${results} <target> removes what the run left`
    : has
}
