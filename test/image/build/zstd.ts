/** A zstd frame of raw blocks (RFC 8878): valid for every decoder, and no smaller than its content. */
export function zstdOf(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32LE(0xfd2fb528, 0)
  // A single segment, with its content size in eight bytes.
  header[4] = 0b1110_0000
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
  return Buffer.concat(parts)
}

/** A frame that decoders pass over. */
export function skippableFrame(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt32LE(0x184d2a50, 0)
  header.writeUInt32LE(bytes.length, 4)
  return Buffer.concat([header, bytes])
}
