import { createHash } from 'node:crypto'
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { isMainThread, Worker, workerData } from 'node:worker_threads'

/**
 * The least that any program of Node has to do for a layout: start, start a thread for each core, and hash
 * each blob once. What it is compared with in the bench cannot be faster.
 */
const [, , layout = '.'] = process.argv

if (isMainThread) {
  const folder = join(layout, 'blobs', 'sha256')
  const files = readdirSync(folder).map((name) => join(folder, name))
  const threads = availableParallelism()
  for (let thread = 0; thread < threads; thread += 1) {
    const share = files.filter((_, index) => index % threads === thread)
    const worker = new Worker(new URL(import.meta.url), { execArgv: [], workerData: share })
    worker.on('error', (error) => {
      throw error
    })
  }
} else {
  const buffer = Buffer.allocUnsafe(128 * 1024)
  for (const file of workerData as readonly string[]) {
    const hash = createHash('sha256')
    const descriptor = openSync(file, 'r')
    for (let read = 1; read > 0;) {
      read = readSync(descriptor, buffer, 0, buffer.length, null)
      hash.update(buffer.subarray(0, read))
    }
    closeSync(descriptor)
    hash.digest()
  }
}
