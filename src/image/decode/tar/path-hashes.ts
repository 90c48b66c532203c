import { hash } from 'node:crypto'

/** Bytes of a hash: of a million paths, nobody finds another one that has the same. */
const width = 8

/** Texts of one byte a character take less than buffers, of which there would be a million. */
function putHash(path: string, into: Uint8Array, at: number): void {
  const text = hash('sha256', path, 'binary')
  for (let byte = 0; byte < width; byte += 1) into[at + byte] = text.charCodeAt(byte)
}

/** Collects paths of which only has to be known whether they are among them. */
export class PathHashes {
  #bytes = new Uint8Array(64 * width)
  #length = 0

  add(path: string): void {
    if (this.#length === this.#bytes.length) {
      const bytes = new Uint8Array(2 * this.#length)
      bytes.set(this.#bytes)
      this.#bytes = bytes
    }
    putHash(path, this.#bytes, this.#length)
    this.#length += width
  }

  clear(): void {
    this.#bytes = new Uint8Array(64 * width)
    this.#length = 0
  }

  /** The hashes in their order, each once; plain data. Nothing is added after that. */
  bytes(): Uint8Array {
    numbersIn(this.#bytes.subarray(0, this.#length)).sort()
    // As numbers of 64 bits each would be an object.
    const words = new Uint32Array(this.#bytes.buffer, 0, this.#length / 4)
    let end = 0
    for (let at = 0; at < words.length; at += 2) {
      if (end > 0 && words[at] === words[end - 2] && words[at + 1] === words[end - 1]) continue
      words[end] = words[at]!
      words[end + 1] = words[at + 1]!
      end += 2
    }
    return this.#bytes.slice(0, end * 4)
  }
}

const numbersIn = (bytes: Uint8Array): BigUint64Array =>
  new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length / width)

/** Whether a path is among those that were collected. */
export function hasPath(bytes: Uint8Array, path: string): boolean {
  const numbers = numbersIn(bytes)
  const own = new Uint8Array(width)
  putHash(path, own, 0)
  const [wanted = 0n] = numbersIn(own)
  let [from, to] = [0, numbers.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (numbers[middle]! < wanted) from = middle + 1
    else to = middle
  }
  return numbers[from] === wanted
}
