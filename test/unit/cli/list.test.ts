import { describe, expect, it } from 'vitest'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import schema from '../../../schemas/requirements.schema.json' with { type: 'json' }
import type { ListedRequirement } from '../../../src/cli/commands/requirement-list.ts'
import { command, withFolder } from './command.ts'

const validate = formats.default(new Ajv2020({ strict: true, allErrors: true })).compile(schema)

const library = pathToFileURL(join(import.meta.dirname, '../../../src/index.ts')).href

const withSuite = (work: (path: string) => Promise<void>) =>
  withFolder(async (folder) => {
    const path = join(folder, 'house.mjs')
    await writeFile(
      path,
      `import { defineSuite, defineTest, must } from ${JSON.stringify(library)}
      const version = { label: '1', revision: '1', url: 'https://rules.example' }
      export default defineSuite({
        name: 'house',
        title: 'House rules',
        specification: { name: 'house', title: 'House rules', file: 'rules.md', versions: { '1.0': version, '1.1': version, dev: version } },
        requirements: [{ id: 'house.server', title: 'returns its name', section: 'server', at: { '1.1': must(9) } }],
        tests: [defineTest({ id: 'house.reads', title: 'reads the name', evaluates: ['house.server'], async run() {} })],
      })`,
    )
    await work(path)
  })

