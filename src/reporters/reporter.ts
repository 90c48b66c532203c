import type { RunEvent } from '../engine/events.ts'
import type { RunResult } from '../engine/results.ts'
import type { ImageRecord } from '../image/model/overview.ts'
import type { ContentKindRecord } from '../registry/record/content-kind.ts'
import type { ExchangeRecord } from '../registry/record/exchange.ts'

/** What crossed the wire, how kinds of content were received, or what an image is made of. */
export type AssayRecord = ExchangeRecord | ContentKindRecord | ImageRecord

export const isExchange = (record: AssayRecord): record is ExchangeRecord => record.kind === 'exchange'
export const isContentKind = (record: AssayRecord): record is ContentKindRecord =>
  record.kind === 'content-kind'
export const isImageRecord = (record: AssayRecord): record is ImageRecord => record.kind === 'image'

/** The result of a run with the records that findings refer to. */
export type AssayResult = RunResult<AssayRecord>
export type AssayEvent = RunEvent<AssayRecord>

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
