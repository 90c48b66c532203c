import { createHash } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { assayImage } from '../commands.ts'
import { atMost, type Figure, type Limit } from '../figures.ts'
import { header, makeLayout, type WriteLayer } from '../image-layout.ts'
import { measure } from '../process.ts'

const entries = 1_000_000
const memoryLimit: Limit = { value: 160, text: '160 MiB' }

/** Entries that are written at once; with gzip a member. */
const atOnce = 10_000
const filesInFolder = 50

/** As packages install them: a folder for each package, with some files. */
const nameOf = (at: number): string =>
  `usr/lib/modules/package-${Math.floor(at / filesInFolder)}/source/file-${at}.js`

/** Writes a layer of files without content. */
const writeEntries: WriteLayer = async (path, _, { gzip }) => {
  const hash = createHash('sha256')
  const file = await open(path, 'w')
  const put = async (bytes: Buffer) => {
    hash.update(bytes)
    await file.write(gzip ? gzipSync(bytes, { level: 1 }) : bytes)
  }
  try {
    for (let at = 0; at < entries; at += atOnce) {
      const names = Array.from({ length: Math.min(atOnce, entries - at) }, (__, more) => nameOf(at + more))
      // oxlint-disable-next-line no-await-in-loop -- in order
      await put(Buffer.concat(names.map((name) => header(name, 0))))
    }
    await put(Buffer.alloc(1024))
  } finally {
    await file.close()
  }
  return `sha256:${hash.digest('hex')}`
}

/** Peak memory of an image with a million files, and where each of them is looked at. */
export async function entriesFigures(): Promise<Figure[]> {
  const layout = await mkdtemp(join(tmpdir(), 'oci-assay-entries-'))
  try {
    await makeLayout(layout, { layers: 1, mebibytes: 0, gzip: true }, writeEntries)
    const peakOf = async (...options: readonly string[]): Promise<number> =>
      (await measure(assayImage(layout, options), { memory: true })).peakMemory ?? 0
    const figure = (name: string, peak: number): Figure =>
      atMost(name, peak, memoryLimit, `${peak.toFixed(0)} MiB`)
    return [
      figure(`peak memory of a layer of ${entries} files`, await peakOf()),
      figure('  with the policy no-set-id', await peakOf('--policy', 'no-set-id: true')),
    ]
  } finally {
    await rm(layout, { recursive: true, force: true })
  }
}
