import type { TargetDescription } from '../../engine/events.ts'
import type { BlobFacts } from '../decode/blob.ts'
import type { ImageErrorCode } from '../error.ts'
import type { JsonProblem } from '../json/problems.ts'
import type { JsonObject } from '../json/value.ts'
import type { Problem } from '../problem.ts'
import type { Entry, ImageSource, Part } from '../source/source.ts'
import type { DockerImage } from './docker/images.ts'
import type { MediaType } from './media-types.ts'

/** All that is known of an image: read once, and looked at by tests, overview and reports. */
export interface ImageModel {
  description: TargetDescription
  form: ImageSource['kind']
  /** Set where it is a part of a layout. */
  part?: Part
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
  /** Everything that a reference with a usable digest leads to, and every blob of the layout, by digest (see Reference). */
  blobs: ReadonlyMap<string, Blob>
}

/** The files of a layout; empty for an image in a registry. */
export interface LayoutFacts {
  files: readonly Entry[]
  /** Why oci-layout or index.json could not be read. */
  header: 'read' | Failure
  /** The manifest.json of docker save beside the layout, where there is one that can be read. */
  dockerSave?: unknown
  /** The `repositories` that docker save writes for its old versions, where there is one that can be read. */
  repositories?: unknown
  index: 'read' | Failure
}

export interface Failure {
  code: ImageErrorCode
  message: string
}

/** `docker-manifest`: what a docker archive begins with, its manifest.json. */
export type DocumentKind =
  | 'layout-header'
  | 'layout-index'
  | 'index'
  | 'manifest'
  | 'config'
  | 'docker-manifest'

/** A JSON document of a type that the specification defines. */
export interface Document {
  /** `oci-layout`, `index.json`, a digest, or a path of a docker archive. */
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
  /** Set where only its text is judged: the config of artifacts alone has merely the type of an image's. */
  borrowed?: true
  /** Of index.json: the part of it that is looked at. */
  part?: Part
  /** Of `docker-manifest`: the images that it lists. */
  images?: readonly DockerImage[]
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
  /**
   * Only where it can be followed: well-formed, and so usable as a name. In a docker archive, which has no descriptors, the
   * path of the file.
   */
  digest?: string
  /** Of a docker archive: the image that it belongs to. */
  item?: DockerImage
  /** Set where it leads to something else than what was selected: it is neither read nor missed. */
  outside?: true
}

/** A manifest with what belongs to it; of a docker archive one of the images of its manifest.json. */
export interface Manifest {
  document: Document
  /** JSON pointer to it in the document. */
  pointer: string
  /** Of a docker archive: the image as it is listed there. */
  item?: DockerImage
  /** Entries of its list of layers, whatever they are; absent where it has no such list. */
  listed?: number
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
