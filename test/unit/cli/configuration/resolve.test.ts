import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { printedConfiguration } from '../../../../src/cli/configuration/print.ts'
import { resolveSettings, type Sources } from '../../../../src/cli/configuration/resolve.ts'
import { readConfiguration } from '../../../../src/cli/configuration/file.ts'
import { withFolder } from '../command.ts'
import { withFile } from './file.ts'

const resolve = (sources: Partial<Sources>) =>
  resolveSettings({ flags: {}, environment: {}, folder: '/nowhere', ...sources })

const yaml = `# yaml-language-server: $schema=./node_modules/oci-assay/schemas/config.schema.json
target: from-file:5000
spec: 1.0
suite: [pull, push]
ca-file: certificates/ca.pem
strict: true
timeout: 1
`

describe('where settings come from', () => {
  it('the command line, then the environment, then the file', () =>
    withFile('oci-assay.yaml', yaml, async (path, folder) => {
      const environment = { OCI_ASSAY_TARGET: 'from-environment:5000', OCI_ASSAY_TIMEOUT: '2' }
      const { settings, merged } = await resolve({
        flags: { timeout: 3, strict: false },
        environment,
        folder,
      })
      expect(settings).toEqual({
        target: 'from-environment:5000',
        spec: '1.0',
        suite: ['pull', 'push'],
        caFile: join(folder, 'certificates/ca.pem'),
        strict: false,
        timeout: 3,
      })
      expect(Object.fromEntries([...merged].map(([key, { from }]) => [key, from]))).toEqual({
        target: 'OCI_ASSAY_TARGET',
        spec: `${path}:3`,
        suite: `${path}:4`,
        caFile: `${path}:5`,
        strict: 'command line',
        timeout: 'command line',
      })
    }))

  it('our variables, then those of the reference suite', async () => {
    const environment = {
      OCI_REGISTRY: 'theirs:5000',
      OCI_ASSAY_TARGET: 'ours:5000',
      OCI_ASSAY_SKIP: 'push.{cancel,mount}*  pull.blob',
      OCI_ASSAY_STRICT: 'Yes',
      OCI_ASSAY_RETRIES: '',
    }
    const { settings } = await resolve({ environment })
    expect(settings).toMatchObject({
      target: 'ours:5000',
      skip: ['push.{cancel,mount}*', 'pull.blob'],
      strict: true,
    })
    expect(settings.retries).toBeUndefined()
  })

  it.each([
    [{ OCI_ASSAY_STRICT: 'perhaps' }, 'OCI_ASSAY_STRICT: write true or false'],
    [{ OCI_ASSAY_TIMEOUT: '1s' }, 'OCI_ASSAY_TIMEOUT: must be a whole number from 1'],
    [{ OCI_ASSAY_SPEC: '3' }, 'OCI_ASSAY_SPEC: choose among 1.0, 1.1, dev'],
    [{ OCI_ASSAY_DEPTH: 'deep' }, 'OCI_ASSAY_DEPTH: choose among quick, standard, thorough'],
    [{ OCI_ASSAY_LARGEST_BLOB: '5GB' }, 'OCI_ASSAY_LARGEST_BLOB: must be a size such as 64MiB or 5GiB'],
    [{ OCI_ASSAY_REQUESTS: '1k' }, 'OCI_ASSAY_REQUESTS: must be a whole number from 0'],
    [{ OCI_ASSAY_REPOSITORY: 'Upper' }, 'OCI_ASSAY_REPOSITORY: must have lowercase path components'],
    [{ OCI_ASSAY_PROXY: 'socks5://p' }, 'OCI_ASSAY_PROXY: that names a proxy for socks5'],
    [{ OCI_ASSAY_CONFIG: '/nowhere/x.yaml' }, '/nowhere/x.yaml cannot be read: it does not exist'],
  ])('a wrong variable is named: %j', async (environment, message) => {
    await expect(resolve({ environment })).rejects.toThrow(message)
  })

  it('the file that is named, and a path in it from its own folder', () =>
    withFile('other.yaml', 'reports: out\nca-file: /etc/ca.pem', async (config, folder) => {
      const { settings } = await resolve({ config, folder: '/nowhere' })
      expect(settings).toEqual({ reports: join(folder, 'out'), caFile: '/etc/ca.pem' })
      expect((await resolve({ environment: { OCI_ASSAY_CONFIG: config } })).settings).toEqual(settings)
    }))

  it('no file at all', () =>
    withFolder(async (folder) => {
      expect(await resolve({ folder })).toEqual({ settings: {}, merged: new Map(), notes: [] })
    }))
})

describe('a wrong file is reported with line and column', () => {
  it.each([
    ['target: a\nsuit: [pull]', '2:1: suit: unknown option', 'did you mean suite?'],
    ['secondRepository: a', '1:1: secondRepository: unknown option', 'did you mean second-repository?'],
    ['suites: [pull]', '1:1: suites: unknown option', 'did you mean suite?'],
    ['whatever: 1', '1:1: whatever: unknown option', 'the options are target, spec'],
    ['password: secret', '1:1: password: a password does not belong in a file', '--password-stdin'],
    ['target: a\nretries:   many', '2:12: retries: must be a whole number from 0 to 20', undefined],
    ['repository: Upper', '1:13: repository: must have lowercase path components', undefined],
    ['strict: maybe', '1:9: strict: write true or false', undefined],
    ['target: a\ntarget: b', '2:1: Map keys must be unique', undefined],
    ['target: [a', '1:11: ', undefined],
    ['- a', '1:1: write options as `name: value`', undefined],
    ['just text', '1:1: write options as `name: value`', undefined],
  ])('%j', async (text, message, advice) => {
    await withFile('oci-assay.yaml', text, (path) => {
      let thrown: unknown
      try {
        readConfiguration(path)
      } catch (error) {
        thrown = error
      }
      expect(thrown).toMatchObject({
        message: expect.stringContaining(`${path}:${message}`),
        exitCode: 2,
        ...(advice === undefined ? {} : { advice: expect.stringContaining(advice) }),
      })
      expect(String(thrown)).not.toContain('secret')
    })
  })
})

describe('--print-config', () => {
  it('prints every option with its origin, and can be read again', () =>
    withFile('oci-assay.yaml', yaml, async (_, folder) => {
      const environment = { OCI_ASSAY_SKIP: 'push.* pull.blob', OCI_PASSWORD: 's3cret', OCI_USERNAME: 'me' }
      const resolved = await resolve({ flags: { timeout: 3 }, environment, folder })
      const printed = printedConfiguration(resolved)
      expect(printed).toMatch(/^timeout: 3 +# command line$/m)
      expect(printed).toMatch(/^skip: .* # OCI_ASSAY_SKIP$/m)
      expect(printed).toMatch(/^target: from-file:5000 +# .*oci-assay\.yaml:2$/m)
      expect(printed).toMatch(/^concurrency: 24 +# default$/m)
      expect(printed).not.toContain('s3cret')
      const again = await withFile('again.yaml', printed, (config) => resolve({ config, folder: '/nowhere' }))
      expect(again.settings).toMatchObject(resolved.settings)
    }))
})
