import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlobOutcome } from '../../../src/image/decode/blob.ts'
import { archiveOf, blob, layout, tar, types } from './archives.ts'

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
  const files = ['threads/pool', 'threads/streams', 'threads/thread', 'source/archive/packed'].map((name) =>
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

/** Feeds files in pieces of odd sizes, several at once, as blobs come from a registry. */
const feeder = `
import { readFileSync } from 'node:fs'
import { streamInspectors } from './src/image/threads/streams.js'
const jobs = JSON.parse(process.argv[2])
const mode = process.argv[3]
const inspectors = streamInspectors({ threads: 3 })
const feed = async ({ request, range }, index) => {
  const bytes = readFileSync(range.file)
  const inspector = inspectors.inspect(request)
  try {
    for (let at = 0; at < bytes.length; at += 60_001) {
      if (mode === 'stop' && at > 3e6) await inspectors.close()
      if (mode === 'drop' && index === 0 && at > 3e6) throw new Error('the connection broke')
      // The buffer is used again by whoever reads from the network.
      const piece = Buffer.from(bytes.subarray(at, at + 60_001))
      await inspector.write(piece)
      piece.fill(0)
    }
    return { request, facts: await inspector.finish() }
  } catch (error) {
    return { request, failure: { code: error.code, message: error.message } }
  } finally {
    inspector.close()
  }
}
const outcomes = await Promise.all(jobs.map(feed))
await inspectors.close()
process.stdout.write(JSON.stringify(outcomes))
`

/** Opens a compressed archive with so many threads. */
const opener = `
import { openPackedArchive } from './src/image/source/archive/packed.js'
const [{ file, requests }] = JSON.parse(process.argv[2])
const source = await openPackedArchive(file, { threads: Number(process.argv[3]) })
const outcomes = []
for await (const outcome of source.inspect(requests)) outcomes.push(outcome)
await source.close()
process.stdout.write(JSON.stringify(outcomes))
`

async function inspect(jobs: readonly object[], mode = '', code = runner): Promise<BlobOutcome[]> {
  const script = join(folder, 'run.mjs')
  await writeFile(script, code)
  const output = execFileSync(process.execPath, [script, JSON.stringify(jobs), mode], { encoding: 'utf8' })
  return JSON.parse(output) as BlobOutcome[]
}

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
  const broken = await job('broken', gzipSync(layers[0]!).subarray(0, 5000))
  const gone = { ...broken, range: { ...broken.range, file: join(folder, 'gone') } }
  const outcomes = await inspect([...jobs, broken, gone])
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

test('blobs that come in pieces are inspected in threads as files are', async () => {
  const layers = Array.from({ length: 4 }, (_, index) =>
    tar({ name: `file-${index}`, content: Buffer.alloc(4 * 1024 ** 2 + index, `content ${index}`) }),
  )
  const large = await Promise.all(layers.map((layer, index) => job(`stream-${index}`, layer)))
  const packed = gzipSync(layers[0]!, { level: 0 })
  const jobs = [
    ...large,
    await job('stream-gzip', packed),
    await job('stream-small', tar({ name: 'x' })),
    await job('stream-other', layers[1]!, blob(layers[2]!).digest),
    await job('stream-cut', packed.subarray(0, 2_000_000)),
  ]
  const outcomes = await inspect(jobs, '', feeder)
  const inFiles = await inspect(jobs)
  for (const outcome of outcomes) {
    expect(outcome.facts).toBeDefined()
    expect(inFiles).toContainEqual(outcome)
  }
  expect(outcomes.map(({ facts }) => facts?.verified)).toEqual([
    ...Array.from({ length: 6 }, () => 'match'),
    'mismatch',
    'match',
  ])
  expect(outcomes.at(-1)?.facts?.problems[0]?.code).toBe('truncated')
}, 60_000)

test('a stream that breaks off leaves the others alone, and a stopped thread leaves nobody waiting', async () => {
  const layer = tar({ name: 'x', content: Buffer.alloc(8 * 1024 ** 2) })
  const jobs = await Promise.all([0, 1, 2, 3].map((index) => job(`piece-${index}`, layer)))
  const dropped = await inspect(jobs, 'drop', feeder)
  expect(dropped.map(({ failure }) => failure?.message)).toEqual([
    'the connection broke',
    undefined,
    undefined,
    undefined,
  ])
  const stopped = await inspect(jobs, 'stop', feeder)
  expect(stopped.map(({ failure }) => failure?.code)).toEqual(jobs.map(() => 'aborted'))
}, 60_000)

test('blobs of a compressed archive are inspected in threads as in one', async () => {
  const layers = [0, 1, 2].map((index) =>
    tar({ name: `file-${index}`, content: Buffer.alloc(3 * 1024 ** 2 + index, `content ${index}`) }),
  )
  const { files } = layout(...layers.map((bytes) => ({ bytes, mediaType: types.layer })))
  const file = join(folder, 'layout.tgz')
  await writeFile(file, gzipSync(archiveOf(files)))
  const requests = layers.map((bytes) => ({ digest: blob(bytes).digest, as: 'layer' }))
  const found = await inspect([{ file, requests }], '3', opener)
  expect(found.map(({ facts }) => facts?.content?.diffIds.sha256)).toEqual(
    requests.map(({ digest }) => digest),
  )
  expect(found).toEqual(await inspect([{ file, requests }], '1', opener))
}, 60_000)
