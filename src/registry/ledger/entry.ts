import type { Leftover } from '../../engine/events.ts'

/** A tag, manifest or blob that the run created. */
export interface Creation {
  kind: 'tag' | 'manifest' | 'blob'
  repository: string
  /** The tag, or the digest. */
  reference: string
  /** Of a tag: the digest of its manifest, where known. */
  digest?: string
  /** The test that created it, where known. */
  test?: string
}

/** An upload session that was opened and neither finished nor cancelled. */
export interface OpenUpload {
  kind: 'upload'
  repository: string
  /** Where it is to be continued or cancelled. */
  location: string
}

export type LedgerEntry = Creation | OpenUpload

/** An entry that could not be removed, as results list it. */
export const leftover = (entry: LedgerEntry, reason: string): Leftover => ({
  kind: entry.kind,
  repository: entry.repository,
  reference: entry.kind === 'upload' ? entry.location : entry.reference,
  reason,
})
