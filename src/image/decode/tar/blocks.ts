import { tarBlock } from './bytes.ts'

/** What is done with the parts of a tar. All bytes are valid during the call only. */
export interface BlockHandler {
  /** A block that is not content, and its offset. */
  block(block: Uint8Array, offset: number): void
  /** A part of the content that `expect` was called for. */
  content(part: Uint8Array): void
  contentEnd(): void
  /** Bytes after `finish` was called. */
  rest(bytes: Uint8Array): void
}

type Part = 'block' | 'content' | 'padding' | 'rest'

/** Divides pieces of any size into blocks and contents, as the one who reads the blocks expects them. */
export class BlockReader {
  readonly #handler: BlockHandler
  #part: Part = 'block'
  #position = 0
  /** Bytes of content or of padding that are still to come. */
  #remaining = 0
  #padding = 0
  /** The beginning of a block whose end is in a later piece. */
  readonly #held = new Uint8Array(tarBlock)
  #heldLength = 0

  constructor(handler: BlockHandler) {
    this.#handler = handler
  }

  /** Bytes that were read or passed over. */
  get position(): number {
    return this.#position
  }

  get part(): Part {
    return this.#part
  }

  get remaining(): number {
    return this.#remaining
  }

  get isInsideBlock(): boolean {
    return this.#heldLength > 0
  }

  /** Content comes next, filled up to whole blocks. */
  expect(size: number): void {
    this.#part = 'content'
    this.#remaining = size
    this.#padding = (tarBlock - (size % tarBlock)) % tarBlock
    if (size === 0) this.#endContent()
  }

  /** No block comes any more. */
  finish(): void {
    this.#part = 'rest'
  }

  push(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#part === 'block') at = this.#takeBlock(chunk, at)
      else if (this.#part === 'rest') {
        const rest = chunk.subarray(at)
        this.#position += rest.length
        return this.#handler.rest(rest)
      } else {
        const take = Math.min(this.#remaining, chunk.length - at)
        if (this.#part === 'content') this.#handler.content(chunk.subarray(at, at + take))
        at += take
        this.advance(take)
      }
    }
  }

  /** Passes over bytes of content or padding, at most `remaining`. */
  advance(bytes: number): void {
    this.#position += bytes
    this.#remaining -= bytes
    if (this.#remaining > 0) return
    if (this.#part === 'padding') this.#part = 'block'
    else this.#endContent()
  }

  #endContent(): void {
    this.#handler.contentEnd()
    this.#remaining = this.#padding
    this.#part = this.#padding > 0 ? 'padding' : 'block'
  }

  #takeBlock(chunk: Uint8Array, at: number): number {
    if (this.#heldLength === 0 && chunk.length - at >= tarBlock) {
      this.#onBlock(chunk.subarray(at, at + tarBlock), tarBlock)
      return at + tarBlock
    }
    const take = Math.min(tarBlock - this.#heldLength, chunk.length - at)
    this.#held.set(chunk.subarray(at, at + take), this.#heldLength)
    this.#heldLength += take
    if (this.#heldLength < tarBlock) this.#position += take
    else {
      this.#heldLength = 0
      this.#onBlock(this.#held, take)
    }
    return at + take
  }

  #onBlock(block: Uint8Array, taken: number): void {
    this.#position += taken
    this.#handler.block(block, this.#position - tarBlock)
  }
}
