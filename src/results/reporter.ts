import type { RunEvent } from './events.ts'
import type { RunResult } from './result.ts'

/**
 * A consumer of a run's events, live or replayed from a stored result. One that throws loses
 * neither the run nor the other reports.
 */
export interface Reporter {
  name: string
  /** At most one reporter of a run may write to the terminal. */
  ownsTerminal?: boolean
  /**
   * Called once, when a live run has begun. `endNow` has the result of a run that cannot go on, with what was evaluated up to then, and
   * for the rest this reason; the run must not be continued after it.
   */
  onBegin?(endNow: (reason: string) => RunResult): void
  onEvent?(event: RunEvent): void
  /** Called once, after the last event, with all that was found. Writes its report. */
  onEnd?(result: RunResult): Promise<void> | void
}
