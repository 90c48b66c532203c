import type { EvidenceRecord } from '../../engine/events.ts'

/** How long operations of one kind took, and how much they moved: a figure, which no requirement is judged by. */
export interface MeasurementRecord extends EvidenceRecord {
  kind: 'measurement'
  /** What was done, and how large it was: `push of a blob by one PUT`. There is one record for each. */
  operation: string
  /** Requests, or whole operations of several requests. */
  count: number
  /** Bytes of all of them together. */
  bytes: number
  /** Milliseconds from the start of the first to the end of the last: less than their sum where they overlap. */
  elapsed: number
  /** Milliseconds of one, the median. */
  median: number
  /** Milliseconds of one, the 95th percentile. */
  p95: number
  /** What is to be known of the figures: `half the size: 1 GiB returned 413`. */
  remark?: string
}
