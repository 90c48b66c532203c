import { crc32 } from 'node:zlib'

const extra = 4
const name = 8
const comment = 16
const headerSum = 2

/** The parts of a gzip header that follow its ten fixed bytes, each if its flag is set. */
type Part = 'fixed' | 'extra-length' | 'extra' | 'name' | 'comment' | 'sum' | 'done'

/** Reads one gzip header byte by byte without keeping it, whatever its length (RFC 1952, 2.3). */
export interface GzipHeader {
  /** Takes bytes from `at` and answers where it stopped; `done` or `wrong` tell why. */
  take(chunk: Uint8Array, at: number): number
  readonly done: boolean
  /** What is wrong with it: then it is no gzip. */
  readonly wrong: string | undefined
  /** True where the header states a checksum of its bytes that they do not have (FHCRC). */
  readonly badSum: boolean
  /** Bytes that were taken. */
  readonly size: number
}

export function gzipHeader(): GzipHeader {
  let part: Part = 'fixed'
  let seen = 0
  let flags = 0
  let length = 0
  let wrong: string | undefined
  let size = 0
  /** Of all bytes before the stated checksum. */
  let crc = 0
  let stated = 0

  const next = () => {
    const order: [Part, boolean][] = [
      ['extra-length', (flags & extra) !== 0],
      ['extra', length > 0],
      ['name', (flags & name) !== 0],
      ['comment', (flags & comment) !== 0],
      ['sum', (flags & headerSum) !== 0],
      ['done', true],
    ]
    const from = order.findIndex(([each]) => each === part)
    part = order.slice(from + 1).find(([, wanted]) => wanted)![0]
    seen = 0
  }

  const fixed = (byte: number) => {
    if (seen === 0 && byte !== 0x1f) wrong = 'is no gzip: its first byte is wrong'
    else if (seen === 1 && byte !== 0x8b) wrong = 'is no gzip: its second byte is wrong'
    else if (seen === 2 && byte !== 8) wrong = `uses the unknown compression method ${byte}`
    else if (seen === 3) {
      flags = byte
      if (byte & 0xe0) wrong = 'sets reserved flags in its gzip header'
    }
    seen += 1
    if (seen === 10) next()
  }

  const byte = (value: number) => {
    if (part === 'fixed') return fixed(value)
    seen += 1
    if (part === 'extra-length') {
      length += seen === 1 ? value : value * 256
      if (seen === 2) next()
    } else if (part === 'extra') {
      if (seen === length) next()
    } else if (part === 'sum') {
      stated += seen === 1 ? value : value * 256
      if (seen === 2) next()
    } else if (value === 0) next()
  }

  const isOpen = () => part !== 'done' && wrong === undefined

  return {
    take(chunk, at) {
      let end = at
      let summed = at
      while (end < chunk.length && isOpen()) {
        const before = part
        byte(chunk[end]!)
        end += 1
        if (part === 'sum' && before !== 'sum') {
          crc = crc32(chunk.subarray(summed, end), crc)
          summed = chunk.length
        }
      }
      if (part !== 'sum' && part !== 'done') crc = crc32(chunk.subarray(summed, end), crc)
      size += end - at
      return end
    },
    get done() {
      return part === 'done'
    },
    get wrong() {
      return wrong
    },
    get badSum() {
      return (flags & headerSum) !== 0 && part === 'done' && stated !== (crc & 0xffff)
    },
    get size() {
      return size
    },
  }
}
