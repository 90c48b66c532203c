import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createReferenceRegistry, type ReferenceOptions } from '../../../src/reference/index.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'
import { command, withFolder } from './command.ts'

afterEach(() => vi.unstubAllEnvs())

const absent = spawnSync('curl', ['--version']).status !== 0

/** Registries for the time of some work. */
async function withRegistries<Value>(
  options: readonly Partial<ReferenceOptions>[],
  work: (urls: string[], folder: string) => Promise<Value>,
): Promise<Value> {
  const listening = await Promise.all(
    options.map((each) => createReferenceRegistry({ spec: '1.1', ...each }).listen()),
  )
  try {
    return await withFolder((folder) =>
      work(
        listening.map(({ url }) => url),
        folder,
      ),
    )
  } finally {
    await Promise.all(listening.map(({ close }) => close()))
  }
}

describe('oci-assay reproduce', () => {
  it.skipIf(absent)('prints a script, and runs it: 1 where the violation is shown, 0 where it conforms', () =>
    withRegistries(
      [{ effects: effectsOf('tags-backwards') }, {}],
      async ([faulty = '', sound = ''], folder) => {
        const results = join(folder, 'results.json')
        await command(
          'run',
          faulty,
          '--depth',
          'quick',
          '--only',
          'discovery.tags',
          '--reports',
          folder,
          '--format',
          'junit',
        )
        const printed = await command('reproduce', results, 'discovery.tags.order')
        expect(printed.exitCode).toBe(0)
        expect(printed.stdout).toMatch(/^#!\/bin\/sh\n# discovery\.tags\.order \(MUST\): /)
        expect(printed.stdout).toContain(`registry=\${REGISTRY:-${new URL(faulty).origin}}`)
        expect((await command('reproduce', results, 'discovery.tags.order', '--run')).exitCode).toBe(1)
        vi.stubEnv('REGISTRY', new URL(sound).origin)
        expect((await command('reproduce', results, 'discovery.tags.order#1', '--run')).exitCode).toBe(0)
      },
    ),
  )

  it('names what has findings where a name has none', () =>
    withRegistries([{ effects: effectsOf('tags-backwards') }], async ([faulty = ''], folder) => {
      const results = join(folder, 'results.json')
      await command(
        'run',
        faulty,
        '--depth',
        'quick',
        '--only',
        'discovery.tags',
        '--reports',
        folder,
        '--format',
        'junit',
      )
      const passed = await command('reproduce', results, 'discovery.tags.listed')
      expect(passed.exitCode).toBe(2)
      expect(passed.stderr).toContain('discovery.tags.listed has no findings: its verdict is pass')
      expect(passed.stderr).toContain('discovery.tags.order')
      const unnamed = await command('reproduce', results)
      expect(unnamed.exitCode).toBe(2)
      expect(unnamed.stderr).toMatch(
        /specify a finding\n {2}requirements with findings: .*discovery\.tags\.order/,
      )
      const beyond = await command('reproduce', results, 'discovery.tags.order#99')
      expect(beyond.stderr).toContain('discovery.tags.order has no finding 99')
      const unknown = await command('reproduce', results, 'tags.order')
      expect(unknown.stderr).toContain('did you mean discovery.tags.order?')
    }))
})
