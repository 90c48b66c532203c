import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlobOutcome } from '../../../src/image/decode/blob.ts'
import { blob, tar } from './archives.ts'

const root = join(import.meta.dirname, '../../..')

/** Threads run compiled code, so the pool is compiled for itself, where its imports can be found. */
let folder = ''
beforeAll(async () => {
  const cache = join(root, 'node_modules/.cache')
  await mkdir(cache, { recursive: true })
  folder = await mkdtemp(join(cache, 'threads-'))
  const options =
    '--ignoreConfig --target es2023 --module nodenext --types node --skipLibCheck --noCheck ' +
    '--allowImportingTsExtensions --rewriteRelativeImportExtensions'
  const files = ['threads/pool', 'threads/thread', 'threads/early'].map((name) =>
    join(root, 'src/image', `${name}.ts`),
  )
  execFileSync(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    ...files,
    ...options.split(' '),
    '--rootDir',
    root,
    '--outDir',
    folder,
  ])
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const runner = `
import { inspectAll } from './src/image/threads/pool.js'
const jobs = JSON.parse(process.argv[2])
const signal = process.argv[3] === 'abort' ? AbortSignal.timeout(1) : undefined
const outcomes = []
for await (const outcome of inspectAll(jobs, { threads: 3, ...(signal ? { signal } : {}) })) outcomes.push(outcome)
process.stdout.write(JSON.stringify(outcomes))
`

async function inspect(jobs: readonly object[], mode = ''): Promise<BlobOutcome[]> {
  const script = join(folder, 'run.mjs')
  await writeFile(script, runner)
  const output = execFileSync(process.execPath, [script, JSON.stringify(jobs), mode], { encoding: 'utf8' })
  return JSON.parse(output) as BlobOutcome[]
}

const earlyRunner = `
import { inspectAll } from './src/image/threads/pool.js'
import { startThreads } from './src/image/threads/early.js'
import { stopAhead } from './src/image/threads/inspection-thread.js'
let started = 0
process.on('worker', () => (started += 1))
const [layout, threads, jobs] = process.argv.slice(2)
startThreads(layout, { threads: Number(threads) })
await new Promise((resolve) => setTimeout(resolve, 100))
const early = started
const outcomes = []
for await (const outcome of inspectAll(JSON.parse(jobs), { threads: Number(threads) })) outcomes.push(outcome)
stopAhead()
process.stdout.write(JSON.stringify({ early, started, matching: outcomes.filter(({ facts }) => facts?.verified === 'match').length }))
`

async function job(name: string, bytes: Uint8Array, digest = blob(bytes).digest) {
  const file = join(folder, name)
  await writeFile(file, bytes)
  return { request: { digest, as: 'layer' }, range: { file, offset: 0, length: bytes.length } }
}

test('threads find the same as one thread, and a blob that fails fails alone', async () => {
  const layers = Array.from({ length: 7 }, (_, index) =>
    tar({ name: `file-${index}`, content: Buffer.alloc(5 * 1024 ** 2 + index, `content ${index}`) }),
  )
  const jobs = await Promise.all(
    layers.map((layer, index) => job(`layer-${index}`, index % 2 === 0 ? layer : gzipSync(layer))),
  )
  const damaged = await job('damaged', gzipSync(layers[0]!).subarray(0, 5000))
  const gone = { ...damaged, range: { ...damaged.range, file: join(folder, 'gone') } }
  const outcomes = await inspect([...jobs, damaged, gone])
  expect(outcomes).toHaveLength(9)
  for (const [index, { request }] of jobs.entries()) {
    const found = outcomes.find((outcome) => outcome.request.digest === request.digest)
    expect(found?.facts?.content?.diffIds.sha256).toBe(blob(layers[index]!).digest)
    expect(found?.facts?.verified).toBe('match')
  }
  expect(outcomes.filter(({ failure }) => failure?.code === 'absent')).toHaveLength(1)
  expect(outcomes.filter(({ facts }) => facts?.problems[0]?.code === 'truncated')).toHaveLength(1)
}, 60_000)

test('an interrupted run ends with every blob answered', async () => {
  const layer = tar({ name: 'x', content: Buffer.alloc(20 * 1024 ** 2) })
  const jobs = await Promise.all([0, 1, 2, 3, 4, 5].map((index) => job(`same-${index}`, layer)))
  const outcomes = await inspect(jobs, 'abort')
  expect(outcomes).toHaveLength(6)
  expect(outcomes.every(({ facts, failure }) => facts !== undefined || failure?.code === 'aborted')).toBe(
    true,
  )
}, 60_000)

/** The code of threads that answer after a while, say that they wait where a blob is named so, and end where one is named so. */
const otherThread = `
import { parentPort } from 'node:worker_threads'
let having = 0
let most = 0
parentPort.on('message', ({ id, request: { digest } }) => {
  having += 1
  most = Math.max(most, having)
  if (digest.startsWith('waits')) parentPort.postMessage('waits')
  setTimeout(() => {
    if (digest.endsWith('ends')) process.exit(7)
    having -= 1
    parentPort.postMessage({ id, found: { facts: { most } } })
  }, 50)
})
`

test.each([
  ['has one blob at a time', ['a', 'b', 'c'], { most: 1, failed: [] }],
  ['has a second one while it waits for the first', ['waits', 'b', 'c', 'd'], { most: 2, failed: [] }],
  [
    'fails the blob that ends it, and not the one that it has beside it',
    ['waits', 'b', 'c ends', 'd', 'e'],
    { most: 2, failed: ['c ends'] },
  ],
  [
    'has no third one after it was replaced',
    ['waits', 'a', 'b ends', 'c', 'waits too', 'd', 'e', 'f', 'g', 'h'],
    { most: 2, failed: ['b ends'] },
  ],
  ['is replaced where it ends each time', ['a ends', 'b ends'], { most: 0, failed: ['a ends', 'b ends'] }],
])(
  'a thread %s',
  async (_, digests, expected) => {
    const other = join(folder, '..', `other-${folder.slice(-6)}`)
    try {
      await cp(folder, other, { recursive: true })
      await writeFile(join(other, 'src/image/threads/thread.js'), otherThread)
      await writeFile(join(other, 'run.mjs'), runner.replace('threads: 3', 'threads: 1'))
      const jobs = digests.map((digest, index) => ({
        request: { digest, as: 'layer' },
        range: { file: join(folder, 'none'), offset: 0, length: 20 * 1024 ** 2 - index },
      }))
      const output = execFileSync(process.execPath, [join(other, 'run.mjs'), JSON.stringify(jobs)], {
        encoding: 'utf8',
      })
      const outcomes = JSON.parse(output) as (BlobOutcome & { facts?: { most: number } })[]
      expect({
        most: Math.max(0, ...outcomes.map(({ facts }) => facts?.most ?? 0)),
        failed: outcomes.filter(({ failure }) => failure).map(({ request }) => request.digest),
      }).toEqual(expected)
      expect(outcomes).toHaveLength(digests.length)
    } finally {
      await rm(other, { recursive: true, force: true })
    }
  },
  60_000,
)

test.each([
  ['started before a layout is read, and used', 2, 3, { early: 2, started: 2, matching: 3 }],
  ['no more than there are blobs', 9, 3, { early: 3, started: 3, matching: 3 }],
  ['ended where nothing needs them', 2, 0, { early: 2, started: 2, matching: 0 }],
])(
  'threads are %s',
  async (_, threads, inspected, expected) => {
    const layout = await mkdtemp(join(folder, 'layout-'))
    const blobs = join(layout, 'blobs', 'sha256')
    await mkdir(blobs, { recursive: true })
    const jobs = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        const layer = tar({ name, content: Buffer.alloc(6 * 1024 ** 2, name) })
        await writeFile(join(blobs, name), layer)
        return job(`early-${name}`, layer)
      }),
    )
    const script = join(folder, 'early.mjs')
    await writeFile(script, earlyRunner)
    const args = [layout, String(threads), JSON.stringify(jobs.slice(0, inspected))]
    const run = (...each: string[]): unknown =>
      JSON.parse(execFileSync(process.execPath, [script, ...each], { encoding: 'utf8', timeout: 30_000 }))
    expect(run(...args)).toEqual(expected)
    await truncate(join(blobs, 'a'), 0)
    expect(run(layout, String(threads), '[]')).toEqual({ early: 0, started: 0, matching: 0 })
    expect(run(join(layout, 'missing'), String(threads), '[]')).toEqual({ early: 0, started: 0, matching: 0 })
  },
  60_000,
)
