import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { built } from '../built.ts'
import { withFolder } from './command.ts'

let main = ''

beforeAll(async () => {
  main = (await built()).main
}, 60_000)

/** As in `oci-assay … | head -1`: the reader goes away after the first words. */
async function readBriefly(...argv: readonly string[]): Promise<{ code: number; stderr: string }> {
  const child = spawn(process.execPath, [main, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
  child.stdout.once('data', () => child.stdout.destroy())
  const [code] = (await once(child, 'close')) as [number]
  return { code, stderr }
}

it('ends without an error when the reader closes the pipe', { timeout: 60_000 }, async () => {
  expect(await readBriefly('list', 'requirements', '--json')).toEqual({ code: 0, stderr: '' })
})

it('still writes the reports when the reader closes the pipe', { timeout: 60_000 }, async () => {
  await withFolder(async (folder) => {
    const { code, stderr } = await readBriefly('run', '--reference', '--depth', 'quick', '--reports', folder)
    expect(stderr).toBe('')
    expect(code).toBe(0)
    for (const name of ['results.json', 'junit.xml', 'report.html'])
      expect(existsSync(join(folder, name)), name).toBe(true)
  })
})
