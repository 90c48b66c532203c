import { withoutUndefined } from '../../../engine/optional.ts'
import { closeSync, readSync } from 'node:fs'
import { sniffCoding, type Decoder, type DecoderOptions } from '../../decode/compression.ts'
import { openRegular } from '../../file-range.ts'
import { GzipDecoder } from '../../decode/gzip/decoder.ts'
import { interruptible, throwIfInterrupted } from '../../interruptible.ts'
import type { Problem } from '../../problem.ts'
import type { InspectOptions } from '../../decode/blob.ts'
import { ZstdDecoder } from '../../decode/zstd/decoder.ts'

/** Small, since all that comes out of one piece is held until it has been taken: with gzip at most a thousandfold. */
const pieceSize = 64 * 1024

/** With zstd four bytes can become 128 KiB. */
const zstdPiece = 1024

/**
 * The decompressed bytes of a gzip or zstd file, or the bytes of any other, in the pace of their
 * consumer. What is wrong with the compression is reported, and ends the bytes.
 */
export async function* decompressed(
  file: string,
  problem: (problem: Problem) => void,
  { limits, signal }: Pick<InspectOptions, 'limits' | 'signal'>,
): AsyncGenerator<Uint8Array> {
  const breath = interruptible(signal)
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
      ...withoutUndefined({ limits }),
    }
    const coding = sniffCoding(chunk)
    if (coding !== 'none') decoder = coding === 'gzip' ? new GzipDecoder(options) : new ZstdDecoder(options)
    const taken = coding === 'zstd' ? zstdPiece : pieceSize
    for (; chunk.length > 0; chunk = read()) {
      for (let at = 0; at < chunk.length; at += taken) {
        // What decodes to nothing gives nobody else the occasion to look.
        const pause = breath()
        if (pause) await pause
        throwIfInterrupted(signal)
        const part = chunk.subarray(at, at + taken)
        if (decoder) {
          await decoder.write(part)
          yield* out.splice(0)
        } else yield part
      }
    }
    await decoder?.end()
    yield* out.splice(0)
  } finally {
    decoder?.close()
    closeSync(descriptor)
  }
}
