import { mkdirSync, writeFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../../src/results/conclusion/failure.ts'
import { readResults } from '../../../src/results/file/read.ts'
import { policiesOf } from '../../../src/cli/configuration/policies.ts'
import { createLayout, types, type Layout } from '../../../suites/image/layouts/build/layout.ts'
import { write } from '../../../suites/image/layouts/build/write.ts'
import { acrossPlatforms } from '../../../suites/image/policies/defects/images.ts'
import { command, withFolder } from './command.ts'

const root = join(import.meta.dirname, '../../..')

/** The message of what these policies in a file are refused with. */
const refusal = (text: string): Promise<string> =>
  withFolder(async (folder) => {
    const path = join(folder, 'policies.yaml')
    writeFileSync(path, text)
    writeFileSync(join(folder, 'bad.lock'), '# ours\napp:1.0 sha256:abc\n')
    try {
      policiesOf(path)
      return 'accepted'
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      expect(error.exitCode).toBe(2)
      return [error.message.slice(folder.length + 1), error.advice ?? ''].join(' | ')
    }
  })

describe('mistakes in policies', () => {
  it.each([
    ['file: []', 'policies.yaml:1:1: policies.file: unknown key file | did you mean files?'],
    ['files: []', 'policies.yaml:1:8: policies.files: write a list of files, each with its path | '],
    [
      'files:\n  - path: a\n    mod: 1',
      'policies.yaml:3:5: policies.files[0].mod: unknown key mod | did you mean mode?',
    ],
    [
      'files: [{path: "/usr/**x"}]',
      /^policies\.yaml:1:16: policies\.files\[0\]\.path: "\/usr\/\*\*x" is a glob with \*\*/,
    ],
    ['files: [{path: "../x"}]', /is `\.` or `\.\.`/],
    ['files: [{path: "a/{b/c,d}"}]', /is a glob with \/ inside of braces/],
    [
      'files: [{path: a, digest: "sha256:12"}]',
      /^policies\.yaml:1:27: policies\.files\[0\]\.digest: write a digest/,
    ],
    ['files: [{path: a, mode: 0755}]', /octal digits in quotes/],
    ['files: [{path: a, owner: root}]', /policies\.files\[0\]\.owner: write numbers/],
    ['files: [{path: a, absent: true, mode: "0644"}]', /what is absent has no type, mode, owner or digest/],
    ['platforms: [linux]', /^policies\.yaml:1:13: policies\.platforms\[0\]: write os\/architecture/],
    ['platforms: linux/amd64', /write a list of platforms/],
    ['labels: {a: 1}', /^policies\.yaml:1:13: policies\.labels\.a: write the value as a text/],
    ['labels: {a: {matches: 1}}', /policies\.labels\.a\.matches: write a text/],
    ['annotations: {a: {present: false}}', /policies\.annotations\.a\.present: write true/],
    ['user: ""', /policies\.user: write non-root/],
    ['no-set-id: 1', /policies\.no-set-id: write true or false/],
    ['size: {images: 1}', /unknown key images \| did you mean image\?/],
    ['size: {image: 1MB}', /write a size such as 200MiB/],
    ['timestamps: yesterday', /write seconds since 1970/],
    ['lock: bad.lock', /policies\.lock: line 2 is not a name with a digest/],
    ['lock: {app: latest}', /policies\.lock\.app: write a digest/],
    ['- user', /policies: write policies as `name: value`/],
    ['user: a\nuser: b', /policies\.yaml:2:1: .*unique/],
  ])('%j is refused with its place', async (text, message) => {
    expect(await refusal(text)).toMatch(message)
  })

  it('end a run with exit code 2, as part of oci-assay.yaml', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'oci-assay.yaml')
      writeFileSync(path, 'spec: 1.1\npolicies:\n  user: []\n')
      const { exitCode, stderr } = await command('run', './nowhere', '--config', path)
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${path}:3:9: policies.user: write`)])
    })
  })
})

/** An image that all of docs/examples/policies.yaml holds of, for each platform. */
function exemplary(layout: Layout): void {
  const files = [
    { name: 'usr/local/bin/app', mode: 0o755, mtime: 1 },
    { name: 'etc/ssl/certs/ca.pem', mtime: 1 },
  ]
  const annotations = { 'org.opencontainers.image.source': 'https://github.com/example/app' }
  const manifests = ['amd64', 'arm64'].map((architecture) =>
    layout.manifest({
      layers: [{ files, mediaType: types.tar }],
      config: (document) =>
        void Object.assign(document, {
          architecture,
          config: {
            User: '1000',
            Labels: {
              'org.opencontainers.image.vendor': 'Example',
              'org.opencontainers.image.version': 'v1.2.3',
            },
          },
        }),
      manifest: (document) => void Object.assign(document, { annotations }),
      entry: (own) => void Object.assign(own, { platform: { os: 'linux', architecture } }),
    }),
  )
  layout.entries.push(layout.document({ schemaVersion: 2, mediaType: types.index, manifests }, types.index))
}

const made = (folder: string, make: (layout: Layout) => void): string => {
  const layout = createLayout()
  make(layout)
  mkdirSync(folder)
  return write(layout, folder, undefined, undefined)
}

const verdictsOf = async (folder: string): Promise<string[]> =>
  (await readResults(join(folder, 'results.json'))).requirements
    .filter(({ suite }) => suite === 'policies')
    .map(({ id, verdict }) => `${id} ${verdict}`)

describe('policies in a run', () => {
  it('are those of the example of the documentation', async () => {
    const example = readFileSync(join(root, 'docs/examples/policies.yaml'), 'utf8')
    const shown = readFileSync(join(root, 'docs/policies.md'), 'utf8')
    expect(shown).toContain(`\`\`\`yaml\n# docs/examples/policies.yaml\n${example}\`\`\``)
    await withFolder(async (folder) => {
      const image = made(join(folder, 'image'), exemplary)
      const path = join(root, 'docs/examples/policies.yaml')
      const { exitCode } = await command('run', image, '--policies', path, '--reports', folder)
      expect(await verdictsOf(folder)).toEqual([
        'policy.platforms pass',
        'policy.files pass',
        'policy.labels pass',
        'policy.annotations pass',
        'policy.user pass',
        'policy.unreferenced pass',
        'policy.set-id pass',
        'policy.size pass',
        'policy.timestamps pass',
      ])
      expect(exitCode).toBe(0)
    })
  })

  it('can be options, which replace those of a file, and fail the run', async () => {
    await withFolder(async (folder) => {
      const image = made(join(folder, 'image'), (layout) => void layout.image())
      const path = join(folder, 'policies.yaml')
      writeFileSync(path, 'user: non-root\nsize: { image: 1GiB }\n')
      const options = ['--policy', 'size: {layer: 10}', '--reports', folder]
      const { exitCode } = await command('run', image, '--policies', path, ...options)
      expect(await verdictsOf(folder)).toEqual(['policy.user fail', 'policy.size fail'])
      expect(exitCode).toBe(1)
    })
  })

  it('print as they were written', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'oci-assay.yaml')
      writeFileSync(path, 'policies:\n  no-set-id: true\n  files: [{ path: /a, mode: "0755" }]\n')
      const { stdout } = await command('run', './image', '--config', path, '--print-config')
      expect(stdout).toMatch(
        /^policies: \{ no-set-id: true, files: \[ \{ path: \/a, mode: "?0755"? \} \] \}/m,
      )
    })
  })

  it('are expected to fail by their ids', async () => {
    await withFolder(async (folder) => {
      const image = made(join(folder, 'image'), (layout) => acrossPlatforms(layout, { amd64: [{}] }))
      const known = join(folder, 'known.yaml')
      writeFileSync(
        known,
        'expectations:\n  - requirement: policy.user\n    reason: it is a debugging image\n',
      )
      const options = ['--policy', 'user: non-root', '--expectations', known, '--reports', folder]
      const { exitCode, stderr } = await command('run', image, ...options)
      expect([exitCode, stderr]).toEqual([0, ''])
    })
  })

  it('are not for registries', async () => {
    const { exitCode, stderr } = await command('run', 'http://localhost:1', '--policy', 'user: x')
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('policies is an option for images')])
  })
})

