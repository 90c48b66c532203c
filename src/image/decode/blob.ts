import type { ImageErrorCode } from '../error.ts'
import type { Problem } from '../problem.ts'
import type { CodingFacts } from './compression.ts'
import type { Algorithm } from './digest.ts'
import type { EntryOptions } from './tar/entries.ts'
import type { TarFacts } from './tar/facts.ts'
import type { FileQuery, LayerFiles } from './tar/layer-files.ts'
import type { Kept } from './tar/keep.ts'

/** What is to be found out about one blob. */
export interface BlobRequest {
  digest: string
  /**
   * `layer`: decompress by what the bytes are and walk the tar. `opaque`: hash only.
   * `sniff`: as a layer if the bytes are compressed or a tar, else hash only. Default `sniff`.
   */
  as?: 'layer' | 'opaque' | 'sniff'
  /** Algorithms of the diff_ids that the content is compared with; default sha256. */
  diffAlgorithms?: readonly Algorithm[]
  /**
   * The most bytes that any descriptor states, where all of them state some: a registry that sends far
   * more is not listened to for ever.
   */
  size?: number
  /** Files of a layer whose content is wanted, by their cleaned paths; at most 1 MiB of each. */
  keep?: readonly string[]
  /** The files of a layer that are looked at. */
  files?: FileQuery
}

/** How much is read of a blob, and named of what is wrong with it. */
export type BlobLimits = EntryOptions

/** What one pass over a blob found; plain data. */
export interface BlobFacts {
  /** As it was requested. */
  digest: string
  /** Bytes of the blob itself. */
  size: number
  /** Digests of the blob's bytes: by the algorithm of the request, or sha256 where that is not registered. */
  digests: Partial<Record<Algorithm, string>>
  /** `unverifiable` for an algorithm that nobody registered. */
  verified: 'match' | 'mismatch' | 'unverifiable'
  coding: CodingFacts
  /** Of the decompressed bytes; absent where it was not wanted, or they could not be read to the end. */
  content?: { size: number; diffIds: Partial<Record<Algorithm, string>> }
  /** Bytes that came out, also where the decompression did not reach its end. */
  contentSize: number
  tar?: TarFacts
  /** What the layer does to the files of the request; only where it names some. */
  kept?: Record<string, Kept>
  /** What the layer does to the files of the request; only where it has a query. */
  files?: LayerFiles
  /** The first bytes of a content that is not a tar, at most 512. */
  head?: Uint8Array
  /** Problems of the compression and of reading; those of the tar are in `tar`. */
  problems: readonly Problem[]
}

/** What became of one request. */
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

export interface InspectOptions extends BlobLimits {
  signal?: AbortSignal
  /** Threads at most; default: as many as there are cores, at most 8. */
  threads?: number
  /** Receives how many more bytes of blobs have been read. */
  onRead?: (bytes: number) => void
}

/** What concerns the reading of one blob; without functions, so that a thread can be sent it. */
export function limitsOf({ named, limits }: InspectOptions): BlobLimits {
  return { ...(named === undefined ? {} : { named }), ...(limits === undefined ? {} : { limits }) }
}
