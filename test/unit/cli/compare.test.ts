import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import type { Grid } from '../../../src/results/comparison/grid.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { resultWith } from '../results/comparison/fixture.ts'
import { command, withFolder } from './command.ts'

const store = async (folder: string, name: string, result: RunResult): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, resultsText(result))
  return path
}

const failing = (id: string) => resultWith({ verdicts: { [id]: 'fail', 'discovery.tags.order': 'pass' } })

it('reports what changed since the last run, in 80 columns and without colour', () =>
  withFolder(async (folder) => {
    const old = await store(
      folder,
      'old.json',
      resultWith({ label: 'ours 1.9', verdicts: { 'pull.version': 'pass' } }),
    )
    const changed = {
      'pull.version': 'fail',
      'discovery.tags.zero': 'pass',
      'push.error.code': null,
    } as const
    const fresh = await store(folder, 'new.json', resultWith({ label: 'ours 1.10', verdicts: changed }))
    const { exitCode, stdout, stderr } = await command(
      'report',
      fresh,
      old,
      '--compare',
      '--format',
      'terminal',
    )
    expect(stderr).toBe('')
    expect(stdout).toMatchInlineSnapshot(`
      "ours 1.9 → 1.10: 1 newly failing, 1 now passes, 1 no longer reported

      registry      passed  failed  warned unsupp. blocked  errors skipped
      1 ours 1.9         2       2       2       3       2       1       2
      2 ours 1.10        2       2       1       3       2       1       2

      ours 1.9 → 1.10

      1 newly failing
      ✗ pull.version  MUST (stated)  was passed
        does otherwise in pull.version

      1 now passes
      ✓ discovery.tags.zero  MUST (derived)  was failed

      1 no longer reported: push.error.code

      1 newly failing, 1 now passes, 1 no longer reported
      "
    `)
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(exitCode).toBe(0)
  }))

it('reports which rows differ between registries, with why', () =>
  withFolder(async (folder) => {
    const [one, two] = [
      await store(folder, 'one.json', failing('pull.version')),
      await store(folder, 'two.json', failing('pull.blob.range')),
    ]
    const { exitCode, stdout } = await command(
      'report',
      `zot 2.1.20=${one}`,
      `olareg=${two}`,
      '--compare',
      '--format',
      'terminal',
    )
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^2 registries differ in 2 of 14 requirements$/m)
    expect(stdout).toMatch(/^1 zot 2\.1\.20 +2 +3 /m)
    expect(stdout).toMatch(/^pull\.version +MUST \(stated\) +✗ +✓$/m)
    expect(stdout).toContain('    does otherwise in pull.version\n')
  }))

it('writes page, Markdown and JSON that its schema describes, and names them', () =>
  withFolder(async (folder) => {
    const files = [
      await store(folder, 'one.json', failing('pull.version')),
      await store(folder, 'two.json', resultWith()),
    ]
    const reports = join(folder, 'reports')
    const { stdout } = await command(
      'report',
      ...files,
      '--compare',
      '--reports',
      reports,
      '--format',
      'terminal',
      'html',
      'markdown',
      'json',
    )
    expect((await readdir(reports)).toSorted()).toEqual([
      'comparison.html',
      'comparison.json',
      'comparison.md',
    ])
    for (const file of await readdir(reports)) expect(stdout).toContain(`report  ${join(reports, file)}`)
    const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false })
    formats.default(ajv)
    const schema = JSON.parse(await readFile('schemas/comparison.schema.json', 'utf8')) as object
    const grid = JSON.parse(await readFile(join(reports, 'comparison.json'), 'utf8')) as Grid
    expect(ajv.validate(schema, grid), JSON.stringify(ajv.errors)).toBe(true)
    expect(ajv.validate(schema, { ...grid, columns: [] })).toBe(false)
  }))

it('prints, and writes the page, where no format is named', () =>
  withFolder(async (folder) => {
    const files = [
      await store(folder, 'one.json', resultWith()),
      await store(folder, 'two.json', resultWith()),
    ]
    const { stdout } = await command('report', ...files, '--compare', '--reports', join(folder, 'reports'))
    expect(stdout).toContain('nothing changed')
    expect(await readdir(join(folder, 'reports'))).toEqual(['comparison.html'])
  }))

it('links to the reports that lie beside the results', () =>
  withFolder(async (folder) => {
    const here = process.cwd()
    try {
      process.chdir(folder)
      for (const name of ['one', 'two']) {
        await mkdir(name)
        await store(name, 'results.json', resultWith())
      }
      await writeFile(join('one', 'report.html'), '')
      const absolute = join(folder, 'two', 'results.json')
      await writeFile(join('two', 'report.html'), '')
      await command(
        'report',
        'one/results.json',
        absolute,
        '--compare',
        '--format',
        'json',
        '--reports',
        'out',
      )
      const grid = JSON.parse(await readFile('out/comparison.json', 'utf8')) as Grid
      expect(grid.columns.map(({ report }) => report)).toEqual(['../one/report.html', undefined])
    } finally {
      process.chdir(here)
    }
  }))

describe('refuses with what to do next', () => {
  const shard = { index: 1, count: 2, whole: [], everywhere: [], wanted: [], dependsOn: {}, evaluations: [] }
  const result = resultWith()
  const cases: [string, () => RunResult[], readonly string[], string][] = [
    ['one result alone', () => [result], [], 'a comparison needs two results'],
    ['the same run twice', () => [result, result], [], 'contain the same run'],
    ['a run that was killed', () => [result, { ...resultWith(), complete: false }], [], 'did not finish'],
    [
      'a run that was interrupted',
      () => [result, { ...resultWith(), interrupted: true }],
      [],
      'was interrupted',
    ],
    ['a shard', () => [result, { ...resultWith(), shard }], [], 'report --merge'],
    [
      'an image beside a registry',
      () => [result, { ...resultWith(), profile: { ...result.profile, specification: 'image' } }],
      [],
      'images with images',
    ],
    [
      'a format for a single result',
      () => [result, resultWith()],
      ['--format', 'junit'],
      'cannot be written as junit',
    ],
    ['what gates a run', () => [result, resultWith()], ['--strict'], "cannot be used with option '--strict'"],
  ]
  it.for(cases)('%s', ([, results, flags, message]) =>
    withFolder(async (folder) => {
      const files: string[] = []
      for (const [index, each] of results().entries()) files.push(await store(folder, `${index}.json`, each))
      const { exitCode, stdout, stderr } = await command(
        'report',
        ...files,
        '--compare',
        ...flags,
        '--reports',
        folder,
      )
      expect(stderr).toContain(message)
      expect(stderr).not.toMatch(/^\s+at /m)
      expect(stdout).toBe('')
      expect(exitCode).toBe(2)
    }),
  )

  it('files that hold no result, and several without an instruction', () =>
    withFolder(async (folder) => {
      const good = await store(folder, 'good.json', result)
      await writeFile(join(folder, 'bad.json'), '{"formatVersion": 2}')
      const refused = async (...argv: string[]) => {
        const { exitCode, stderr } = await command('report', ...argv, '--reports', folder)
        expect(exitCode).toBe(2)
        return stderr
      }
      expect(await refused(good, join(folder, 'none.json'), '--compare')).toContain('does not exist')
      expect(await refused(good, `zot=${join(folder, 'none.json')}`, '--compare')).toContain(
        'none.json does not exist',
      )
      expect(await refused(good, join(folder, 'bad.json'), '--compare')).toContain('is not a valid result')
      expect(await refused(good, good)).toContain('add --compare')
      expect(await refused(good, '--format', 'json')).toContain('requires --compare')
    }))
})
