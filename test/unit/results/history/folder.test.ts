import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { RunResult } from '../../../../src/results/result.ts'
import { historyFiles } from '../../../../src/reporters/history/files.ts'
import { resultsText } from '../../../../src/results/file/results-text.ts'
import { addToHistory, readHistory } from '../../../../src/results/history/store.ts'
import { resultWith } from '../comparison/fixture.ts'
import { runOn, withHistory } from './sketch.ts'

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()

it('keeps verdicts, findings and conclusion as they were, in whatever order they are added', () =>
  withHistory((folder) => {
    const runs = [3, 1, 2].map((day) =>
      resultWith({ label: 'zot 2.1.20', startedAt: `2026-11-0${day}T00:00:00.000Z` }),
    )
    for (const run of runs) expect(addToHistory(folder, run).added).toBe(true)
    const [series] = readHistory(folder).series
    expect(series?.results.map(({ startedAt }) => startedAt.slice(8, 10))).toEqual(['01', '02', '03'])
    for (const { totals, conclusion } of series?.results ?? []) {
      expect(totals).toEqual(runs[0]?.totals.requirements)
      expect(conclusion).toMatchObject({ name: 'nonconformant', exitCode: 1 })
    }
    expect(series?.steps).toEqual([])
    // One list of requirements for all of them.
    expect(filesIn(folder)).toHaveLength(4)
    expect(statSync(filesIn(folder).at(-1)!).size).toBeLessThan(3000)
  }))

it('keeps a run once, and under the name that it was added with last', () =>
  withHistory((folder) => {
    const run = runOn(1, { 'pull.version': 'pass' })
    expect(addToHistory(folder, run)).toEqual({ added: true, file: expect.stringContaining('-zot-2.1.20-') })
    expect(addToHistory(folder, run).added).toBe(false)
    expect(addToHistory(folder, run, { name: 'ours' }).added).toBe(true)
    const { series, unread } = readHistory(folder)
    expect(series.map(({ product, results }) => [product, results.length])).toEqual([['ours', 1]])
    expect(unread).toEqual([])
  }))

it('names foreign and damaged files with what is wrong, and reads the others', () =>
  withHistory((folder) => {
    for (const day of [1, 2, 3]) addToHistory(folder, runOn(day, { 'pull.version': 'pass' }))
    addToHistory(folder, runOn(4, { 'pull.version': 'pass', 'pull.blob.range': 'pass' }))
    const [first = '', second = '', , last = ''] = filesIn(join(folder, 'results'))
    const text = readFileSync(first, 'utf8')
    const put = (name: string, content: string) => writeFileSync(join(folder, 'results', name), content)
    writeFileSync(second, text.slice(0, 100))
    copyFileSync(first, join(folder, 'results', 'zz-copy.json'))
    put('results.json', resultsText(resultWith()))
    put('null.json', 'null')
    put('deep.json', '['.repeat(1000))
    put('.hidden', 'not read')
    put('newer.json', text.replace('"keptVersion": 1', '"keptVersion": 2'))
    put('letters.json', text.replace('"verdicts": "p"', '"verdicts": "pp"'))
    put('verdict.json', text.replace('"verdicts": "p"', '"verdicts": "x"'))
    put('time.json', text.replace('2026-11-01T', '2026-13-01T'))
    mkdirSync(join(folder, 'results', 'folder.json'))
    const list = /"requirements": "(?<name>\w+)"/.exec(readFileSync(last, 'utf8'))?.groups?.['name'] ?? ''
    writeFileSync(
      join(folder, 'requirements', `${list}.json`),
      readFileSync(join(folder, 'requirements', `${list}.json`), 'utf8').replace('MUST', 'MAY'),
    )
    const { series, unread } = readHistory(folder)
    expect(series.map(({ results }) => results.length)).toEqual([2])
    expect(
      Object.fromEntries(unread.map(({ file, why }) => [file.replace(/.*\/(?:2026\S+-)?/, ''), why])),
    ).toEqual({
      [second.replace(/.*-/, '')]: 'it is not valid JSON',
      'zz-copy.json': expect.stringMatching(/^it contains the same run as results\/2026/),
      'results.json': 'it was not written by oci-assay history; a results.json is added with --add',
      'null.json': 'it was not written by oci-assay history; a results.json is added with --add',
      'deep.json': 'it has more than 8 levels of objects and arrays',
      'newer.json': 'it has version 2, and this oci-assay reads versions up to 1',
      'letters.json': 'it has not one verdict for each of its requirements',
      'verdict.json': expect.stringMatching(/^it is damaged: \/verdicts must match pattern/),
      'time.json': expect.stringContaining('/startedAt'),
      'folder.json': 'cannot be read: it is a folder (EISDIR)',
      [`${list}.json`]: 'it is not the list that its name is the digest of',
      [last.replace(/.*-/, '')]: `its list of requirements, requirements/${list}.json, was not read`,
    })
  }))

it('makes the same files of the same folder', () =>
  withHistory((folder) => {
    for (const day of [2, 1])
      addToHistory(folder, runOn(day, { 'pull.version': day === 2 ? 'fail' : 'pass' }))
    const once = historyFiles(readHistory(folder))
    expect(historyFiles(readHistory(folder))).toEqual(once)
    withHistory((other) => {
      for (const day of [1, 2])
        addToHistory(other, runOn(day, { 'pull.version': day === 2 ? 'fail' : 'pass' }))
      // Only the seeds of the fixture differ, and so the names of the files.
      expect([...historyFiles(readHistory(other)).keys()]).toEqual([...once.keys()])
    })
  }))

it('takes no success from a file whose verdicts are not one, and its own conclusion otherwise', () =>
  withHistory((folder) => {
    const good = { name: 'conformant', exitCode: 0, headline: 'No failures' } as const
    addToHistory(folder, runOn(1, { 'pull.version': 'error' }), { conclusion: good })
    addToHistory(folder, runOn(2, { 'pull.version': 'warn' }), {
      conclusion: {
        name: 'nonconformant',
        exitCode: 1,
        headline: '1 warning, which --strict counts as failures',
      },
    })
    const names = readHistory(folder).series[0]?.results.map(({ conclusion }) => conclusion.name)
    expect(names).toEqual(['not-tested', 'nonconformant'])
  }))

function image(day: number, digit: string, name: string): RunResult {
  const run = runOn(day, { 'pull.version': 'pass' })
  const root = `sha256:${digit.repeat(64)}`
  return {
    ...run,
    target: { kind: 'image', name, details: {} },
    evidence: [{ kind: 'image', name, root, nodes: [], omitted: 0, size: 0, orphans: 0 }],
  }
}

it('takes the digest of an image as its version, unless it has another one', () =>
  withHistory((folder) => {
    addToHistory(folder, image(1, 'a', 'registry.example/app:latest'))
    addToHistory(folder, image(2, 'b', 'registry.example/app:latest'))
    addToHistory(folder, image(3, 'c', `registry.example/app@sha256:${'c'.repeat(64)}`))
    addToHistory(folder, image(3, 'd', 'registry.example/app:latest'), { name: 'app 1.2' })
    const names = readHistory(folder).series.map(({ product, results }) => [
      product,
      ...results.map(({ version }) => version),
    ])
    expect(names).toEqual([
      ['app', '1.2'],
      ['registry.example/app', 'sha256:cccccccccccc'],
      ['registry.example/app:latest', 'sha256:aaaaaaaaaaaa', 'sha256:bbbbbbbbbbbb'],
    ])
  }))
