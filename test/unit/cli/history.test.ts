import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { lockFolder } from '../../../src/files/lock.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { resultWith } from '../results/comparison/fixture.ts'
import { runOn } from '../results/history/sketch.ts'
import { command, withFolder } from './command.ts'

const store = async (folder: string, name: string, result: RunResult): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, resultsText(result))
  return path
}

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>

it('adds results, and prints the latest one with what changed, in 80 columns', () =>
  withFolder(async (folder) => {
    const one = await store(folder, '1.json', runOn(1, { 'pull.version': 'pass', 'pull.blob.range': 'pass' }))
    const two = await store(folder, '2.json', runOn(2, { 'pull.version': 'fail', 'pull.blob.range': 'pass' }))
    const history = join(folder, 'history')
    expect((await command('history', history, '--add', `zot 2.1.19=${one}`)).exitCode).toBe(0)
    const { exitCode, stdout, stderr } = await command('history', history, '--add', `zot 2.1.20=${two}`)
    expect(stderr).toBe('')
    expect(stdout.replaceAll(history, 'history')).toMatchInlineSnapshot(`
      "New failures in the latest result

      latest        tested on   conclusion        passed  failed  warned
      zot 2.1.20    2026-11-02  ✗ nonconformant        1       1       ·
        distribution 1.1, depth quick; since 2026-11-01: 1 newly failing, conformant →
        nonconformant

      zot 2.1.20, 2026-11-02
      zot 2.1.19 → 2.1.20; the same oci-assay 0.1.0; the same requirements

      1 newly failing
      ✗ pull.version  MUST (stated)  was passed
        does otherwise in pull.version

      1 newly failing

      report  history/history.html
      report  history/history.md
      report  history/history.json
      "
    `)
    expect(
      Math.max(
        ...stdout
          .replaceAll(history, '')
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80)
    expect(exitCode).toBe(1)
    expect(readdirSync(history).toSorted()).toEqual([
      'badges',
      'history.html',
      'history.json',
      'history.md',
      'requirements',
      'results',
    ])
    expect(readFileSync(join(history, 'history.md'), 'utf8')).toContain('does otherwise in pull.version')
  }))

it('ends with the exit code of what was added, and of all products where nothing was', () =>
  withFolder(async (folder) => {
    const history = join(folder, 'history')
    const add = async (day: number, verdict: 'pass' | 'fail' | 'error', label: string) => {
      const path = await store(folder, 'results.json', runOn(day, { 'pull.version': verdict }, { label }))
      return (await command('history', history, '--add', path)).exitCode
    }
    expect(await add(1, 'pass', 'zot')).toBe(0)
    expect(await add(2, 'fail', 'zot')).toBe(1)
    expect(await add(1, 'fail', 'olareg')).toBe(0)
    expect((await command('history', history)).exitCode).toBe(1)
    expect(await add(3, 'fail', 'zot')).toBe(0)
    expect(await add(2, 'error', 'olareg')).toBe(3)
    expect((await command('history', history)).exitCode).toBe(3)
  }))

it('writes JSON that its schemas describe', () =>
  withFolder(async (folder) => {
    const history = join(folder, 'history')
    const files = [
      await store(folder, '1.json', resultWith({ startedAt: '2026-11-01T00:00:00.000Z' })),
      await store(folder, '2.json', runOn(2, { 'pull.version': 'fail' }, { tool: '0.2.0' })),
      await store(folder, '3.json', runOn(3, { 'pull.version': 'pass' }, { label: 'zot 2.1.21' })),
    ]
    await mkdir(join(history, 'results'), { recursive: true })
    await writeFile(join(history, 'results', 'notes.txt'), 'foreign')
    const { stderr } = await command('history', history, '--add', ...files)
    expect(stderr).toContain(`${join(history, 'results', 'notes.txt')} is left out: it is not valid JSON`)
    const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false })
    formats.default(ajv)
    const schema = (name: string) => ajv.compile(read(`schemas/${name}.schema.json`))
    const validate = (name: string, ...paths: string[]) => {
      const valid = schema(name)
      expect(paths.length).toBeGreaterThan(0)
      for (const path of paths) expect(valid(read(path)), JSON.stringify(valid.errors)).toBe(true)
      expect(valid({ ...read(paths[0]!), more: true })).toBe(false)
    }
    const kept = (name: string) =>
      readdirSync(join(history, name))
        .filter((file) => file.endsWith('.json'))
        .map((file) => join(history, name, file))
    validate('history', join(history, 'history.json'))
    validate('kept-result', ...kept('results'))
    validate('kept-requirements', ...kept('requirements'))
  }))

async function refused(...argv: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await command('history', ...argv)
  expect(exitCode).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).not.toMatch(/^\s+at /m)
  return stderr
}

it('refuses a folder that another one writes to', () =>
  withFolder(async (folder) => {
    const path = await store(folder, 'results.json', runOn(1, { 'pull.version': 'pass' }))
    const unlock = lockFolder(join(folder, 'history'))
    try {
      const { exitCode, stderr } = await command('history', join(folder, 'history'), '--add', path)
      expect(stderr).toContain(`another oci-assay writes to ${join(folder, 'history')}`)
      expect(stderr).toContain('choose another folder')
      expect(stderr).not.toContain('--reports')
      expect(exitCode).toBe(3)
    } finally {
      unlock()
    }
  }))

describe('refuses with what to do next', () => {
  const shard = { index: 1, count: 2, whole: [], everywhere: [], wanted: [], dependsOn: {}, evaluations: [] }
  it('a folder without results, a shard, and a file that is not a result', () =>
    withFolder(async (folder) => {
      const part = await store(folder, 'part.json', { ...resultWith(), shard })
      const history = join(folder, 'history')
      expect(await refused(history)).toContain('does not exist\n  add one: oci-assay history')
      expect(await refused(folder)).toContain('contains no result of a history')
      expect(await refused(history, '--add', part)).toContain('report --merge')
      expect(await refused(history, '--add', join(folder, 'none.json'))).toContain('does not exist')
      expect(await refused(history, '--stale-after', '0')).toContain('whole number from 1')
      expect(await refused()).toContain("missing required argument 'folder'")
    }))
})
