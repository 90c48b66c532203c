import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Depth } from '../src/engine/depth.ts'
import { withRegistry } from '../fixtures/registries/start.ts'
import { assay, bareNode, referenceSuite, version } from './commands.ts'
import { atMost, median, table, type Figure, type Limit } from './figures.ts'
import { imageFigures, largeImageFigures } from './images.ts'
import { manyFigures } from './many/figures.ts'
import { compare } from './pairs.ts'
import { openingComparison, reportPage } from './pages.ts'
import { measure } from './process.ts'
import { flatMemory } from './real-size.ts'

const registry = 'olareg'
const roundTrip = 40
/** Of the time of the reference suite, on loopback and over a slow link. */
const limits = {
  quick: { loopback: { value: 0.9, text: '0.9 of it' }, slowLink: { value: 1 / 20, text: '1/20 of it' } },
  standard: { loopback: { value: 2.5, text: '2.5 of it' }, slowLink: { value: 1 / 8, text: '1/8 of it' } },
} as const satisfies Partial<Record<Depth, Record<string, Limit>>>
const memoryLimit: Limit = { value: 150, text: '150 MiB' }
const startLimit: Limit = { value: 2, text: '2.0 of bare node' }

/** The time of a run as a part of the reference suite's, both of whole processes on the same registry. */
async function againstReference(
  name: string,
  { depth, limit, pairs }: { depth: Depth; limit: Limit; pairs: number },
  link: (port: number, use: (port: number) => Promise<Figure>) => Promise<Figure>,
): Promise<Figure> {
  const reference = referenceSuite()
  if (reference === undefined)
    return { name, limit: limit.text, measured: 'OCI_REFERENCE_SUITE is not set', verdict: 'skipped' }
  return withRegistry(registry, ({ url }) =>
    link(Number(new URL(url).port), async (port) => {
      const { ratio, first, second } = await compare(assay(port, depth), reference(port), pairs)
      const measured = `${ratio.toFixed(3)} (${seconds(first)} against ${seconds(second)}, ${pairs} pairs)`
      return atMost(name, ratio, limit, measured)
    }),
  )
}

/** A proxy in a process of its own, so that it takes no time from what is measured. */
async function overSlowLink(port: number, use: (port: number) => Promise<Figure>): Promise<Figure> {
  const proxy = spawn(
    process.execPath,
    [join(import.meta.dirname, 'slow-link.js'), String(port), String(roundTrip)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  try {
    const ended = once(proxy, 'exit').then(([code]) => {
      throw new Error(`the slow link ended with ${code}`)
    })
    const [line] = (await Promise.race([once(proxy.stdout, 'data'), ended])) as [Buffer]
    ended.catch(() => {})
    return await use(Number(line.toString()))
  } finally {
    proxy.kill()
  }
}

async function memory(depth: Depth): Promise<Figure> {
  const peaks = await withRegistry(registry, async ({ url }) => {
    const command = assay(Number(new URL(url).port), depth)
    const runs: number[] = []
    // oxlint-disable-next-line no-await-in-loop -- one at a time is the point
    for (let run = 0; run < 3; run++) runs.push((await measure(command, { memory: true })).peakMemory ?? 0)
    return runs
  })
  const peak = median(peaks)
  return atMost(`peak memory of a run, ${depth}`, peak, memoryLimit, `${peak.toFixed(0)} MiB (3 runs)`)
}

async function startUp(): Promise<Figure> {
  const { ratio, first, second } = await compare(version, bareNode, 11)
  const measured = `${ratio.toFixed(2)} (${first.toFixed(0)} ms against ${second.toFixed(0)} ms, 11 pairs)`
  return atMost('start-up: --version', ratio, startLimit, measured)
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`

/**
 * `--registries`, `--images` and `--pages` measure these alone, and `--many` a thousand images in registries and ten thousand in a layout, for ten minutes. `--large` measures the memory of images at 10 GiB as well, and
 * `--thorough` that of a run with blobs of 1 GiB: both take minutes and the disk.
 */
const options = new Set(process.argv.slice(2))
const parts = ['--registries', '--images', '--pages', '--thorough', '--many']
const isWanted = (part: string): boolean => options.has(part) || !parts.some((each) => options.has(each))

async function registryFigures(): Promise<Figure[]> {
  if (referenceSuite() === undefined)
    console.log(
      'No comparison with the reference suite: set OCI_REFERENCE_SUITE to the program of the conformance suite\n' +
        'that the distribution specification of OCI comes with (see its own README).\n',
    )
  return [await startUp(), ...(await ofDepth('quick')), ...(await ofDepth('standard'))]
}

async function ofDepth(depth: keyof typeof limits): Promise<Figure[]> {
  const { loopback, slowLink } = limits[depth]
  return [
    await memory(depth),
    await againstReference(
      `${depth} run against the reference suite, loopback`,
      { depth, limit: loopback, pairs: 5 },
      (port, use) => use(port),
    ),
    await againstReference(
      `the same over a round trip of ${roundTrip} ms`,
      { depth, limit: slowLink, pairs: 3 },
      overSlowLink,
    ),
  ]
}

try {
  const figures = [
    ...(isWanted('--registries') ? await registryFigures() : []),
    ...(isWanted('--images') ? await imageFigures() : []),
    ...(options.has('--thorough') ? [await flatMemory()] : []),
    ...(options.has('--many') ? await manyFigures() : []),
    ...(options.has('--large') ? await largeImageFigures() : []),
    ...(isWanted('--pages') ? [await openingComparison(), ...(await reportPage('distribution'))] : []),
  ]
  console.log(table(figures))
  if (figures.some(({ verdict }) => verdict === 'exceeded')) process.exitCode = 1
} catch (error) {
  console.error(`The bench could not be run: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 2
}
