import type { RunEvent } from '../engine/events.ts'
import type { RunResult } from '../engine/results.ts'
import type { ExchangeRecord } from '../registry/exchange.ts'

/** The result of a run with the records that findings refer to. */
export type AssayResult = RunResult<ExchangeRecord>
export type AssayEvent = RunEvent<ExchangeRecord>

/**
 * A consumer of a run's events, live or replayed from a stored result. One that throws loses
 * neither the run nor the other reports.
 */
export interface Reporter {
  name: string
  /** At most one reporter of a run may write to the terminal. */
  ownsTerminal?: boolean
  onEvent?(event: AssayEvent): void
  /** Called once, after the last event, with all that was found. Writes its report. */
  onEnd?(result: AssayResult): Promise<void> | void
}
