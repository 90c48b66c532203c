import { crc32, createInflateRaw } from 'node:zlib'

/** The size of output buffers: large enough that the thread pool's hand-over does not count. */
const outputChunk = 256 * 1024

/** Why one piece is over: it is used up, the deflate stream ended in it, it cannot be decoded, or nobody wants more. */
export type BodyOutcome = 'more' | 'ended' | 'unwanted' | Error

/** One deflate stream, decoded by node's thread pool while this thread does something else. */
export class GzipBody {
  readonly #inflate = createInflateRaw({ chunkSize: outputChunk })
  #settle: ((outcome: BodyOutcome) => void) | undefined
  #isWanted = true
  #crc = 0
  #size = 0

  /** `output` receives the decompressed bytes, valid during the call, and returns false for no more of them. */
  constructor(output: (bytes: Uint8Array) => boolean) {
    this.#inflate.on('data', (bytes: Buffer) => {
      if (!this.#isWanted) return
      this.#crc = crc32(bytes, this.#crc)
      this.#size += bytes.length
      if (output(bytes)) return
      this.close()
      this.#settle?.('unwanted')
    })
    this.#inflate.on('end', () => this.#settle?.('ended'))
    this.#inflate.on('error', (error) => this.#settle?.(error))
  }

  /** Of all that has come out. */
  get crc(): number {
    return this.#crc >>> 0
  }

  /** Bytes that have come out. */
  get size(): number {
    return this.#size
  }

  /** Inflates a piece; `used` is how many of its bytes belong to this stream. */
  async inflate(piece: Uint8Array): Promise<{ outcome: BodyOutcome; used: number }> {
    const before = this.#inflate.bytesWritten
    const outcome = await new Promise<BodyOutcome>((resolve) => {
      this.#settle = resolve
      this.#inflate.write(piece, () => resolve('more'))
    })
    this.#settle = undefined
    return { outcome, used: outcome === 'more' ? piece.length : this.#inflate.bytesWritten - before }
  }

  close(): void {
    this.#isWanted = false
    this.#inflate.close()
  }
}
