import type { RunEvent } from '../../results/events.ts'
import { writeSync } from 'node:fs'
import type { ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import { foldEvents } from '../../results/fold.ts'
import { exitCodes } from '../../results/conclusion/failure.ts'
import { writeWhole } from '../../files/write.ts'
import type { Reporter } from '../../results/reporter.ts'
import { resultsText } from '../../results/file/results-text.ts'
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
  const { results, runTimeout = longestBlock, signal } = options
  const seconds = Math.min(longestBlock, Math.max(1, runTimeout))
  const events: RunEvent[] = []
  const watchdog = startWatchdog({
    limit: seconds * 1000,
    atEnd() {
      const reason = `oci-assay itself was blocked for ${signal.aborted ? 'too long after an interrupt' : `${seconds} s`}`
      writeSync(2, `oci-assay: ${reason}; ${kept(results, events, options, reason)}\n`)
      return signal.aborted ? exitCodes.interrupted : exitCodes.incomplete
    },
  })
  signal.addEventListener('abort', () => watchdog.hurry(), { once: true })
  return {
    reporter: {
      name: 'watchdog',
      onEvent(event) {
        // How far it is is no part of a result, and there are thousands of these.
        if (event.type !== 'reading') events.push(event)
      },
    },
    stop: () => watchdog.stop(),
  }
}

/** Writes the partial result of the run; returns a message for the user. */
function kept(
  results: string,
  events: readonly RunEvent[],
  options: BlockedRunOptions,
  aborted: string,
): string {
  if (events.length === 0) return 'no request had been sent'
  const result = { ...foldEvents(events), aborted, interrupted: options.signal.aborted }
  writeWhole(results, resultsText(result, options))
  const registry = result.target.kind === 'registry'
  const known = `${results} has what is known`
  return registry ? `${known}, and oci-assay cleanup ${results} <target> removes what the run left` : known
}
