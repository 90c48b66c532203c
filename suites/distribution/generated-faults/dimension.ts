import type { KeyKind } from './history.ts'
import type { Occasion, Operation } from './occasion.ts'

/** One value of a dimension over which faults are generated: a condition, or a state. */
export interface Value {
  /** Lasting, lower case with dashes: part of the ids of faults. */
  id: string
  /** Completes "this happens": `by tag`, `after the tag moved`. */
  title: string
  /** Where it can hold; absent for everywhere. */
  kinds?: readonly KeyKind[]
  /** Where it can hold of what is not there; absent where that does not matter. */
  kindsOfMissing?: readonly KeyKind[]
  operations?: readonly Operation[]
  /** Whether what the request is about is there before it; absent where that does not matter. */
  present?: boolean
  holds: (occasion: Occasion) => boolean
}

export const reading: readonly Operation[] = ['manifest-get', 'manifest-head', 'blob-get', 'blob-head']
export const lists: readonly Operation[] = ['tags-list', 'referrers-list']
export const blobWrites: readonly Operation[] = ['upload-close', 'single-post', 'mount']
export const writing: readonly Operation[] = ['manifest-put', ...blobWrites]
export const content: readonly KeyKind[] = ['tag', 'manifest']
