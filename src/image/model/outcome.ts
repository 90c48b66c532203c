import type { EvidenceRecord } from '../../engine/events.ts'

/** What became of one image of many. */
export interface ImageOutcome extends EvidenceRecord {
  kind: 'image-outcome'
  /** As it can be validated alone. */
  name: string
  conclusion: 'conformant' | 'nonconformant' | 'incomplete' | 'not-tested'
  /** The digest of what it begins with, where that is known. */
  digest?: string
  /** Ids of the requirements that failed. */
  failed: readonly string[]
  /** Ids of those that warn. */
  warned: readonly string[]
  /** Bytes of its documents and blobs that are there. */
  size?: number
  /** Why it is incomplete or was not tested. */
  reason?: string
  /** Its place in the list of images, from 0; absent of what refers to one of them. */
  place?: number
  /** Taken over from an earlier result, since the digest is the same. */
  earlier?: true
}
