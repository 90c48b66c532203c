import type { TargetDescription } from '../../engine/events.ts'
import type { BlobFacts } from '../decode/blob.ts'
import type { ImageErrorCode } from '../error.ts'
import type { JsonProblem } from '../json/problems.ts'
import type { JsonObject } from '../json/value.ts'
import type { Problem } from '../problem.ts'
import type { Entry } from '../source/source.ts'
import type { MediaType } from './media-types.ts'

/** All that is known of an image: read once, and looked at by tests, overview and reports. */
export interface ImageModel {
  description: TargetDescription
  form: 'directory' | 'archive' | 'registry'
  /** What was found wrong with the files while opening. */
  problems: readonly Problem[]
  /** Limits of the reader that cut the walk short. */
  limits: readonly Problem[]
  layout: LayoutFacts
  /** In the order in which the walk met them, configurations last. */
  documents: readonly Document[]
  manifests: readonly Manifest[]
  /** In the order of the walk: what is nearer to the entry point comes first. */
  references: readonly Reference[]
  /** Everything that a reference with a usable digest leads to, and every blob of the layout, by digest. */
  blobs: ReadonlyMap<string, Blob>
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

export type DocumentKind = 'layout-header' | 'layout-index' | 'index' | 'manifest' | 'config'

/** A JSON document of a type that the specification defines. */
export interface Document {
  /** `oci-layout`, `index.json`, or a digest. */
  source: string
  kind: DocumentKind
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
  /** Set for the config of artifacts alone, which only has the type of an image's. */
  borrowed?: true
}

export type Role = 'manifest' | 'config' | 'layer' | 'subject'

/** A descriptor in the document that contains it. */
export interface Reference {
  /** The document that has it. */
  from: Document
  /** JSON pointer to the descriptor. */
  pointer: string
  role: Role
  descriptor: JsonObject
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
  /** The image configuration, where it could be read. */
  configDocument?: Document
  layers: readonly Reference[]
  /** True where the config has the type of an image configuration and nothing shows that it is an artifact. */
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
  /** Set where it was not read on: it has at least this many bytes, far more than descriptors state. */
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
