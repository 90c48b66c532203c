import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { assayImage } from './commands.ts'
import { atMost, median, type Figure, type Limit } from './figures.ts'
import { makeLayout } from './image-layout.ts'
import { writeLargeLayer } from './large-layer.ts'
import { compare } from './pairs.ts'
import { measure, type Command } from './process.ts'

const shape = { layers: 8, mebibytes: 128 }
const large = { layers: 8, mebibytes: 1280 }
const pairs = 3
/** Inflating takes most of the time, which Node does as fast as a shell on the same cores; what it starts with is the rest of plain content. */
const shellLimits: Readonly<Record<'gzip' | 'uncompressed', Limit>> = {
  gzip: { value: 0.66, text: '0.66 of it' },
  uncompressed: { value: 1.5, text: '1.5 of it' },
}
const unpackLimit: Limit = { value: 0.5, text: '0.5 of it' }
const copyLimit: Limit = { value: 1, text: '1.0 of it' }
const validateLimit: Limit = { value: 1, text: '1.0 of it' }
const memoryLimit: Limit = { value: 160, text: '160 MiB' }

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`

/** The same hashing, and for gzip the same decompressing, by the shell on all cores. */
const shell = (layout: string, gzip: boolean): Command => {
  const one = gzip
    ? 'openssl dgst -sha256 "$0" && gzip -dc "$0" 2>/dev/null | openssl dgst -sha256'
    : 'openssl dgst -sha256 "$0"'
  const all = `ls -d '${layout}'/blobs/sha256/* | xargs -P ${availableParallelism()} -n 1 sh -c '${one}'`
  return { argv: () => ['sh', '-c', all], accepted: [0] }
}

const umoci = (layout: string): Command => ({
  argv: (folder) => ['umoci', 'unpack', '--rootless', '--image', `${layout}:bench`, join(folder, 'bundle')],
  accepted: [0],
})

const skopeo = (layout: string): Command => ({
  argv: (folder) => [
    'skopeo',
    '--insecure-policy',
    'copy',
    `oci:${layout}:bench`,
    `oci:${join(folder, 'copy')}:bench`,
  ],
  accepted: [0],
})

const imageTool = (layout: string): Command => ({
  argv: () => ['oci-image-tool', 'validate', '--type', 'image', '--ref', 'name=bench', layout],
  accepted: [0],
})

const hashOnly = (layout: string): Command => ({
  argv: () => [process.execPath, join(import.meta.dirname, 'hash-only.js'), layout],
  accepted: [0],
})

/** A layout of 1 GiB in 8 layers, gzip and plain: time against tools that do the same work, and peak memory. */
export async function imageFigures(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const gzip of [true, false]) {
    // oxlint-disable-next-line no-await-in-loop -- one layout at a time, for the sake of the disk
    figures.push(...(await figuresOf(gzip)))
  }
  return figures
}

async function figuresOf(gzip: boolean): Promise<Figure[]> {
  const layout = await mkdtemp(join(tmpdir(), 'oci-assay-layout-'))
  const coding = gzip ? 'gzip' : 'uncompressed'
  try {
    await makeLayout(layout, { ...shape, gzip })
    const figures = [
      await against(
        `layout of 1 GiB, ${coding}, against the shell`,
        shellLimits[coding],
        layout,
        shell(layout, gzip),
      ),
    ]
    if (gzip) {
      figures.push(
        await against('the same against umoci unpack', unpackLimit, layout, umoci(layout), 'umoci'),
      )
    } else {
      figures.push(
        await leastOf(layout),
        await against('the same against skopeo copy', copyLimit, layout, skopeo(layout), 'skopeo'),
        await against(
          'the same against oci-image-tool validate',
          validateLimit,
          layout,
          imageTool(layout),
          'oci-image-tool',
        ),
      )
    }
    return [...figures, await memory(`peak memory, ${coding}`, layout, 3)]
  } finally {
    await rm(layout, { recursive: true, force: true })
  }
}

/** What a program of Node that only hashes needs, which is what no other can go below. */
async function leastOf(layout: string): Promise<Figure> {
  const { ratio, first, second } = await compare(hashOnly(layout), shell(layout, false), pairs)
  return {
    name: '  of that, threads of node that only hash',
    limit: 'none',
    measured: `${ratio.toFixed(3)} (${seconds(first)} against ${seconds(second)}, ${pairs} pairs)`,
    verdict: 'informative',
  }
}

/** Peak memory on a layout of 10 GiB in 8 layers, gzip and plain: takes minutes, and 10 GiB of disk. */
export async function largeImageFigures(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const gzip of [true, false]) {
    // oxlint-disable-next-line no-await-in-loop -- one layout at a time, for the sake of the disk
    const layout = await mkdtemp(join(tmpdir(), 'oci-assay-layout-'))
    try {
      // oxlint-disable-next-line no-await-in-loop
      await makeLayout(layout, { ...large, gzip }, writeLargeLayer)
      const coding = gzip ? 'gzip' : 'uncompressed'
      // oxlint-disable-next-line no-await-in-loop
      figures.push(await memory(`peak memory, 10 GiB, ${coding}`, layout, 1))
    } finally {
      // oxlint-disable-next-line no-await-in-loop
      await rm(layout, { recursive: true, force: true })
    }
  }
  return figures
}

async function against(
  name: string,
  limit: Limit,
  layout: string,
  peer: Command,
  program?: string,
): Promise<Figure> {
  if (program !== undefined && !isInstalled(program)) {
    return { name, limit: limit.text, measured: `${program} is not installed`, verdict: 'skipped' }
  }
  const { ratio, first, second } = await compare(assayImage(layout), peer, pairs)
  return atMost(
    name,
    ratio,
    limit,
    `${ratio.toFixed(3)} (${seconds(first)} against ${seconds(second)}, ${pairs} pairs)`,
  )
}

async function memory(name: string, layout: string, runs: number): Promise<Figure> {
  const peaks: number[] = []
  // oxlint-disable-next-line no-await-in-loop -- one at a time is the point
  for (let run = 0; run < runs; run += 1)
    peaks.push((await measure(assayImage(layout), { memory: true })).peakMemory ?? 0)
  const peak = median(peaks)
  return atMost(name, peak, memoryLimit, `${peak.toFixed(0)} MiB (${runs} ${runs === 1 ? 'run' : 'runs'})`)
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
