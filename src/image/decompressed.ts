import { closeSync, readSync } from 'node:fs'
import { sniffCoding, type Decoder, type DecoderOptions } from './compression.ts'
import { openRegular } from './file-range.ts'
import { gzipDecoder } from './gzip.ts'
import type { ImageLimits } from './limits.ts'
import type { Problem } from './problem.ts'
import { zstdDecoder } from './zstd.ts'

/** Small, since all that comes out of one piece is held until it has been taken: at most a thousandfold. */
const pieceSize = 64 * 1024

/**
 * The decompressed bytes of a gzip or zstd file, or the bytes of any other, in the pace of whoever
 * takes them. What is wrong with the compression is told, and ends the bytes.
 */
export async function* decompressed(
  file: string,
  problem: (problem: Problem) => void,
  limits?: ImageLimits,
): AsyncGenerator<Uint8Array> {
  const descriptor = openRegular(file)
  const out: Uint8Array[] = []
  let decoder: Decoder | undefined
  try {
    const piece = Buffer.allocUnsafe(pieceSize)
    const read = (): Uint8Array => piece.subarray(0, readSync(descriptor, piece, 0, pieceSize, null))
    let chunk = read()
    const options: DecoderOptions = {
      output: (bytes) => out.push(bytes) > 0,
      problem,
      ...(limits === undefined ? {} : { limits }),
    }
    const coding = sniffCoding(chunk)
    if (coding !== 'none') decoder = coding === 'gzip' ? gzipDecoder(options) : zstdDecoder(options)
    for (; chunk.length > 0; chunk = read()) {
      if (decoder) {
        await decoder.write(chunk)
        yield* out.splice(0)
      } else yield chunk
    }
    await decoder?.end()
    yield* out.splice(0)
  } finally {
    decoder?.close()
    closeSync(descriptor)
  }
}
