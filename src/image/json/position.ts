import { isUtf8 } from 'node:buffer'

/** A place in a text: byte offset from 0, line and column from 1; columns count characters. */
export interface TextPosition {
  offset: number
  line: number
  column: number
}

/** The line and the column of an offset. */
export function positionOf(bytes: Uint8Array, offset: number): TextPosition {
  let line = 1
  let start = 0
  for (let at = bytes.indexOf(10); at !== -1 && at < offset; at = bytes.indexOf(10, at + 1)) {
    line += 1
    start = at + 1
  }
  let column = 1
  // Bytes that continue a character are not counted.
  for (let at = start; at < offset; at += 1) if ((bytes[at]! & 0xc0) !== 0x80) column += 1
  return { offset, line, column }
}

/** The first byte that is not part of a well-formed UTF-8 text. */
export function firstBadByte(bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length
  // A prefix that ends inside a character is bad too, so the boundary is moved to the next good one.
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2)
    let end = middle
    while (end > good && end < bytes.length && (bytes[end]! & 0xc0) === 0x80 && middle - end < 3) end -= 1
    if (isUtf8(bytes.subarray(good, end)) && end > good) good = end
    else if (bad === middle) return good
    else bad = middle
  }
  return good
}
