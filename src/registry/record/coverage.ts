import type { EvidenceRecord } from '../../engine/events.ts'

/** What the generated sequences of a run have brought together of one group of pairs, such as operations and states of tags. */
export interface CoverageRecord extends EvidenceRecord {
  kind: 'coverage'
  /** `tag`, `values of blobs`: there is one record for each. */
  group: string
  /** Pairs that occurred. */
  covered: number
  /** Pairs that did not occur, by the reason; those that the specification does not have are left out. */
  missing: readonly { reason: string; pairs: readonly string[] }[]
}
