import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { install } from '../../fixtures/registries/install.ts'
import { registryNamed } from '../../fixtures/registries/registries.ts'
import { withRegistry } from '../../fixtures/registries/start.ts'
import { assayImages } from '../commands.ts'
import { atMost, type Figure, type Limit } from '../figures.ts'
import { compare } from '../pairs.ts'
import { measure, type Command } from '../process.ts'
import { manyImages, type ManyShape } from './content.ts'
import { countBlobs } from './counting.ts'
import { entriesFigures } from './entries.ts'
import { writeImages } from './layout.ts'
import { pushImages } from './push.ts'

const images = 1000
/** In a layout. */
const imagesInLayout = 10_000
/** The loop takes minutes, so that one pair has to do; the registry has served all of it before. */
const pairs = 1
const repository = 'bench/app'
const shape: ManyShape = { images, bases: 20, baseLayer: 1024, ownLayer: 64, indexEvery: 10 }
const shapeInLayout: ManyShape = { ...shape, images: imagesInLayout, baseLayer: 256, ownLayer: 8 }
const timeLimit: Limit = { value: 1 / 5, text: '1/5 of it' }
const onceLimit: Limit = { value: 1, text: 'once' }
const noneLimit: Limit = { value: 0, text: 'none' }
const memoryLimit: Limit = { value: 160, text: '160 MiB' }
const growthLimit: Limit = { value: 1.25, text: '1.25' }
const timesLimit: Limit = { value: 11, text: '11 times' }

/**
 * A thousand images that share layers, against a loop over crane validate, on the embedded registry and on distribution; and ten
 * thousand images of a layout. Takes about ten minutes on two cores.
 */
export async function manyFigures(): Promise<Figure[]> {
  const { binary } = await install(registryNamed('crane'))
  const embedded = await withEmbedded((url) => figuresOn('the embedded registry', url, binary))
  const distribution = await withRegistry('distribution', ({ url }) => figuresOn('distribution', url, binary))
  return [...embedded, ...distribution, ...(await layoutFigures()), ...(await entriesFigures())]
}

/** Images of a layout one by one: what they take against a tenth of them, of memory and of time. */
async function layoutFigures(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'oci-assay-many-'))
  try {
    const one = join(folder, 'one')
    const few = join(folder, 'few')
    const all = join(folder, 'all')
    await writeImages(one, manyImages({ ...shapeInLayout, images: 1 }))
    await writeImages(few, manyImages({ ...shapeInLayout, images: imagesInLayout / 10 }))
    await writeImages(all, manyImages(shapeInLayout))
    const single = await measure(assayImages(one), { memory: true })
    const least = await measure(assayImages(few), { memory: true })
    const most = await measure(assayImages(all), { memory: true })
    const [peak = 0, peakOfFew = 0, peakOfOne = 0] = [most.peakMemory, least.peakMemory, single.peakMemory]
    const ratio = most.milliseconds / least.milliseconds
    const times = `${ratio.toFixed(1)} (${seconds(most.milliseconds)} against ${seconds(least.milliseconds)})`
    return [
      atMost(`${imagesInLayout} images of a layout against ${imagesInLayout / 10}`, ratio, timesLimit, times),
      atMost('  peak memory (a layout)', peak, memoryLimit, `${peak.toFixed(0)} MiB`),
      atMost(
        '  against that of a tenth',
        peak / peakOfFew,
        growthLimit,
        `${(peak / peakOfFew).toFixed(2)} (${peakOfFew.toFixed(0)} MiB; of one image ${peakOfOne.toFixed(0)} MiB)`,
      ),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function figuresOn(name: string, url: string, crane: string): Promise<Figure[]> {
  await pushImages(url, repository, manyImages(shape))
  const host = new URL(url).host
  const target = `${host}/${repository}`
  return [
    ...(await fetchedOnce(name, url)),
    await against(name, target, crane),
    ...(await memory(name, target)),
  ]
}

/** How often each blob is fetched by a run, and by a second one with what the first has left in a cache. */
async function fetchedOnce(name: string, url: string): Promise<Figure[]> {
  const cache = await mkdtemp(join(tmpdir(), 'oci-assay-many-'))
  const counting = await countBlobs(url)
  try {
    const run = assayImages(`${counting.host}/${repository}`, ['--cache', cache])
    await measure(run)
    const counts = [...counting.fetched.values()]
    const most = Math.max(0, ...counts)
    counting.fetched.clear()
    await measure(run)
    const again = counting.fetched.size
    return [
      atMost(`${images} images on ${name}: each blob`, most, onceLimit, `${most} (${counts.length} blobs)`),
      atMost('  blobs that a second run fetches, with --cache', again, noneLimit, String(again)),
    ]
  } finally {
    counting.close()
    await rm(cache, { recursive: true, force: true })
  }
}

async function against(name: string, target: string, crane: string): Promise<Figure> {
  const { ratio, first, second } = await compare(assayImages(target), loop(target, crane), pairs, {
    warm: false,
  })
  const measured = `${ratio.toFixed(3)} (${seconds(first)} against ${seconds(second)}, ${pairs} pairs)`
  return atMost('  against a loop over crane validate', ratio, timeLimit, measured)
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`

/** Each image in whole, as `crane validate` reads it: without `--fast=false` it reads no layer. */
const loop = (target: string, crane: string): Command => ({
  argv: () => [
    'sh',
    '-ec',
    `'${crane}' ls '${target}' | while read -r tag; do '${crane}' validate --fast=false --remote "${target}:$tag" >&2; done`,
  ],
  accepted: [0],
})

/** The first of them, by their names. */
const someImages = (target: string, count: number): Command => {
  const names = Array.from({ length: count }, (_, at) => `echo ${target}:v${at}`).join('; ')
  const [program = '', ...args] = assayImages('-').argv('.')
  return { argv: () => ['sh', '-c', `(${names}) | exec "$0" "$@"`, program, ...args], accepted: [0] }
}

/** Peak memory of one run over all of them, and against one over the first hundred. */
async function memory(name: string, target: string): Promise<Figure[]> {
  const least = (await measure(someImages(target, 100), { memory: true })).peakMemory ?? 0
  const peak = (await measure(assayImages(target), { memory: true })).peakMemory ?? 0
  return [
    atMost(`  peak memory (${name})`, peak, memoryLimit, `${peak.toFixed(0)} MiB`),
    atMost(
      '  against that of 100',
      peak / least,
      growthLimit,
      `${(peak / least).toFixed(2)} (${least.toFixed(0)} MiB)`,
    ),
  ]
}

/** The embedded registry in a process of its own, so that it takes neither time nor memory from what is measured. */
async function withEmbedded<Result>(use: (url: string) => Promise<Result>): Promise<Result> {
  const registry = spawn(process.execPath, [join(import.meta.dirname, 'embedded.js')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const ended = once(registry, 'exit').then(([code]) => {
      throw new Error(`the embedded registry ended with ${code}`)
    })
    const [line] = (await Promise.race([once(registry.stdout, 'data'), ended])) as [Buffer]
    ended.catch(() => {})
    return await use(line.toString().trim())
  } finally {
    registry.kill()
  }
}
