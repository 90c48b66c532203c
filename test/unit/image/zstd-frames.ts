import xxhash from 'xxhash-wasm'

const xxh = await xxhash()

/** zstd made by hand from raw and repeated blocks, since the oldest supported node has no compressor. */

export interface FrameOptions {
  /** Stated in the header where it is set. */
  contentSize?: number
  /** The window descriptor; 0 means 1 KiB. */
  window?: number
  /** The four bytes at the end, or the true ones. */
  checksum?: number | true
  dictionary?: number
}

const little = (value: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length)
  bytes.writeUIntLE(value, 0, length)
  return bytes
}

const blockHeader = (last: boolean, type: number, size: number) =>
  little((size << 3) | (type << 1) | (last ? 1 : 0), 3)

export const rawBlock = (content: Uint8Array, last = false): Buffer =>
  Buffer.concat([blockHeader(last, 0, content.length), content])

/** A block of `size` times the same byte. */
export const repeatedBlock = (byte: number, size: number, last = false): Buffer =>
  Buffer.concat([blockHeader(last, 1, size), Buffer.from([byte])])

export const reservedBlock = blockHeader(true, 3, 1)

export function frameOf(blocks: readonly Uint8Array[], options: FrameOptions = {}): Buffer {
  const { contentSize, window = 0x50, checksum, dictionary } = options
  const descriptor =
    (contentSize === undefined ? 0 : 0x80) |
    (checksum === undefined ? 0 : 4) |
    (dictionary === undefined ? 0 : 1)
  return Buffer.concat([
    Buffer.from('28b52ffd', 'hex'),
    Buffer.from([descriptor, window]),
    dictionary === undefined ? Buffer.alloc(0) : Buffer.from([dictionary]),
    contentSize === undefined ? Buffer.alloc(0) : little(contentSize, 4),
    ...blocks,
    typeof checksum === 'number' ? little(checksum, 4) : Buffer.alloc(0),
  ])
}

/** Content in a frame of raw blocks. */
export function frame(content: Uint8Array, options: FrameOptions = {}): Buffer {
  const size = 64 * 1024
  const number = Math.max(1, Math.ceil(content.length / size))
  const blocks = Array.from({ length: number }, (_, index) =>
    rawBlock(content.subarray(index * size, (index + 1) * size), index === number - 1),
  )
  const { checksum, ...rest } = options
  if (checksum === undefined) return frameOf(blocks, rest)
  return frameOf(blocks, { ...rest, checksum: checksum === true ? checksumOf(content) : checksum })
}

const checksumOf = (content: Uint8Array): number => Number(BigInt.asUintN(32, xxh.h64Raw(content)))

export const skippableFrame = (content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from('532a4d18', 'hex'), little(content.length, 4), content])
