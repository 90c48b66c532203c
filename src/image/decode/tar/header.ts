import { isUtf8 } from 'node:buffer'
import type { Problem } from '../../problem.ts'

export const tarBlock = 512

/** Which family of headers a block belongs to, by its magic. */
export type TarFormat = 'ustar' | 'gnu' | 'v7'

/** The fields of one 512-byte header as they stand; a field that is no number is undefined. */
export interface RawHeader {
  format: TarFormat
  name: Uint8Array
  /** One character; NUL, the old mark of a regular file, stays `\0`. */
  type: string
  link: Uint8Array
  size: number | undefined
  mode: number | undefined
  uid: number | undefined
  gid: number | undefined
  mtime: number | undefined
  devmajor: number | undefined
  devminor: number | undefined
  uname: string
  gname: string
  /** The real size of an old GNU sparse file, and whether more blocks of its map follow. */
  sparse?: { size: number | undefined; more: boolean }
}

/** Bytes up to the first NUL. */
export function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0)
  return end === -1 ? bytes : bytes.subarray(0, end)
}

/** Bytes as text; what is not UTF-8 becomes replacement characters. */
export const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')

export const isText = (bytes: Uint8Array): boolean => isUtf8(bytes)

/**
 * Reads a numeric field: octal digits between blanks and NULs, or GNU's base-256, a two's complement
 * number whose first bit is set. Undefined for what is neither, and beyond what a double holds exactly.
 */
export function readNumber(field: Uint8Array): number | undefined {
  const first = field[0] ?? 0
  if (first & 0x80) return readBase256(field)
  let at = 0
  while (field[at] === 0x20) at += 1
  let value = 0
  let digits = 0
  for (; at < field.length; at += 1) {
    const digit = field[at]! - 0x30
    if (digit < 0 || digit > 7) break
    value = value * 8 + digit
    digits += 1
  }
  for (; at < field.length; at += 1) if (field[at] !== 0 && field[at] !== 0x20) return undefined
  // An empty field is 0, as all common writers and readers have it.
  return digits === 0 ? 0 : Number.isSafeInteger(value) ? value : undefined
}

function readBase256(field: Uint8Array): number | undefined {
  const negative = (field[0]! & 0x40) !== 0
  let value = BigInt(negative ? field[0]! | 0xffffff80 : field[0]! & 0x7f) & 0xffn
  if (negative) value -= 0x100n
  for (const byte of field.subarray(1)) value = (value << 8n) | BigInt(byte)
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : undefined
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

export const isZeroBlock = (block: Uint8Array): boolean => {
  for (let index = 0; index < tarBlock; index += 1) if (block[index] !== 0) return false
  return true
}

/** True where the block's checksum holds: the surest sign of a tar, since V7 has no magic. */
export function hasChecksum(block: Uint8Array): boolean {
  const stated = readNumber(block.subarray(148, 156))
  return stated !== undefined && stated > 0 && sums(block).includes(stated)
}

const fields = {
  mode: [100, 108],
  uid: [108, 116],
  gid: [116, 124],
  size: [124, 136],
  mtime: [136, 148],
  devmajor: [329, 337],
  devminor: [337, 345],
} as const

function formatOf(block: Uint8Array): TarFormat {
  const magic = Buffer.from(block.buffer, block.byteOffset + 257, 8).toString('latin1')
  if (magic === 'ustar  \0') return 'gnu'
  return magic.startsWith('ustar') ? 'ustar' : 'v7'
}

/**
 * Decodes a header block. Undefined where its checksum does not hold: then nothing in it can be
 * believed. Malformed numbers are told through `problem` and left undefined. Bytes are copied.
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
  const number = (field: keyof typeof fields): number | undefined => {
    const value = readNumber(block.subarray(...fields[field]))
    if (value === undefined && field !== 'size') {
      problem({ code: 'number', message: `has no number in its header field ${field}` })
    }
    return value
  }
  const name = untilNul(block.subarray(0, 100))
  const prefix = format === 'ustar' ? untilNul(block.subarray(345, 500)) : new Uint8Array()
  const type = String.fromCharCode(block[156]!)
  const modern = format !== 'v7'
  return {
    format,
    name: Uint8Array.from(prefix.length > 0 ? [...prefix, 0x2f, ...name] : name),
    type,
    link: Uint8Array.from(untilNul(block.subarray(157, 257))),
    size: number('size'),
    mode: number('mode'),
    uid: number('uid'),
    gid: number('gid'),
    mtime: number('mtime'),
    devmajor: modern ? number('devmajor') : 0,
    devminor: modern ? number('devminor') : 0,
    uname: modern ? textOf(untilNul(block.subarray(265, 297))) : '',
    gname: modern ? textOf(untilNul(block.subarray(297, 329))) : '',
    ...(format === 'gnu' && type === 'S'
      ? { sparse: { size: readNumber(block.subarray(483, 495)), more: block[482] !== 0 } }
      : {}),
  }
}
