import { randomBytes } from 'node:crypto'

/** Nobody outside can make two paths have the same hash. */
const [seed = 0, otherSeed = 0] = new Uint32Array(randomBytes(8).buffer.slice(0, 8))

/** Two hashes of 32 bits of a text: of a million paths, two are mixed up once in forty million layers. */
function hash(text: string, into: Uint32Array): void {
  let [one, other] = [seed, otherSeed]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    one = Math.imul(one ^ code, 0x9e3779b1)
    one ^= one >>> 15
    other = Math.imul(other ^ (code + 0x165667b1), 0x85ebca77)
    other ^= other >>> 13
  }
  into[0] = one
  into[1] = other
}

/** Slots that are used at most, of all. */
const load = 0.7

/** Small numbers by their paths, in place of which are their hashes: a million of them takes less than 20 MiB, whatever their length. */
export class PathTable {
  #slots = 1024
  #hashes = new Uint32Array(2 * this.#slots)
  /** 0 where the slot is free. */
  #values = new Uint8Array(this.#slots)
  #size = 0
  readonly #hash = new Uint32Array(2)

  /** From 1 to 255; 0 where there is none. */
  get(path: string): number {
    hash(path, this.#hash)
    return this.#values[this.#slotOf(this.#hash[0]!, this.#hash[1]!)]!
  }

  /** `value`: from 1 to 255. */
  set(path: string, value: number): void {
    if (this.#size >= this.#slots * load) this.#grow()
    hash(path, this.#hash)
    this.#put(this.#hash[0]!, this.#hash[1]!, value)
  }

  #put(one: number, other: number, value: number): void {
    const slot = this.#slotOf(one, other)
    if (this.#values[slot] === 0) this.#size += 1
    this.#hashes[2 * slot] = one
    this.#hashes[2 * slot + 1] = other
    this.#values[slot] = value
  }

  /** Where these hashes are, or would be. */
  #slotOf(one: number, other: number): number {
    let slot = one & (this.#slots - 1)
    while (
      this.#values[slot] !== 0 &&
      (this.#hashes[2 * slot] !== one || this.#hashes[2 * slot + 1] !== other)
    )
      slot = (slot + 1) & (this.#slots - 1)
    return slot
  }

  #grow(): void {
    const [hashes, values] = [this.#hashes, this.#values]
    this.#slots *= 2
    this.#hashes = new Uint32Array(2 * this.#slots)
    this.#values = new Uint8Array(this.#slots)
    this.#size = 0
    for (const [slot, value] of values.entries())
      if (value !== 0) this.#put(hashes[2 * slot]!, hashes[2 * slot + 1]!, value)
  }
}
