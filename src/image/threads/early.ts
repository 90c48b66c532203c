import { opendirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { hasThreads, startAhead } from './inspection-thread.ts'
import { threadsOf, worthThreads } from './worth.ts'

/** Blobs whose sizes are looked at: that has to be over at once. */
const mostBlobs = 64

/** Sizes of some blobs of a layout in a folder, in bytes; of all else none. */
function someSizes(layout: string): number[] {
  const sizes: number[] = []
  const folder = join(layout, 'blobs', 'sha256')
  try {
    const blobs = opendirSync(folder)
    try {
      for (let entry = blobs.readSync(); entry && sizes.length < mostBlobs; entry = blobs.readSync())
        if (entry.isFile()) sizes.push(statSync(join(folder, entry.name)).size)
    } finally {
      blobs.closeSync()
    }
  } catch {
    // Opening the layout shows what is wrong with it.
  }
  return sizes
}

/** Starts the threads that a layout is going to need, where the sizes of its blobs show that it needs some. */
export function startThreads(layout: string, options: { threads?: number | undefined }): void {
  const sizes = someSizes(layout)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (total >= worthThreads && hasThreads()) startAhead(Math.min(threadsOf(options), sizes.length))
}