describe('list requirements', () => {
  it('has the level of each version and what it rests on', async () => {
    const { stdout } = await command('list', 'requirements')
    const [head = '', ...lines] = stdout.split('\n')
    expect(head).toMatch(/^id +of +suite +levels \(1\.0\/1\.1\/dev\) +basis \(1\.0\/1\.1\/dev\) +title$/)
    expect(lines.find((line) => line.startsWith('discovery.tags.link-last-page '))).toMatch(
      / -\/MAY\/MAY +-\/stated\/stated +returns no Link/,
    )
  })

  it('has all that is known of each as JSON, valid against its schema', async () => {
    const { stdout } = await command('list', 'requirements', '--json')
    const rows = JSON.parse(stdout) as ListedRequirement[]
    expect(validate(rows), JSON.stringify(validate.errors)).toBe(true)
    expect(rows.length).toBeGreaterThan(500)
    const row = (id: string) => rows.find((each) => each.id === id)
    expect(row('push.chunked.final-any-length')).toMatchObject({
      of: 'registry',
      suite: 'push',
      versions: { '1.1': { level: 'MUST', basis: 'derived', link: expect.stringMatching(/v1\.1.*#L\d+$/) } },
      reasoning: expect.stringMatching(/^Clients may send a final chunk of any length/),
      ruling: expect.stringMatching(/^The sentence permits/),
      tests: ['push.chunked.final-any-length'],
      faults: expect.arrayContaining([expect.stringMatching(/^[a-z-]+$/)]),
    })
    expect(Object.keys(row('push.chunked.final-any-length')!.versions)).toEqual(['1.1', 'dev'])
    expect(row('http.support-check')).not.toHaveProperty('reasoning')
    for (const { id, unobservable, tests, probes, faults, versions } of rows) {
      expect(tests.length + probes.length > 0, `tests of ${id}`).toBe(unobservable === undefined)
      if (unobservable === undefined) expect(faults, `faults of ${id}`).not.toEqual([])
      const derived = Object.values(versions).some(({ basis }) => basis === 'derived')
      expect(row(id)?.reasoning !== undefined, `reasoning of ${id}`).toBe(derived)
    }
  })

  it('includes custom suites, and refuses names that are not files', async () => {
    await withSuite(async (path) => {
      const { stdout } = await command('list', 'requirements', '--json', '--suite', path)
      const rows = JSON.parse(stdout) as ListedRequirement[]
      expect(validate(rows), JSON.stringify(validate.errors)).toBe(true)
      expect(rows.at(-1)).toMatchObject({ id: 'house.server', suite: 'house', tests: ['house.reads'] })
    })
    const { exitCode, stderr } = await command('list', 'requirements', '--suite', 'push')
    expect(exitCode).toBe(2)
    expect(stderr).toContain('--suite push is not the path of a file')
  })
})

describe('list defects', () => {
  it('has the layouts by which requirements of images are proven, and only those', async () => {
    const { stdout } = await command('list', 'defects', '--json')
    const rows = JSON.parse(stdout) as Record<string, unknown>[]
    expect(rows.length).toBeGreaterThan(150)
    expect(rows.find(({ id }) => id === 'manifest-of-other-bytes')).toEqual({
      id: 'manifest-of-other-bytes',
      violates: 'layout.blob.matches-name',
      title: 'a manifest that was changed under its name',
    })
  })
})

describe('explain', () => {
  it('lists the defects that prove a requirement of images, and no faults of registries', async () => {
    const { stdout } = await command('explain', 'layout.blob.matches-name')
    const [, listed = ''] = stdout.split('Layout defects that violate it')
    expect(listed).toContain('\n  manifest-of-other-bytes: a manifest that was changed under its name\n')
    expect(listed.trim().split('\n').length).toBeGreaterThan(3)
    expect(stdout).not.toContain('Faults that violate it')
  })

  it('lists the faults that prove a requirement of registries', async () => {
    const { stdout } = await command('explain', 'pull.blob.get')
    expect(stdout).toMatch(/\nFaults that violate it \(oci-assay serve --fault\):\n {2}[\w-]+: /)
    expect(stdout).not.toContain('Defects')
  })

  it('has the basis of each level and the reasoning', async () => {
    const { stdout } = await command('explain', 'errors.content-type')
    expect(stdout).toMatch(/\n {2}1\.1 {2}SHOULD \(derived\) https:/)
    expect(stdout).toMatch(/\n {2}dev {2}SHOULD \(stated\) {2}https:/)
    expect(stdout).toContain('\nReasoning for its level: A body may have any format;')
  })

  it('has no reasoning where each level is stated', async () => {
    const { stdout } = await command('explain', 'pull.blob.get')
    expect(stdout).toMatch(/\n {2}1\.1 {2}MUST \(stated\) {4}https:/)
    expect(stdout).not.toContain('Reasoning for its level')
  })

  it('explains tests too: what they evaluate and need', async () => {
    const { stdout } = await command('explain', 'push.sha512.wrong-digest')
    expect(stdout).toMatch(/^push\.sha512\.wrong-digest\nThe registry rejects /)
    const test = await command('explain', 'push.manifest.put-again')
    expect(test.stdout).toMatch(/^push\.manifest\.put-again \(test of the suite Push\)\n/)
    expect(test.stdout).toMatch(/\nEvaluates:\n {2}push\.manifest\.repeated: accepts /)
    expect(test.stdout).toMatch(/\nNeeds these capabilities: push/)
  })

  it('explains both where a requirement and a test have the same id', async () => {
    const { stdout } = await command('explain', 'push.session.start')
    expect(stdout).toContain('\nThe registry returns 202')
    expect(stdout).toContain('\n\npush.session.start (test of the suite Push)\n')
  })

  it('explains requirements of custom suites', async () => {
    await withSuite(async (path) => {
      const { stdout } = await command('explain', 'house.server', '--suite', path)
      expect(stdout).toContain('House rules, House rules, section server')
      const { stderr } = await command('explain', 'house.servr', '--suite', path)
      expect(stderr).toContain('did you mean house.server?')
    })
  })

  it.each([
    ['pull.manifest.exact-byte', 'pull.manifest.exact-bytes'],
    ['pull.manifst.exact-bytes', 'pull.manifest.exact-bytes'],
    ['pull_manifest_exact_bytes', 'pull.manifest.exact-bytes'],
    ['config.rootfs.diff-ids.mtach', 'config.rootfs.diff-ids.match'],
    ['exact-bytes', 'pull.manifest.exact-bytes'],
    ['push.manifest.put-agian', 'push.manifest.put-again'],
  ])('suggests an id instead of %s', async (typed, meant) => {
    const { exitCode, stderr } = await command('explain', typed)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(`unknown requirement or test "${typed}"`)
    expect(stderr).toMatch(new RegExp(`did you mean .*${meant.replaceAll('.', '\\.')}`))
  })

  it('refers to the list where nothing is similar', async () => {
    const { stderr } = await command('explain', 'zzzzzzzzzz')
    expect(stderr).toContain('`oci-assay list requirements` lists all of them')
  })
})
