import { closeSync, readSync } from 'node:fs'
import type { BlobFacts, BlobLimits, BlobRequest } from '../decode/blob.ts'
import { BlobInspector } from '../decode/inspector.ts'
import { openRegular, readSize, type FileRange } from '../file-range.ts'
import { interruptible, throwIfInterrupted } from '../interruptible.ts'

export interface RangeOptions {
  /** Receives how many bytes each piece has. */
  onRead?: ((bytes: number) => void) | undefined
  /** Called where the work on a chunk goes on elsewhere, as inflating does. */
  onWait?: () => void
  signal?: AbortSignal | undefined
}

/**
 * Inspects a blob that lies in a file. Where the work on a chunk goes on elsewhere, a second buffer is
 * filled meanwhile; where it is done at once, the same one is filled again while the core still has it.
 */
export async function inspectRange(
  { file, offset, length }: FileRange,
  request: BlobRequest,
  limits: BlobLimits,
  { onRead, onWait, signal }: RangeOptions = {},
): Promise<BlobFacts> {
  const descriptor = openRegular(file)
  const inspector = new BlobInspector(request, limits, signal)
  const breath = interruptible(signal)
  try {
    const size = Math.min(readSize, Math.max(length, 1))
    let filled: Buffer = Buffer.allocUnsafe(size)
    let spare: Buffer | undefined
    let at = 0
    const next = (buffer: Buffer): Uint8Array => {
      const read = readSync(descriptor, buffer, 0, Math.min(size, length - at), offset + at)
      at += read
      onRead?.(read)
      return read === size ? buffer : buffer.subarray(0, read)
    }
    for (let chunk = next(filled); chunk.length > 0;) {
      const pause = breath()
      if (pause) await pause
      const written = inspector.write(chunk)
      if (written === undefined) chunk = next(filled)
      else {
        onWait?.()
        const free = (spare ??= Buffer.allocUnsafe(size))
        chunk = next(free)
        await written
        spare = filled
        filled = free
      }
    }
    const facts = await inspector.finish()
    throwIfInterrupted(signal)
    return facts
  } finally {
    inspector.close()
    closeSync(descriptor)
  }
}
