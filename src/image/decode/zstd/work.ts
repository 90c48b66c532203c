/** Moving the window for each block is what the decoder spends its time on; legal streams stay far below. */
const freeWork = 64 * 1024 ** 3
const workPerByte = 4096

/** How much the decoding of a stream costs, against what comes out. */
export class DecodingWork {
  #moved = 0
  #written = 0

  /** A block is decoded, for which a window of this many bytes is moved. */
  addBlock(window: number): void {
    this.#moved += window
  }

  addOutput(bytes: number): void {
    this.#written += bytes
  }

  get isTooMuch(): boolean {
    return this.#moved > freeWork && this.#moved > this.#written * workPerByte
  }
}
