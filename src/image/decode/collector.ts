/** The bytes of one part of a format, collected from pieces of any size. */
export class Collector {
  /** The first `length` of them are valid. */
  readonly bytes: Uint8Array
  #length = 0
  #needed: number

  /** `capacity`: bytes of the largest part; `needed`: those of the first one. */
  constructor(capacity: number, needed: number) {
    this.bytes = new Uint8Array(capacity)
    this.#needed = needed
  }

  get length(): number {
    return this.#length
  }

  get isWhole(): boolean {
    return this.#length === this.#needed
  }

  /** Begins a part of `needed` bytes. */
  begin(needed: number): void {
    this.#length = 0
    this.#needed = needed
  }

  /** Goes on with the same part up to `needed` bytes. */
  extend(needed: number): void {
    this.#needed = needed
  }

  /** Takes what is missing, as far as the piece has it; returns how many bytes these are. */
  take(piece: Uint8Array, at: number): number {
    const length = Math.min(this.#needed - this.#length, piece.length - at)
    this.bytes.set(piece.subarray(at, at + length), this.#length)
    this.#length += length
    return length
  }
}
