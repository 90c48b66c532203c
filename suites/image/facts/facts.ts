import type { TargetDescription } from '../../../src/engine/events.ts'
import type { BlobFacts } from '../../../src/image/decode/blob.ts'
import type { JsonProblem } from '../../../src/image/json/parse.ts'
import type { Problem } from '../../../src/image/problem.ts'
import type { Entry } from '../../../src/image/source/source.ts'
import type { ImageErrorCode } from '../../../src/image/error.ts'
import type { MediaType } from '../../../src/image/model/media-types.ts'
import type { RequirementId } from '../requirements.ts'
import type { DocumentKind, SchemaViolation } from '../schemas/violations.ts'

/** All that a run finds out about an image: collected once, in one walk, and then judged by all tests. */
export interface ImageFacts {
  description: TargetDescription
  form: 'directory' | 'archive' | 'registry'
  /** What was found wrong with the files while opening. */
  problems: readonly Problem[]
  /** Limits of the reader that cut the walk short. */
  limits: readonly Problem[]
  layout: LayoutFacts
  /** In the order in which the walk met them. */
  documents: readonly Document[]
  manifests: readonly Manifest[]
  references: readonly Reference[]
  /** Everything that a reference with a usable digest leads to, and every blob of the layout, by digest. */
  blobs: ReadonlyMap<string, Blob>
  /** What could not be judged, and why. */
  unread: readonly Unread[]
  causes: BlobCauses
}

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

/** The files of a layout; empty for an image in a registry. */
export interface LayoutFacts {
  files: readonly Entry[]
  /** Why oci-layout or index.json could not be read. */
  header: 'read' | Failure
  /** The manifest.json of docker save beside the layout, where there is one that can be read. */
  dockerSave?: unknown
  index: 'read' | Failure
}

export interface Failure {
  code: ImageErrorCode
  message: string
}

/** A JSON document of a type that the specification defines. */
export interface Document {
  /** `oci-layout`, `index.json`, or a digest. */
  source: string
  kind: Exclude<DocumentKind, 'descriptor'>
  /** What it is read as. */
  mediaType: MediaType
  /** Bytes. */
  size: number
  value: unknown
  /** What is wrong with its text. */
  text: readonly JsonProblem[]
  /** The first bytes of what is not JSON. */
  head?: Uint8Array
  /** The limit of this program that keeps it from being read, in a sentence that begins with its source. */
  beyond?: string
  /** By its schema; none for the config of an artifact, which only borrows the type. */
  violations: readonly SchemaViolation[]
  /** False for a document that is there to be an artifact's: only its text is judged. */
  judged: boolean
}

export type Role = 'manifest' | 'config' | 'layer' | 'subject'

/** A descriptor where it stands. */
export interface Reference {
  /** The document that has it. */
  from: Document
  /** JSON pointer to the descriptor. */
  pointer: string
  role: Role
  descriptor: Readonly<Record<string, unknown>>
  mediaType: MediaType
  /** Only where it can be followed: well-formed, and so usable as a name. */
  digest?: string
}

/** A manifest with what belongs to it. */
export interface Manifest {
  document: Document
  /** Entries of indexes that lead to it. */
  entries: readonly Reference[]
  config?: Reference
  /** The image configuration, where it could be read and is judged as one. */
  configDocument?: Document
  layers: readonly Reference[]
  /** True where the config has the type of an image configuration and nothing tells of an artifact. */
  image: boolean
}

export interface Blob {
  digest: string
  /** `refused`: not a regular file, or a link that leads outside. `unreadable`: cannot be known. */
  state: 'present' | 'absent' | 'refused' | 'unreadable'
  /** Why it is not present, or not read. */
  reason?: string
  /** Bytes, where it is present. */
  size?: number
  /** Set where it was not read on: it has at least so many bytes, far more than descriptors state. */
  endless?: true
  /** Set where it was not read on, and no descriptor states its size. */
  unsized?: true
  /** Bytes on its disk of a file that is not read because of its holes. */
  allocated?: number
  /** Whether its bytes have the digest; undefined where nobody registered the algorithm. */
  verified?: boolean
  /** The digest that its bytes really have. */
  actual?: string
  /** Of a layer: what is inside. */
  facts?: BlobFacts
}

/** `files`: those at the root; `blobs`: the files of the blobs. */
export type UnreadKind = Document['kind'] | 'layer' | 'files' | 'blobs'

/** Something that exists by what leads to it, but that could not be judged. */
export interface Unread {
  /** What it would have been, and what would have hung below it. */
  kinds: readonly UnreadKind[]
  /**
   * The requirement whose violation keeps it from being judged. Without one nothing is violated, and what is judged of
   * these kinds could not be evaluated for all that there is.
   */
  by?: RequirementId
  reason: string
}
