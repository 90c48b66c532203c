import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
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
  const files = ['threads/pool', 'threads/thread'].map((name) => join(root, 'src/image', `${name}.ts`))
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
