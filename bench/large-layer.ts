import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { compressible, header, type WriteLayer } from './image-layout.ts'

const mebibyte = 1024 * 1024
/** Mebibytes that are made once and written again and again. */
const repeated = 16

/**
 * Writes a layer of gibibytes in the time that the disk takes: one piece again and again, and with gzip as
 * a member of its own each time.
 */
export const writeLargeLayer: WriteLayer = async (path, name, { mebibytes, gzip }) => {
  if (mebibytes % repeated !== 0)
    throw new Error(`the size of a large layer is a multiple of ${repeated} MiB`)
  const content = Buffer.concat(Array.from({ length: repeated }, compressible))
  const begin = header(name, mebibytes * mebibyte)
  const end = Buffer.alloc(1024)
  const stored = (bytes: Buffer) => (gzip ? gzipSync(bytes, { level: 1 }) : bytes)
  const piece = stored(content)
  const hash = createHash('sha256').update(begin)
  const file = await open(path, 'w')
  try {
    await file.write(stored(begin))
    for (let written = 0; written < mebibytes; written += repeated) {
      hash.update(content)
      // oxlint-disable-next-line no-await-in-loop -- in order
      await file.write(piece)
    }
    await file.write(stored(end))
  } finally {
    await file.close()
  }
  return `sha256:${hash.update(end).digest('hex')}`
}
