/** What the header of a zstd frame asks for (RFC 8878, 3.1.1.1). */
export interface FrameHeader {
  /** Bytes of the header, magic number included. */
  length: number
  window: number
  /** Absent where the frame does not state it. */
  contentSize?: number
  checksum: boolean
  dictionary: number
  reserved: boolean
}

/** The longest header that there is: magic, descriptor, window, dictionary, content size. */
export const longestFrameHeader = 18

const little = (bytes: Uint8Array, at: number, length: number): number => {
  let value = 0
  for (let index = length - 1; index >= 0; index -= 1) value = value * 256 + (bytes[at + index] ?? 0)
  return value
}

/** Bytes of the frame header whose first five bytes are given. */
export function frameHeaderLength(bytes: Uint8Array): number {
  const descriptor = bytes[4] ?? 0
  const single = (descriptor & 0x20) !== 0
  const sizeFlag = descriptor >> 6
  const sizeLength = sizeFlag === 0 ? (single ? 1 : 0) : 1 << sizeFlag
  const dictionaryLength = [0, 1, 2, 4][descriptor & 3]!
  return 5 + (single ? 0 : 1) + dictionaryLength + sizeLength
}

/** Reads a frame header of which all bytes are there. */
export function readFrameHeader(bytes: Uint8Array): FrameHeader {
  const descriptor = bytes[4] ?? 0
  const single = (descriptor & 0x20) !== 0
  const sizeFlag = descriptor >> 6
  const sizeLength = sizeFlag === 0 ? (single ? 1 : 0) : 1 << sizeFlag
  const dictionaryLength = [0, 1, 2, 4][descriptor & 3]!
  const afterWindow = single ? 5 : 6
  const dictionary = little(bytes, afterWindow, dictionaryLength)
  const stated = little(bytes, afterWindow + dictionaryLength, sizeLength)
  const contentSize = sizeLength === 0 ? undefined : sizeLength === 2 ? stated + 256 : stated
  const windowByte = bytes[5] ?? 0
  const base = 2 ** (10 + (windowByte >> 3))
  return {
    length: frameHeaderLength(bytes),
    window: single ? (contentSize ?? 0) : base + (base / 8) * (windowByte & 7),
    ...(contentSize === undefined ? {} : { contentSize }),
    checksum: (descriptor & 4) !== 0,
    dictionary,
    reserved: (descriptor & 8) !== 0,
  }
}

export interface BlockHeader {
  last: boolean
  type: 'raw' | 'repeated' | 'compressed' | 'reserved'
  /** Bytes of the block after its header. */
  stored: number
  /** What the header states: bytes of output for raw and repeated blocks, bytes of input otherwise. */
  size: number
}

/** Reads the three bytes before each block (RFC 8878, 3.1.1.2). */
export function readBlockHeader(bytes: Uint8Array): BlockHeader {
  const value = little(bytes, 0, 3)
  const size = value >> 3
  const type = (['raw', 'repeated', 'compressed', 'reserved'] as const)[(value >> 1) & 3]!
  return { last: (value & 1) === 1, type, size, stored: type === 'repeated' ? 1 : size }
}
