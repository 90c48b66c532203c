import type { TargetDescription } from '../../engine/events.ts'
import type { BlobFacts, BlobLimits, BlobRequest } from '../decode/blob.ts'
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

/** Where the graph of an image begins. */
export interface Root {
  /** `index.json`, or the digest of a registry's manifest. */
  name: string
  bytes: Uint8Array
  /** As the registry names it; a layout's index.json is an image index. */
  mediaType: string
  digest?: string
}

export interface BlobStat {
  /** Absent where the source does not tell. */
  size?: number
}

/** The answer for one request of `inspect`. */
export interface BlobOutcome {
  request: BlobRequest
  facts?: BlobFacts
  /** Why there are no facts. */
  failure?: { code: ImageErrorCode; message: string }
  /** Bytes that came before it failed, where that is known; of a file that is not read, its length. */
  read?: number
  /** Bytes on its disk of a file that is not read because of its holes. */
  allocated?: number
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
  readonly kind: 'directory' | 'archive' | 'registry'
  describe(): TargetDescription
  /** What was found wrong while opening: links that lead outside, entries that are not followed. */
  readonly problems: readonly Problem[]
  /** All files of the layout in their order; nothing for a registry, which has no files. */
  list(): AsyncIterable<Entry>
  /** Throws ImageError `absent`, `too-large` or what keeps it from being read. */
  root(options?: Pick<ReadOptions, 'limit'>): Promise<Root>
  /** Reads a file by its path, or a blob by its digest. Throws ImageError. */
  read(what: string, options?: ReadOptions): Promise<Uint8Array>
  /** The bytes of a blob; each chunk is valid until the next is asked for. Throws ImageError. */
  stream(digest: string): AsyncIterable<Uint8Array>
  /** Undefined where the blob is absent. Throws ImageError where that cannot be known. */
  stat(digest: string, options?: Pick<ReadOptions, 'as'>): Promise<BlobStat | undefined>
  /** Facts of many blobs, as they become known and not in the order asked for. Never throws. */
  inspect(requests: readonly BlobRequest[], options?: InspectOptions): AsyncIterable<BlobOutcome>
  /** Facts about where it was read from that only reading has shown. */
  detailsAtEnd?(): Record<string, string>
  close(): Promise<void>
}

export interface InspectOptions extends BlobLimits {
  signal?: AbortSignal
  /** Threads at most; default: as many as there are cores, at most 8. */
  threads?: number
  /** Is told how many more bytes of blobs have been read. */
  onRead?: (bytes: number) => void
}

export type ImageErrorCode =
  /** Nothing is there. */
  | 'absent'
  /** More bytes than are read. */
  | 'too-large'
  /** The system or the registry does not hand it out. */
  | 'unreadable'
  /** It leads out of the layout. */
  | 'outside'
  /** Not a regular file. */
  | 'not-a-file'
  /** What was named is not an image. */
  | 'not-an-image'
  /** The archive ends too early or is damaged. */
  | 'broken-archive'
  /** The target has to be written in another way, or copied first. */
  | 'usage'
  | 'aborted'

/** Why an image or a part of it cannot be read. */
export class ImageError extends Error {
  override name = 'ImageError'
  readonly code: ImageErrorCode
  /** What to do next, one line; absent where the message contains it. */
  readonly advice: string | undefined
  constructor(code: ImageErrorCode, message: string, advice?: string) {
    super(message)
    this.code = code
    this.advice = advice
  }
}

/** An error as data; whatever is no ImageError was met while reading. */
export function failureOf(error: unknown): { code: ImageErrorCode; message: string } {
  if (error instanceof ImageError) return { code: error.code, message: error.message }
  return { code: 'unreadable', message: error instanceof Error ? error.message : String(error) }
}
