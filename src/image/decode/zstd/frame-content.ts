import { Decompress } from 'fzstd'
import type { FrameHeader } from './frame.ts'
import type { Xxh64 } from './xxh64.ts'

/** The content of one frame: decodes its blocks, counts what comes out, and computes its checksum. */
export class FrameContent {
  readonly #decoder: Decompress
  /** Of the content, where the frame states one. */
  readonly #checksum: Xxh64 | undefined
  #size = 0

  /** `output` receives what comes out, valid during the call. */
  constructor({ checksum }: FrameHeader, createXxh64: () => Xxh64, output: (bytes: Uint8Array) => void) {
    this.#checksum = checksum ? createXxh64() : undefined
    this.#decoder = new Decompress((bytes) => {
      this.#size += bytes.length
      this.#checksum?.update(bytes)
      if (bytes.length > 0) output(bytes)
    })
  }

  /** Bytes that have come out. */
  get size(): number {
    return this.#size
  }

  /**
   * Decodes a whole header or block, which it keeps: the decoder holds on to what is too short to start with. Throws what
   * the decoder throws.
   */
  push(bytes: Uint8Array, isLast = false): void {
    this.#decoder.push(bytes, isLast)
  }

  /** The four bytes that end a frame are the lower half of the hash of its content (RFC 8878, 3.1.1). Call once. */
  hasChecksum(stated: number): boolean {
    return BigInt.asUintN(32, this.#checksum?.digest() ?? 0n) === BigInt(stated)
  }
}
