import { crc32 } from 'node:zlib'
import { createRandom, type Random } from '../../../../src/content/random.ts'
import type { BlobRecipe } from '../sequence.ts'

/**
 * Bytes of blobs. Each begins with bytes of the run where it is long enough: so that no other run has the same, and
 * that `cleanup` recognises them.
 */

/** Shorter content has no room for what makes it unique: other runs have the same, and may push and remove it. */
export const shortestOwn = 16

/** Bytes that are taken from the run's source: `cleanup` looks only at what it begins with. */
const head = 32
const block = 4096
const encoder = new TextEncoder()

/** Exactly `size` bytes of this kind; what is too short for its kind is random. */
export function bytesOf({ size, bytes }: Pick<BlobRecipe, 'size' | 'bytes'>, random: Random): Uint8Array {
  if (bytes === 'json' && size === 2) return encoder.encode('{}')
  if (size < shortestOf[bytes]) return random.bytes(size)
  return makers[bytes](size, random)
}

const shortestOf: Readonly<Record<BlobRecipe['bytes'], number>> = {
  random: 0,
  zeros: head,
  text: 64,
  json: 64,
  gzip: 64,
}

const makers: Readonly<Record<BlobRecipe['bytes'], (size: number, random: Random) => Uint8Array>> = {
  random: noise,
  zeros: (size, random) => {
    const out = new Uint8Array(size)
    out.set(random.bytes(head))
    return out
  },
  text: (size, random) => {
    const first = `# ${random.hex(24)}\n`
    const lines = 'The same line again.\r\n'.repeat(size / 22 + 1)
    // As text files end, whatever their length.
    return encoder.encode(`${first}${lines.slice(0, size - first.length - 1)}\n`)
  },
  json: (size, random) => {
    // As an editor writes it: what is parsed and written anew is other bytes.
    const [before, after] = [`{\n  "mark": "${random.hex(24)}",\n  "fill": "`, '"\n}\n']
    return encoder.encode(before + 'x'.repeat(size - before.length - after.length) + after)
  },
  gzip: (size, random) => storedGzip(size, (length) => noise(length, random)),
}

/** Noise without pattern up to one block; longer, it is that block again and again, each with its number in front. */
function noise(size: number, random: Random): Uint8Array {
  const out = new Uint8Array(size)
  const first = random.bytes(Math.min(size, head))
  out.set(first)
  if (size <= head) return out
  const rest = createRandom(Buffer.from(first).toString('hex')).bytes(Math.min(size, block) - head)
  out.set(rest, head)
  const view = new DataView(out.buffer)
  for (let at = block; at < size; at += block) {
    out.copyWithin(at, 0, Math.min(block, size - at))
    if (at + 4 <= size) view.setUint32(at, at / block)
  }
  return out
}

/** Bytes before and after the deflated data (RFC 1952), and before each stored block in it (RFC 1951, 3.2.4). */
const [gzipHeader, gzipTrailer, blockHeader, blockMost] = [10, 8, 5, 65_535]

/**
 * A gzip stream of exactly `size` bytes, whose data is stored in blocks and not compressed: what zlib makes of the same
 * data differs from version to version. Throws RangeError below 23 bytes, which no stream has.
 */
export function storedGzip(size: number, dataOf: (length: number) => Uint8Array): Uint8Array {
  const blocks = Math.max(1, Math.ceil((size - gzipHeader - gzipTrailer) / (blockMost + blockHeader)))
  const length = size - gzipHeader - gzipTrailer - blocks * blockHeader
  if (length < 0) throw new RangeError(`no gzip stream has ${size} bytes`)
  const data = dataOf(length)
  const out = Buffer.alloc(size)
  // Deflate, no flags, no time, unknown system.
  out.set([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
  let at = gzipHeader
  for (let number = 0; number < blocks; number += 1) {
    const part = data.subarray(number * blockMost, (number + 1) * blockMost)
    out[at] = number === blocks - 1 ? 1 : 0
    out.writeUInt16LE(part.length, at + 1)
    out.writeUInt16LE(part.length ^ 0xffff, at + 3)
    out.set(part, at + blockHeader)
    at += blockHeader + part.length
  }
  out.writeUInt32LE(crc32(data), at)
  out.writeUInt32LE(length, at + 4)
  return out
}
