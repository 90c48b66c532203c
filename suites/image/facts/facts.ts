import type { Document, DocumentKind, ImageModel } from '../../../src/image/model/model.ts'
import type { RequirementId } from '../requirements.ts'
import type { SchemaViolation } from '../schemas/violations.ts'

/** What tests judge: an image, and what can be known of it before any of them. */
export interface ImageFacts extends ImageModel {
  violations: Violations
  /** What could not be judged, and why. */
  unread: readonly Unread[]
  causes: BlobCauses
}

/** What each document violates by its schema, of all documents that are judged by one. */
export type Violations = ReadonlyMap<Document, readonly SchemaViolation[]>

/** What keeps something from being evaluated. */
export interface Cause {
  /** The requirement that is violated, or that could not be evaluated. */
  by: RequirementId
  reason: string
}

/** What keeps the content of a blob from being evaluated; undefined where nothing does. */
export interface BlobCauses {
  /** What its file is, or the folder of that. */
  ofFile(digest: string): Cause | undefined
  /** The same, or that it is missing, or of another digest or size than descriptors state. */
  of(digest: string): Cause | undefined
}

/** `files`: those at the root; `blobs`: the files of the blobs. */
export type UnreadKind = DocumentKind | 'layer' | 'files' | 'blobs'

/** Something that exists by what leads to it, but that could not be judged. */
export interface Unread {
  /** What it would have been, and what would have been below it. */
  kinds: readonly UnreadKind[]
  /**
   * The requirement whose violation keeps it from being judged. Without one nothing is violated, and what is judged of
   * these kinds could not be evaluated for all that there is.
   */
  by?: RequirementId
  reason: string
}
