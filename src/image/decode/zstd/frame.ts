/** What the header of a zstd frame states (RFC 8878, 3.1.1.1). */
export interface FrameHeader {
  /** Bytes that a decoder has to keep. */
  window: number
  /** Absent where the frame does not state it. */
  contentSize?: number
  checksum: boolean
  dictionary: number
  reserved: boolean
}

export const magicLength = 4
export const blockHeaderLength = 3
export const largestBlock = 128 * 1024
export const checksumLength = 4

/** The longest part that has to be there as a whole: a block with its header. */
export const longestPart = blockHeaderLength + largestBlock + checksumLength

/** The number that some bytes are, the lowest of them first. */
export const littleEndian = (bytes: Uint8Array, at: number, length: number): number => {
  let value = 0
  for (let index = length - 1; index >= 0; index -= 1) value = value * 256 + (bytes[at + index] ?? 0)
  return value
}

export const isFrameMagic = ([a, b, c, d]: Uint8Array): boolean =>
  a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd

/** The magic number of a frame that decoders pass over (RFC 8878, 3.1.2). */
export const isSkippableMagic = ([a = 0, b, c, d]: Uint8Array): boolean =>
  a >= 0x50 && a <= 0x5f && b === 0x2a && c === 0x4d && d === 0x18

/** Where the parts of a frame header are, by its fifth byte. */
function partsOf(bytes: Uint8Array) {
  const descriptor = bytes[4] ?? 0
  const isSingle = (descriptor & 0x20) !== 0
  const sizeFlag = descriptor >> 6
  const sizeLength = sizeFlag === 0 ? (isSingle ? 1 : 0) : 1 << sizeFlag
  const dictionaryLength = [0, 1, 2, 4][descriptor & 3] ?? 0
  return { descriptor, isSingle, sizeLength, dictionaryAt: isSingle ? 5 : 6, dictionaryLength }
}

/** Bytes of the frame header whose first five bytes are there, magic number included. */
export function frameHeaderLength(bytes: Uint8Array): number {
  const { dictionaryAt, dictionaryLength, sizeLength } = partsOf(bytes)
  return dictionaryAt + dictionaryLength + sizeLength
}

/** Reads a frame header of which all bytes are there. */
export function readFrameHeader(bytes: Uint8Array): FrameHeader {
  const { descriptor, isSingle, sizeLength, dictionaryAt, dictionaryLength } = partsOf(bytes)
  const stated = littleEndian(bytes, dictionaryAt + dictionaryLength, sizeLength)
  const contentSize = sizeLength === 0 ? undefined : sizeLength === 2 ? stated + 256 : stated
  const windowByte = bytes[5] ?? 0
  const base = 2 ** (10 + (windowByte >> 3))
  return {
    window: isSingle ? (contentSize ?? 0) : base + (base / 8) * (windowByte & 7),
    ...(contentSize === undefined ? {} : { contentSize }),
    checksum: (descriptor & 4) !== 0,
    dictionary: littleEndian(bytes, dictionaryAt, dictionaryLength),
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
  const value = littleEndian(bytes, 0, blockHeaderLength)
  const size = value >> 3
  const type = (['raw', 'repeated', 'compressed', 'reserved'] as const)[(value >> 1) & 3]!
  return { last: (value & 1) === 1, type, size, stored: type === 'repeated' ? 1 : size }
}
