import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { watchUsage } from '../../../src/client/usage.ts'

const mebibyte = 1024 * 1024
const plenty = { memory: 1024 * mebibyte, disk: 1024 * mebibyte }
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oci-assay-usage-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const within = (milliseconds: number) => AbortSignal.timeout(milliseconds)

it('measures what lies in the folder, and remembers the most of it', async () => {
  const end = watchUsage({ home: folder, folder }, plenty, () => undefined)
  writeFileSync(join(folder, 'large'), Buffer.alloc(3 * mebibyte, 1))
  await new Promise((resolve) => setTimeout(resolve, 300))
  rmSync(join(folder, 'large'))
  const { disk } = end()
  expect(disk).toBeGreaterThanOrEqual(3 * mebibyte)
  expect(disk).toBeLessThan(4 * mebibyte)
})

it('reports once that the disk is too full', async () => {
  const exceeded = new Promise<void>((resolve, reject) => {
    const end = watchUsage({ home: folder, folder }, { ...plenty, disk: mebibyte }, () => {
      end()
      resolve()
    })
    within(10_000).addEventListener('abort', () => reject(new Error('nothing was reported')))
  })
  writeFileSync(join(folder, 'large'), Buffer.alloc(2 * mebibyte, 1))
  await exceeded
})

it.skipIf(process.platform !== 'linux')(
  'measures the memory of each process that has the home, and of no other one',
  async () => {
    const program =
      'globalThis.kept = Buffer.alloc(200 * 1024 * 1024, 1); console.log("kept"); setTimeout(() => {}, 60_000)'
    const child = spawn(process.execPath, ['-e', program], {
      env: { HOME: folder },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    try {
      await once(child.stdout, 'data')
      const elsewhere = watchUsage({ home: join(folder, 'other'), folder }, plenty, () => undefined)
      const here = watchUsage({ home: folder, folder }, plenty, () => undefined)
      expect(elsewhere()).toMatchObject({ memory: 0 })
      expect(here().memory).toBeGreaterThan(200 * mebibyte)
    } finally {
      child.kill('SIGKILL')
    }
  },
  30_000,
)
