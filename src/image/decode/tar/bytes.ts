import { isUtf8 } from 'node:buffer'

/** Bytes of a header, and of what everything in a tar is a multiple of. */
export const tarBlock = 512

/** Bytes up to the first NUL. */
export function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0)
  return end === -1 ? bytes : bytes.subarray(0, end)
}

/** Bytes as text; what is not UTF-8 becomes replacement characters. */
export const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')

export const isText = (bytes: Uint8Array): boolean => isUtf8(bytes)

const zeros = new Uint8Array(64 * 1024)

/** Compares blocks, since a loop over bytes is slow where a layer ends in gigabytes of zeros. */
export function isZero(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const part = bytes.subarray(at, at + zeros.length)
    if (Buffer.compare(part, zeros.subarray(0, part.length)) !== 0) return false
  }
  return true
}
