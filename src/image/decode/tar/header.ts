import type { Problem } from '../../problem.ts'
import { tarBlock, untilNul } from './bytes.ts'
import { readNumber } from './number.ts'

/** What one block of a header contains, as far as anything depends on it. */
export interface RawHeader {
  name: Uint8Array
  /** One character; NUL, the old mark of a regular file, stays `\0`. */
  type: string
  link: Uint8Array
  /** Undefined where it is not a number, as the other ones. */
  size: number | undefined
  mode: number | undefined
  uid: number | undefined
  gid: number | undefined
  /** Seconds since 1970. */
  mtime: number | undefined
  /** Of an old GNU sparse file: whether more blocks of its map follow. */
  sparse?: { more: boolean }
}

/** Sum of the block's bytes with blanks in the checksum's place, unsigned and signed (old writers). */
function sums(block: Uint8Array): [number, number] {
  let unsigned = 0
  let high = 0
  for (let index = 0; index < tarBlock; index += 1) {
    const byte = index >= 148 && index < 156 ? 0x20 : block[index]!
    unsigned += byte
    if (byte >= 0x80) high += 1
  }
  return [unsigned, unsigned - 256 * high]
}

/** True where the block's checksum holds: the surest sign of a tar, since V7 has no magic. */
export function hasChecksum(block: Uint8Array): boolean {
  const stated = readNumber(block.subarray(148, 156))
  return stated !== undefined && stated > 0 && sums(block).includes(stated)
}

type Field = readonly [name: string, from: number, to: number]

/** Numbers that every header has, and those that only the later formats have. */
const fields: readonly Field[] = [
  ['mode', 100, 108],
  ['uid', 108, 116],
  ['gid', 116, 124],
  ['mtime', 136, 148],
]
const laterFields: readonly Field[] = [...fields, ['devmajor', 329, 337], ['devminor', 337, 345]]

/** Which family of headers a block belongs to, by its magic. */
function formatOf(block: Uint8Array): 'ustar' | 'gnu' | 'v7' {
  const magic = Buffer.from(block.buffer, block.byteOffset + 257, 8).toString('latin1')
  if (magic === 'ustar  \0') return 'gnu'
  return magic.startsWith('ustar') ? 'ustar' : 'v7'
}

/**
 * Decodes a header block. Undefined where its checksum does not hold: then nothing in it can be
 * trusted. Malformed numbers are reported through `problem`. Bytes are copied.
 */
export function decodeHeader(
  block: Uint8Array,
  problem: (problem: Omit<Problem, 'offset'>) => void,
): RawHeader | undefined {
  if (!hasChecksum(block)) return undefined
  const format = formatOf(block)
  if (format === 'ustar' && (block[262] !== 0 || block[263] !== 0x30 || block[264] !== 0x30)) {
    problem({ code: 'version', message: 'has the magic ustar without its version 00' })
  }
  const [mode, uid, gid, mtime] = (format === 'v7' ? fields : laterFields).map(([field, from, to]) => {
    const number = readNumber(block.subarray(from, to))
    if (number === undefined)
      problem({ code: 'number', message: `has no number in its header field ${field}` })
    return number
  })
  const name = untilNul(block.subarray(0, 100))
  const prefix = format === 'ustar' ? untilNul(block.subarray(345, 500)) : new Uint8Array()
  const type = String.fromCharCode(block[156]!)
  return {
    name: Uint8Array.from(prefix.length > 0 ? [...prefix, 0x2f, ...name] : name),
    type,
    link: Uint8Array.from(untilNul(block.subarray(157, 257))),
    size: readNumber(block.subarray(124, 136)),
    mode,
    uid,
    gid,
    mtime,
    ...(format === 'gnu' && type === 'S' ? { sparse: { more: block[482] !== 0 } } : {}),
  }
}
