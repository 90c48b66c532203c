import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clientSettings } from '../../../src/cli/configuration/client-settings.ts'
import { variableOf } from '../../../src/cli/configuration/environment.ts'
import { roundtripSettings } from '../../../src/cli/configuration/roundtrip-settings.ts'
import { knownVariables } from '../../../src/cli/configuration/reference-suite/index.ts'
import { manyImagesSettings } from '../../../src/cli/configuration/run-settings.ts'
import { lastingSettings } from '../../../src/cli/configuration/settings.ts'
import { command, withFolder } from './command.ts'

// The usual folder is locked by tests beside this one.
beforeEach(() => void vi.stubEnv('OCI_ASSAY_REPORTS', join(tmpdir(), `oci-assay-${process.pid}`)))
afterEach(() => void vi.unstubAllEnvs())

/** The command line is read, and nothing is tested. */
const printed = (...options: readonly string[]) =>
  command('run', 'registry.example', '--print-config', ...options)

/** Two letters swapped in the middle: what hands do. */
function swapped(name: string): string {
  const at = Math.floor(name.length / 2)
  return name.slice(0, at - 1) + name[at]! + name[at - 1]! + name.slice(at + 1)
}

/** The target is an argument. */
const names = lastingSettings
  .map(({ name }) => name)
  .filter((name) => swapped(name) !== name && name !== 'target')

/** Other commands alone have them as options: `client` and `roundtrip`. */
const ofOthers = new Set([...clientSettings, ...roundtripSettings].map(({ name }) => name))

/** On the command line they have another name. */
const ofFiles = new Set(manyImagesSettings.flatMap(({ lastingName }) => lastingName ?? []))

describe('a misspelt name is answered with the right one', () => {
  it.each(names.filter((name) => !ofOthers.has(name) && !ofFiles.has(name)))('option %s', async (name) => {
    const { exitCode, stderr } = await printed(`--${swapped(name)}`)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(new RegExp(`unknown option '--${swapped(name)}'\\n\\(Did you mean .*--${name}\\b`))
  })

  it.each(names)('setting %s of oci-assay.yaml', (name) =>
    withFolder(async (folder) => {
      const path = join(folder, 'oci-assay.yaml')
      await writeFile(path, `${swapped(name)}: x\n`)
      const { exitCode, stderr } = await printed('--config', path)
      expect(exitCode).toBe(2)
      expect(stderr).toContain(`${path}:1:1: ${swapped(name)}: unknown option\n`)
      expect(stderr).toMatch(new RegExp(`did you mean .*\\b${name}\\b.*\\?`))
    }),
  )

  it.each(names.map((name) => variableOf({ name })))('variable %s', async (variable) => {
    const typed = `OCI_ASSAY_${swapped(variable.slice('OCI_ASSAY_'.length))}`
    vi.stubEnv(typed, 'true')
    const { exitCode, stderr } = await printed()
    expect(exitCode).toBe(2)
    expect(stderr).toContain(`unknown variable ${typed}\n`)
    expect(stderr).toMatch(new RegExp(`did you mean .*${variable}\\b.*\\?`))
  })

  it.each([...knownVariables].filter((name) => !knownVariables.has(swapped(name)) && swapped(name) !== name))(
    'variable %s of the reference suite',
    async (variable) => {
      const typed = `OCI_${swapped(variable.slice('OCI_'.length))}`
      vi.stubEnv(typed, 'x')
      const { exitCode, stderr } = await printed()
      expect(exitCode).toBe(0)
      expect(stderr).toMatch(new RegExp(`${typed}: unknown and ignored: did you mean .*${variable}\\b.*\\?`))
    },
  )

  it.each([
    ['--only', 'pull.manifst', 'pull.manifest'],
    ['--only', 'pull.manifest.exact-byte', 'pull.manifest.exact-bytes'],
    ['--skip', 'push.chunkd', 'push.chunked'],
  ])('requirement of %s %s', async (option, typed, meant) => {
    const { exitCode, stderr } = await command('run', 'http://127.0.0.1:1', option, typed)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(`matches ${typed}\n`)
    expect(stderr).toMatch(new RegExp(`did you mean .*${meant}\\b`))
  })

  it('requirement of a file of known failures', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'known.yaml')
      await writeFile(path, 'expectations:\n  - requirement: pull.manifest.exact-byte\n    reason: x\n')
      const { exitCode, stderr } = await command('run', 'http://127.0.0.1:1', '--expectations', path)
      expect(exitCode).toBe(2)
      expect(stderr).toContain('did you mean pull.manifest.exact-bytes?')
    }))
})

describe('what resembles nothing', () => {
  it('is a note where it begins with OCI_ASSAY_, since nothing else uses such names', async () => {
    vi.stubEnv('OCI_ASSAY_ZZZZZZZZ', '1')
    const { exitCode, stderr } = await printed()
    expect(exitCode).toBe(0)
    expect(stderr).toContain('OCI_ASSAY_ZZZZZZZZ is ignored: there is no such variable')
  })

  it('is left alone where it is a variable of Oracle Cloud', async () => {
    for (const name of [
      'OCI_REGION',
      'OCI_TENANCY',
      'OCI_CLI_USER',
      'OCI_CLI_PROFILE',
      'OCI_USER',
      'OCI_FINGERPRINT',
    ])
      vi.stubEnv(name, 'x')
    const { exitCode, stderr } = await printed()
    expect(exitCode).toBe(0)
    expect(stderr).not.toContain('OCI_')
  })

  it('is explained where an option is accepted on the command line only', async () => {
    vi.stubEnv('OCI_ASSAY_PASSWORD_STDIN', '1')
    const { stderr } = await printed()
    expect(stderr).toContain(
      'OCI_ASSAY_PASSWORD_STDIN is ignored: --password-stdin is accepted on the command line only',
    )
  })
})
