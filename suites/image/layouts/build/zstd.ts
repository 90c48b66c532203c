import xxhash from 'xxhash-wasm'

const xxh = await xxhash()

/**
 * A zstd frame of raw blocks (RFC 8878): valid for every decoder, and no smaller than its content. With
 * the four bytes of its checksum at the end, where there is one.
 */
export function zstdOf(bytes: Uint8Array, checksum?: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32LE(0xfd2fb528, 0)
  // A single segment, with its content size in eight bytes.
  header[4] = 0b1110_0000 | (checksum === undefined ? 0 : 0b100)
  header.writeBigUInt64LE(BigInt(bytes.length), 5)
  const parts: Uint8Array[] = [header]
  const most = 128 * 1024 - 1
  for (let at = 0; at < bytes.length || at === 0; at += most) {
    const piece = bytes.subarray(at, at + most)
    const last = at + most >= bytes.length ? 1 : 0
    const start = Buffer.alloc(3)
    start.writeUIntLE((piece.length << 3) | last, 0, 3)
    parts.push(start, piece)
  }
  if (checksum !== undefined) {
    const end = Buffer.alloc(4)
    end.writeUInt32LE(checksum, 0)
    parts.push(end)
  }
  return Buffer.concat(parts)
}

/** The checksum that a frame of these bytes has. */
export const checksumOf = (bytes: Uint8Array): number => Number(BigInt.asUintN(32, xxh.h64Raw(bytes)))

/** A frame that decoders pass over. */
export function skippableFrame(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt32LE(0x184d2a50, 0)
  header.writeUInt32LE(bytes.length, 4)
  return Buffer.concat([header, bytes])
}
