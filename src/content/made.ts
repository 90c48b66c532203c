import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createRandom } from './random.ts'

/**
 * Content that is made while it is read, for what is too large for memory. Its bytes are the same for the same seed, each part
 * can be made by itself, and no two parts are the same: what is stored or served at another place is other content.
 */
export interface MadeContent {
  /** Bytes. */
  readonly size: number
  /** The bytes from `first` up to, and without, `end`; both default to the ends of the content. */
  pieces(first?: number, end?: number): Iterable<Uint8Array>
  /** The same, giving way to other work now and then; for the body of a request. */
  stream(first?: number, end?: number): AsyncIterable<Uint8Array>
  /** The `sha256:…` of the bytes from `first` up to, and without, `end`. */
  digest(first?: number, end?: number): Promise<string>
}

const block = 256 * 1024
/** Where blocks may begin in the noise: a prime, so that the places repeat only after as many blocks (64 GiB). */
const places = 262_139
/** How far the places of two neighbours are from each other, at least: an overlap that is shifted is other content. */
const stride = 7919
/** Pieces between two turns of the event loop. */
const turn = 32

/** Content of this size: parts of one noise, taken from another place for each block, so that nothing is computed or copied. */
export function madeContent(seed: string, size: number): MadeContent {
  const noise = createRandom(seed).bytes(block + places)

  function* pieces(first = 0, end = size): Generator<Uint8Array> {
    for (let at = first; at < end;) {
      const index = Math.floor(at / block)
      const next = Math.min(end, (index + 1) * block)
      const start = ((index * stride) % places) + at - index * block
      yield noise.subarray(start, start + next - at)
      at = next
    }
  }

  async function* stream(first = 0, end = size): AsyncGenerator<Uint8Array> {
    let count = 0
    for (const piece of pieces(first, end)) {
      count += 1
      if (count % turn === 0) await nextTurn()
      yield piece
    }
  }

  return {
    size,
    pieces,
    stream,
    async digest(first = 0, end = size) {
      const hash = createHash('sha256')
      for await (const piece of stream(first, end)) hash.update(piece)
      return `sha256:${hash.digest('hex')}`
    },
  }
}
