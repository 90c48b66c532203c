/** Bytes after a compressed stream, in their order: zeros that fill it up, and from the first other byte on anything. */
export class TrailingBytes {
  #zeros = 0
  #garbage = 0

  get zeros(): number {
    return this.#zeros
  }

  get garbage(): number {
    return this.#garbage
  }

  take(bytes: Uint8Array): void {
    const first = this.#garbage > 0 ? 0 : bytes.findIndex((byte) => byte !== 0)
    const zeros = first === -1 ? bytes.length : first
    this.#zeros += zeros
    this.#garbage += bytes.length - zeros
  }

  /** Bytes that were read as something else before it was known what they are. */
  takeGarbage(length: number): void {
    this.#garbage += length
  }

  /** Reports what there is, once the stream has ended. `stream` and `part` name the format and what else could follow. */
  report(stream: string, part: string, problem: (code: string, message: string) => void): void {
    if (this.#zeros > 0) problem('trailing-zeros', `has ${this.#zeros} zero bytes after its ${stream} stream`)
    if (this.#garbage === 0) return
    const message = `has ${this.#garbage} bytes after its ${stream} stream that are not a ${part}`
    problem('trailing-garbage', message)
  }
}
