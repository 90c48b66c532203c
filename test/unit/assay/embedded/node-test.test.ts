import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import { built } from '../../built.ts'

let bin = ''
let folder = ''
beforeAll(async () => {
  bin = (await built()).bin
  folder = await mkdtemp(join(tmpdir(), 'oci-assay-node-test-'))
  return () => rm(folder, { recursive: true, force: true })
}, 60_000)

/** A library of the program, for an import. */
const from = (name: string): string => JSON.stringify(pathToFileURL(join(bin, name)).href)

/** Somebody's own tests, run by `node --test`. */
async function nodeTest(fault: string): Promise<{ code: number; stdout: string }> {
  const file = join(folder, `${fault || 'none'}.test.mjs`)
  await writeFile(
    file,
    `import { after } from 'node:test'
     import { createReferenceRegistry, effectsOf } from ${from('index.js')}
     import { conformance } from ${from('node-test.js')}
     let registry
     after(() => registry.close())
     conformance('ours', {
       suites: ['pull'],
       async target() {
         registry = await createReferenceRegistry({ spec: '1.1', effects: effectsOf(${fault ? JSON.stringify(fault) : ''}) }).listen()
         return registry.url
       },
     })`,
  )
  // Without the variable by which a runner informs its children that they are its own.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const child = spawn(process.execPath, ['--test', '--test-reporter=tap', file], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
  const [code] = (await once(child, 'close')) as [number]
  return { code, stdout }
}

const count = (stdout: string, name: string): number =>
  Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(stdout)?.[1])

it('registers a passing test for each requirement that holds', async () => {
  const { code, stdout } = await nodeTest('')
  expect(count(stdout, 'fail')).toBe(0)
  expect(count(stdout, 'pass')).toBeGreaterThan(40)
  expect(stdout).toMatch(/^ +ok \d+ - pull\.blob\.get: /m)
  expect(code).toBe(0)
})

it('registers a failing one for each that is violated', async () => {
  const { code, stdout } = await nodeTest('blob-altered')
  expect(stdout).toMatch(/^ +not ok \d+ - pull\.blob\.exact-bytes: /m)
  expect(stdout).toMatch(/# SKIP blocked by pull\.blob\.exact-bytes|# SKIP/)
  expect(code).toBe(1)
})
