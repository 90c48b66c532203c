import type { ImageLimits } from '../limits.ts'
import type { Problem } from '../problem.ts'

export type Coding = 'gzip' | 'zstd' | 'none'

/** What a compressed stream turned out to be, beside its content. */
export interface CodingFacts {
  coding: Coding
  /** Zero bytes after the last member. */
  trailingZeros: number
  /** Bytes after the last member that are neither zeros nor a member. */
  trailingGarbage: number
}

export const noCoding: CodingFacts = {
  coding: 'none',
  trailingZeros: 0,
  trailingGarbage: 0,
}

export interface Decoder {
  /** Resolves when the chunk has been used up and its buffer may be reused. Never rejects. */
  write(chunk: Uint8Array): Promise<void> | void
  /** No more bytes come. Never rejects. */
  end(): Promise<CodingFacts>
  /** Frees what is held. May be called at any time. */
  close(): void
}

export interface DecoderOptions {
  /** Receives the decompressed bytes, valid during the call; false stops the decoding. */
  output(bytes: Uint8Array): boolean
  problem(problem: Problem): void
  /** Those of the members of a stream, and of the window of a zstd frame. */
  limits?: ImageLimits
}

/** The compression that the first bytes are those of. Four bytes are enough for gzip and zstd; less is `none`. */
export function sniffCoding(bytes: Uint8Array): Coding {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip'
  const [a, b, c, d] = bytes
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd'
  // A skippable frame first: zstd too.
  if (a !== undefined && a >= 0x50 && a <= 0x5f && b === 0x2a && c === 0x4d && d === 0x18) return 'zstd'
  return 'none'
}
