import type { Algorithm } from '../../../src/content/digest.ts'

/**
 * A sequence of operations on a registry, as data: what it makes has names, not digests, so that the same sequence can
 * be repeated on fresh content, and any part of it can be left out to see whether the rest still shows a violation.
 */
export interface Sequence {
  /** `17`: its number in the plan of the run. */
  id: string
  blobs: Readonly<Record<BlobName, BlobRecipe>>
  manifests: Readonly<Record<ManifestName, ManifestRecipe>>
  tags: Readonly<Record<TagName, TagRecipe>>
  steps: readonly Step[]
}

/** `b1` */
export type BlobName = string
/** `m1` */
export type ManifestName = string
/** `t1` */
export type TagName = string
/** `u1` */
export type UploadName = string

/** The repository of the run, or its second one. */
export type Place = 'home' | 'other'

export interface BlobRecipe {
  /** Bytes. */
  size: number
  bytes: 'random' | 'zeros' | 'text' | 'json' | 'gzip'
  algorithm: Algorithm
}

/** What kind of document a manifest is. */
export type ManifestKind =
  | 'image'
  | 'index'
  | 'docker-image'
  | 'docker-list'
  /** An image manifest with artifactType and the empty config. */
  | 'artifact'

/** How the document is written; its meaning is the same. */
export type WrittenForm =
  | 'compact'
  | 'indented'
  | 'trailing-newline'
  /** Keys in reverse order. */
  | 'reordered'
  /** Characters beyond ASCII, and escapes that a serialiser would not write. */
  | 'unicode'
  /** Fields that the specification does not define, nested ones too. */
  | 'unknown-fields'

export interface ManifestRecipe {
  kind: ManifestKind
  written: WrittenForm
  algorithm: Algorithm
  /** False leaves the field mediaType out. */
  mediaType: boolean
  /** Of images. `empty` is the empty JSON object, and the config of artifacts. */
  config: { blob: BlobName } | 'empty'
  /** Of images; a name may occur twice. */
  layers: readonly BlobName[]
  /** Of indexes; a name may occur twice. */
  manifests: readonly ManifestName[]
  /** `missing` is a digest of nothing. */
  subject?: { manifest: ManifestName } | 'missing'
  artifactType?: string
  annotations?: Readonly<Record<string, string>>
  /** Bytes of an annotation that only makes the document longer. */
  padding?: number
}

/** How a tag is written. All but `plain` are at an edge of the grammar; each has digits of the run in it. */
export type TagRecipe =
  | { form: 'plain' | 'longest' | 'upper-case' | 'digits' | 'separators' | 'underscore-first' }
  /** The name of another tag with something behind it. */
  | { form: 'extends'; tag: TagName }
  /** The name of another tag without its last character. */
  | { form: 'shortens'; tag: TagName }
  /** The other tag in letters of the other case. */
  | { form: 'other-case'; tag: TagName }

/** How a manifest is addressed. */
export type Reference = { tag: TagName } | { digest: ManifestName }

/** The Accept header of a pull: absent, the stored type alone, all common types in one line or in one line each, or anything. */
export type AcceptForm = 'absent' | 'exact' | 'list' | 'lines' | 'weighted' | 'any'

/** If-None-Match or If-Match with the digest that is stored, or with another one. */
export type Condition = 'none-match-same' | 'none-match-other' | 'match-same' | 'match-other'

/** A Range of a blob's bytes; `past-end` and `long-suffix` name more than there are, and mean those. */
export type RangeForm =
  | 'first'
  | 'middle'
  | 'last-byte'
  | 'open-ended'
  | 'suffix'
  | 'whole'
  | 'past-end'
  | 'long-suffix'
  | 'beyond'

/** How the chunks of an upload are sent. */
export type ChunkForm = 'content-range' | 'stream'

/** The values of its query with escapes, as most libraries write them; absent: as they are, as far as a URL allows. */
interface Written {
  query?: 'escaped'
}

/** Its parameters in another order than the specification lists them. */
interface Ordered {
  order?: 'reversed'
}

export type Step =
  /** A whole blob, in one of the ways that the specification has. `chunks`: how many, for the last three. */
  | ({
      do: 'push-blob'
      blob: BlobName
      at: Place
      way: 'post-put' | 'single-post' | 'chunks' | 'chunks-and-final' | 'stream'
      chunks?: number
    } & Written)
  /** A whole blob under a digest of other bytes: those of another blob, or of nothing. */
  | ({
      do: 'push-wrong-digest'
      blob: BlobName
      at: Place
      way: 'post-put' | 'single-post' | 'chunks' | 'chunks-and-final'
      under?: BlobName
    } & Written)
  /** Starts an upload; the steps that follow push `blob` by it. */
  | { do: 'start'; upload: UploadName; blob: BlobName; at: Place }
  /** The next bytes of the upload's blob, up to this share of it, or one byte alone. */
  | { do: 'chunk'; upload: UploadName; upTo: number; form: ChunkForm; bytes?: 1 }
  /** A chunk that does not begin where the last one ended: it leaves a gap, or repeats the last byte; the rest of the blob, or one byte. */
  | { do: 'wrong-chunk'; upload: UploadName; wrong: 'gap' | 'again'; bytes?: 1 }
  | { do: 'status'; upload: UploadName }
  /** Closes the upload under the digest of its blob, with the rest of the bytes in the PUT where there is one. */
  | ({ do: 'close'; upload: UploadName } & Written)
  /** Closes it under a digest of other bytes. */
  | ({ do: 'close-wrong-digest'; upload: UploadName } & Written)
  | { do: 'cancel'; upload: UploadName }
  | ({ do: 'mount'; blob: BlobName; from: Place; at: Place } & Written & Ordered)
  | {
      do: 'push-manifest'
      manifest: ManifestName
      at: Place
      by: Reference
      /** Tag parameters of a push by digest (dev). */
      tags?: readonly TagName[]
    }
  /** A manifest under the digest of another one. */
  | { do: 'push-wrong-manifest'; manifest: ManifestName; at: Place; under: ManifestName }
  /** A manifest that no step pushes the blobs of. */
  | { do: 'push-lacking-manifest'; manifest: ManifestName; at: Place; tag: TagName }
  /** A manifest without its last brace, which is no JSON. */
  | { do: 'push-damaged-manifest'; manifest: ManifestName; at: Place; tag: TagName }
  | {
      do: 'read-manifest'
      method: 'GET' | 'HEAD'
      at: Place
      by: Reference
      accept: AcceptForm
      condition?: Condition
    }
  | { do: 'read-blob'; method: 'GET' | 'HEAD'; at: Place; blob: BlobName; range?: RangeForm }
  /**
   * `pages` of `n` tags, by Link or by `last`, or one without n; absent: one request without parameters. Others have tags in the
   * repository too, so that small pages begin `after` a tag of the sequence, and end after `most` pages.
   */
  | ({
      do: 'list-tags'
      at: Place
      pages?: { n?: number; by: 'link' | 'last'; after?: TagName; most?: number }
    } & Ordered)
  | ({
      do: 'list-referrers'
      at: Place
      subject: { manifest: ManifestName } | 'missing'
      artifactType?: string
    } & Written)
  | { do: 'delete-tag'; at: Place; tag: TagName }
  | { do: 'delete-manifest'; at: Place; manifest: ManifestName }
  | { do: 'delete-blob'; at: Place; blob: BlobName }
  /** Reads all that the sequence has made, and what it has deleted: what a change must not have changed. */
  | { do: 'look-around' }
  /** These overlap. */
  | { do: 'at-once'; steps: readonly Step[] }