const suite = (of: string) => `
  const version = { label: '1', revision: '1', url: 'https://rules.example' }
  export default {
    name: 'rules', title: 'Rules', ${of} reads: ['/bin/**'],
    specification: { name: 'rules', title: 'Rules', file: 'rules.md', versions: { '1.0': version, '1.1': version, dev: version } },
    requirements: [{ id: 'rules.few', title: 'has one program', section: 'few', at: { '1.1': { level: 'MUST', basis: 'stated', places: [7] } } }],
    tests: [{ id: 'rules.few', title: 'counts', evaluates: ['rules.few'], async run(t) {
      const { platforms, documents } = await t.image()
      for (const { files, platform, layers, config } of platforms) {
        const found = [...files().all()].filter(({ type, path }) => type === 'file' && path.startsWith('bin/'))
        const [{ layer, digest, mode }] = found
        const received = [platform, found.length, layer.number, layers.length, mode, digest.length, documents.length, config.value.os].join(' ')
        t.check('rules.few', { holds: false, title: 'has programs', expected: ['one'], received })
      }
    } }],
  }`

describe('custom suites for images', () => {
  it('get the documents and the merged file system of each platform', async () => {
    await withFolder(async (folder) => {
      const image = made(join(folder, 'image'), (layout) =>
        acrossPlatforms(layout, {
          arm64: [
            { files: [{ name: 'bin/a' }, { name: 'bin/b' }] },
            { files: [{ name: 'bin/.wh.a' }, { name: 'bin/b', mode: 0o700 }] },
          ],
        }),
      )
      const path = join(folder, 'rules.mjs')
      writeFileSync(path, suite("of: 'image',"))
      const { exitCode } = await command('run', image, '--suite', path, '--reports', folder)
      const { requirements } = await readResults(join(folder, 'results.json'))
      const rule = requirements.find(({ id }) => id === 'rules.few')
      expect(rule?.findings.map(({ received }) => received)).toEqual(['linux/arm64 1 2 2 448 71 5 linux'])
      expect([rule?.link, exitCode]).toEqual(['https://rules.example/rules.md?plain=1#L7', 1])
    })
  })

  it.each([
    ['of registries are refused for images', '', './image', 'the suite rules is for registries'],
    [
      'of images are refused for registries',
      "of: 'image',",
      'http://localhost:1',
      'the suite rules is for images',
    ],
  ])('%s', async (_, of, target, message) => {
    await withFolder(async (folder) => {
      const path = join(folder, 'rules.mjs')
      writeFileSync(path, suite(of))
      const { exitCode, stderr } = await command('run', target, '--suite', path, '--reports', folder)
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)])
    })
  })
})
