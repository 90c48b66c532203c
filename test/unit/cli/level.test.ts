import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { command, quick, withFolder } from './command.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'

// The registry violates one requirement, whose MUST is derived.
const only = [...quick, '--only', 'push.manifest.malformed-digest']
let registry: Awaited<ReturnType<ReturnType<typeof createReferenceRegistry>['listen']>>

beforeAll(async () => {
  registry = await createReferenceRegistry({
    spec: '1.1',
    effects: effectsOf('manifest-push-malformed-digest-201'),
  }).listen()
})
afterAll(() => registry.close())

const run = (folder: string, ...argv: readonly string[]) =>
  command('run', registry.url, ...only, '--reports', folder, '--format', 'junit', ...argv)

describe('--level', () => {
  it.each([
    [[], 1, 'nonconformant (exit code 1)'],
    [['--level', 'derived'], 1, 'nonconformant (exit code 1)'],
    [['--level', 'table'], 0, '(1 failure not counted by --level table)'],
    [['--level', 'stated'], 0, '(1 failure not counted by --level stated)'],
  ])('%j ends with exit code %i', (argv, exitCode, text) =>
    withFolder(async (folder) => {
      const { exitCode: code, stdout } = await run(folder, ...argv)
      expect(code).toBe(exitCode)
      expect(stdout.replace(/\s+/g, ' ')).toContain(text)
    }),
  )

  it('leaves verdicts as they are, in results.json and in the reports', () =>
    withFolder(async (folder) => {
      await run(folder, '--level', 'stated')
      const result = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as Record<
        string,
        unknown
      >
      expect(result['conclusion']).toMatchObject({ name: 'conformant', exitCode: 0 })
      expect(result['totals']).toMatchObject({ requirements: { fail: 1 } })
      expect(await readFile(join(folder, 'junit.xml'), 'utf8')).toContain('<failure ')
    }))

  it('is applied to stored results', () =>
    withFolder(async (folder) => {
      await run(folder)
      const report = (...argv: readonly string[]) =>
        command('report', join(folder, 'results.json'), '--format', 'terminal', ...argv)
      expect((await report()).exitCode).toBe(1)
      expect((await report('--level', 'stated')).exitCode).toBe(0)
    }))

  it('is read from the environment', () =>
    withFolder(async (folder) => {
      vi.stubEnv('OCI_ASSAY_LEVEL', 'stated')
      try {
        expect((await run(folder)).exitCode).toBe(0)
        expect((await run(folder, '--level', 'derived')).exitCode).toBe(1)
      } finally {
        vi.unstubAllEnvs()
      }
    }))

  it('has three values', async () => {
    const { exitCode, stderr } = await run('/nowhere', '--level', 'must')
    expect(exitCode).toBe(2)
    expect(stderr).toContain('Allowed choices are stated, table, derived')
  })
})
