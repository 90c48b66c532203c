import type { TargetDescription } from '../../engine/events.ts'
import type { BlobOutcome, BlobRequest, InspectOptions } from '../decode/blob.ts'
import type { ParsedDocument } from '../json/parse.ts'
import { imageLimits } from '../limits.ts'
import type { Problem } from '../problem.ts'

/** A file of an image layout. */
export interface Entry {
  /** Cleaned, relative to the layout's root, with slashes. */
  path: string
  type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other'
  /** Bytes; of what a link leads to, where it may be followed. */
  size: number
  /** The target of a link, as the link has it. */
  link?: string
  /** Of a link: what is at its target, where that may be known. */
  leads?: 'file' | 'folder' | 'nowhere' | 'outside' | 'circle' | 'other'
  /** Of type `other`: what it is, for people. */
  special?: string
  /** Set for a file that an archive stores with holes, in a format that is not read here. */
  sparse?: true
}

/** A part of a layout whose images are read one by one: one of its images, or what is left. */
export interface Part {
  /** Places in the list of index.json: the entries that it has. */
  entries: readonly number[]
  /** Set for what is left: it has the files of the layout, and of index.json all but the other entries. */
  files?: true
  /** Of what is left: set where some manifest could not be read, so that it is not known which blobs nothing refers to. */
  hidden?: true
}

/** Where the graph of an image begins. */
export interface Root {
  /** `index.json`, the `manifest.json` of a docker archive, or the digest of a registry's manifest. */
  name: string
  bytes: Uint8Array
  /** As the registry names it; a layout's index.json is an image index. */
  mediaType: string
  digest?: string
  /** Of one of many images: its entries of index.json, which was parsed for all of them, at their places. */
  parsed?: ParsedDocument
}

export interface ReadOptions {
  /** Bytes; more of them is an ImageError `too-large`. Default 8 MiB. */
  limit?: number
  /** Where a registry keeps it; layouts make no difference. Default `blob`. */
  as?: 'manifest' | 'blob'
}

export const defaultReadLimit = imageLimits['document-size'].default

/** One image, or one layout of several, read from wherever it is (image-layout.md). */
export interface ImageSource {
  /** `docker-archive`: what docker save writes, without a layout; its files are named by their paths. */
  readonly kind: 'directory' | 'archive' | 'docker-archive' | 'registry'
  describe(): TargetDescription
  /** What was found wrong while opening: links that lead outside, entries that are not followed. */
  readonly problems: readonly Problem[]
  /** The one image of several that the user named; see Selection. */
  readonly selected?: string
  /** Set where it is a part of a layout. */
  readonly part?: Part
  /** All files of the layout in their order; nothing for a registry, which has no files. */
  list(): AsyncIterable<Entry>
  /** Throws ImageError `absent`, `too-large` or what keeps it from being read. */
  root(options?: Pick<ReadOptions, 'limit'>): Promise<Root>
  /** Reads a file by its path, or a blob by its digest; of a docker archive always by its path. Throws ImageError. */
  read(what: string, options?: ReadOptions): Promise<Uint8Array>
  /** The bytes of a blob, in order and from its beginning each time. Iterating throws ImageError. */
  stream(digest: string, signal?: AbortSignal): AsyncIterable<Uint8Array>
  /** Facts of many blobs, as they become known and not in the order of the requests. Never throws. */
  inspect(requests: readonly BlobRequest[], options?: InspectOptions): AsyncIterable<BlobOutcome>
  /** Facts about where it was read from that only reading has shown. */
  detailsAtEnd?(): Record<string, string>
  close(): Promise<void>
}
