import { crc32 } from 'node:zlib'

const extra = 4
const name = 8
const comment = 16
const headerSum = 2
const reserved = 0xe0

/** The parts of a gzip header that follow its ten fixed bytes, each if its flag is set. */
type Part = 'fixed' | 'extra-length' | 'extra' | 'name' | 'comment' | 'sum' | 'done'

/** Reads one gzip header byte by byte without keeping it, whatever its length (RFC 1952, 2.3). */
export class GzipHeader {
  #part: Part = 'fixed'
  /** Bytes of the part. */
  #seen = 0
  #flags = 0
  #extraLength = 0
  #wrong: string | undefined
  #size = 0
  /** Of all bytes before the stated checksum. */
  #crc = 0
  #stated = 0

  get done(): boolean {
    return this.#part === 'done'
  }

  /** What is wrong with it: then it is not gzip. */
  get wrong(): string | undefined {
    return this.#wrong
  }

  /** True where the header states a checksum of its bytes that they do not have (FHCRC). */
  get badSum(): boolean {
    return (this.#flags & headerSum) !== 0 && this.done && this.#stated !== (this.#crc & 0xffff)
  }

  /** Bytes that were taken. */
  get size(): number {
    return this.#size
  }

  /** Takes bytes from `at` on and returns where it stopped; `done` or `wrong` contain why. */
  take(chunk: Uint8Array, at: number): number {
    let end = at
    let summed = at
    while (end < chunk.length && !this.done && this.#wrong === undefined) {
      const before = this.#part
      this.#byte(chunk[end]!)
      end += 1
      if (this.#part === 'sum' && before !== 'sum') {
        this.#crc = crc32(chunk.subarray(summed, end), this.#crc)
        summed = chunk.length
      }
    }
    if (this.#part !== 'sum' && !this.done) this.#crc = crc32(chunk.subarray(summed, end), this.#crc)
    this.#size += end - at
    return end
  }

  #byte(value: number): void {
    if (this.#part === 'fixed') this.#fixed(value)
    else if (this.#part === 'extra-length') this.#extraLength += value * 256 ** this.#seen
    else if (this.#part === 'sum') this.#stated += value * 256 ** this.#seen
    this.#seen += 1
    const length = this.#partLength()
    if (length === undefined ? value === 0 : this.#seen === length) this.#next()
  }

  /** Bytes of the current part; undefined where a zero ends it. */
  #partLength(): number | undefined {
    if (this.#part === 'fixed') return 10
    if (this.#part === 'extra') return this.#extraLength
    return this.#part === 'extra-length' || this.#part === 'sum' ? 2 : undefined
  }

  #fixed(value: number): void {
    if (this.#seen === 0 && value !== 0x1f) this.#wrong = 'is not gzip: its first byte is wrong'
    else if (this.#seen === 1 && value !== 0x8b) this.#wrong = 'is not gzip: its second byte is wrong'
    else if (this.#seen === 2 && value !== 8) this.#wrong = `uses the unknown compression method ${value}`
    else if (this.#seen === 3) {
      this.#flags = value
      if (value & reserved) this.#wrong = 'sets reserved flags in its gzip header'
    }
  }

  #next(): void {
    const order: [Part, boolean][] = [
      ['fixed', true],
      ['extra-length', (this.#flags & extra) !== 0],
      ['extra', this.#extraLength > 0],
      ['name', (this.#flags & name) !== 0],
      ['comment', (this.#flags & comment) !== 0],
      ['sum', (this.#flags & headerSum) !== 0],
      ['done', true],
    ]
    const from = order.findIndex(([each]) => each === this.#part)
    this.#part = order.slice(from + 1).find(([, wanted]) => wanted)?.[0] ?? 'done'
    this.#seen = 0
  }
}
