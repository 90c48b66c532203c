import { describe, expect, it } from 'vitest'
import { incomparable } from '../../../../src/results/comparison/incomparable.ts'
import type { Contender } from '../../../../src/results/comparison/columns.ts'
import { outcomesOf, tallyOf, relevanceOf } from '../../../../src/results/comparison/outcomes.ts'
import { sideBySide } from '../../../../src/results/comparison/side-by-side.ts'
import type { Verdict } from '../../../../src/engine/verdict.ts'
import type { RunResult } from '../../../../src/results/result.ts'
import { resultWith } from './fixture.ts'

const tool = { name: 'oci-assay', version: '0.1.0' }
const gridOf = (...contenders: Contender[]) => sideBySide(contenders, tool, () => 'seen there')
const named = (...names: string[]): Contender[] => names.map((name) => ({ name, result: resultWith() }))
const names = (...results: RunResult[]) =>
  gridOf(...results.map((result) => ({ result }))).columns.map(({ name }) => name)
const notes = (...results: RunResult[]) => gridOf(...results.map((result) => ({ result }))).notes.join()
const at = (startedAt: string) => resultWith({ startedAt })

describe('columns', () => {
  it('are in the order of the arguments, versions of one product beside each other and in order', () => {
    const grid = gridOf(...named('zot 2.1.20', 'olareg 0.1.2', 'zot 2.1.9', 'distribution 3.1.1'))
    expect(grid.columns.map(({ name }) => name)).toEqual([
      'zot 2.1.9',
      'zot 2.1.20',
      'olareg 0.1.2',
      'distribution 3.1.1',
    ])
    expect(grid.steps.map(({ product, from, to }) => [product, from, to])).toEqual([['zot', 0, 1]])
  })

  it('are named by label or address, with as much of the date as distinguishes them', () => {
    expect(names(resultWith({ label: 'zot 2.1.20' }), resultWith())).toEqual([
      'zot 2.1.20',
      'registry.example:5000',
    ])
    expect(names(at('2026-11-22T01:00:00.000Z'), at('2026-11-21T01:00:00.000Z'))).toEqual([
      'registry.example:5000, 2026-11-21',
      'registry.example:5000, 2026-11-22',
    ])
    expect(names(at('2026-11-22T02:00:00.000Z'), at('2026-11-22T01:00:00.000Z'))).toEqual([
      'registry.example:5000, 2026-11-22 01:00:00',
      'registry.example:5000, 2026-11-22 02:00:00',
    ])
    expect(names(resultWith({ spec: '1.0' }), resultWith({ spec: '1.1' }))).toEqual([
      'registry.example:5000, spec 1.0',
      'registry.example:5000, spec 1.1',
    ])
    expect(new Set(names(resultWith(), resultWith())).size).toBe(2)
  })

  it('of different depth bring a note, and those of one depth none', () => {
    const { profile, ...rest } = resultWith()
    const deep = { ...rest, profile: { ...profile, depth: 'thorough' as const, requests: 100_000 } }
    expect(notes(resultWith(), deep)).toContain('have different depths (quick; thorough)')
    expect(notes(deep, deep)).not.toContain('depth')
  })

  it('of unnamed runs of one address bring a note, since these may be of two registries', () => {
    expect(gridOf({ result: resultWith() }, { result: resultWith() }).notes.join()).toContain('name each')
    expect(gridOf(...named('one', 'two')).notes).toEqual([])
  })
})

const failedIn = (...results: RunResult[]) =>
  tallyOf(gridOf(...results.map((result) => ({ result })))).failedEverywhere

describe('rows', () => {
  it('differ where two columns have different verdicts, and not where one was not selected', () => {
    const grid = gridOf(
      {
        name: 'one',
        result: resultWith({ verdicts: { 'pull.version': 'fail', 'pull.blob.range': 'pass' } }),
      },
      {
        name: 'two',
        result: resultWith({ verdicts: { 'pull.version': 'pass', 'pull.blob.range': 'skipped' } }),
      },
      { name: 'three', result: resultWith({ verdicts: { 'discovery.tags.zero': null } }) },
    )
    expect(grid.rows.filter(({ differs }) => differs).map(({ id }) => id)).toEqual(['pull.version'])
    const zero = grid.rows.find(({ id }) => id === 'discovery.tags.zero')
    expect(zero?.cells.map((cell) => cell?.verdict)).toEqual(['fail', 'fail', undefined])
    expect(grid.rows.find(({ id }) => id === 'pull.version')?.cells[0]).toEqual({
      verdict: 'fail',
      title: 'does otherwise in pull.version',
      expected: ['this'],
      received: 'that',
      seen: 'seen there',
    })
    expect(tallyOf(grid)).toEqual({ rows: 14, differing: 1, failedEverywhere: 4 })
  })

  it('are not violated everywhere where a single one was evaluated', () => {
    const one = resultWith({ verdicts: { 'pull.version': 'fail' } })
    const other = resultWith({ verdicts: { 'pull.version': 'skipped' } })
    expect(failedIn(one, resultWith({ verdicts: { 'pull.version': 'fail' } }))).toBe(failedIn(one, other) + 1)
  })

  it('group what several targets do alike, the gravest first', () => {
    const failing = resultWith({ verdicts: { 'pull.version': 'fail' } })
    const grid = gridOf(
      { name: 'a', result: resultWith({ verdicts: { 'pull.version': 'unsupported' } }) },
      { name: 'b', result: failing },
      { name: 'c', result: resultWith() },
      { name: 'd', result: failing },
    )
    const row = grid.rows.find(({ id }) => id === 'pull.version')
    expect(row && outcomesOf(row).map(({ cell, columns }) => [cell.verdict, columns])).toEqual([
      ['fail', [1, 3]],
      ['unsupported', [0]],
    ])
  })
})

const worth = (...verdicts: (Verdict | null)[]) => {
  const contenders = verdicts.map((verdict, index) => ({
    name: String(index),
    result: resultWith({ verdicts: { 'pull.version': verdict } }),
  }))
  const row = gridOf(...contenders).rows.find(({ id }) => id === 'pull.version')
  return row && relevanceOf(row)
}

const failing = (title: string): RunResult => {
  const result = resultWith({ verdicts: { 'pull.version': 'fail' } })
  const requirements = result.requirements.map((each) => ({
    ...each,
    findings: each.findings.map((finding) => ({ ...finding, title })),
  }))
  return { ...result, requirements }
}
const digest = (digit: string): string => `loses sha256:${digit.repeat(64)}`

it('keeps apart what fails otherwise, but not what differs in a digest', () => {
  const titles = [digest('a'), 'answers 500', digest('b')]
  const grid = gridOf(...titles.map((title, index) => ({ name: `${index}`, result: failing(title) })))
  const row = grid.rows.find(({ id }) => id === 'pull.version')
  expect(row && outcomesOf(row).map(({ columns }) => columns)).toEqual([[0, 2], [1]])
})

it('distinguishes rows that are to be looked at from those that are not', () => {
  expect(worth('pass', 'fail')).toBe('relevant')
  expect(worth('warn', 'warn')).toBe('relevant')
  expect(worth('pass', 'error')).toBe('relevant')
  expect(worth('pass', 'blocked')).toBe('blocked')
  expect(worth('pass', 'unsupported')).toBe('optional')
  expect(worth('pass', 'skipped', null)).toBe('alike')
  expect(worth('unsupported', 'unsupported')).toBe('alike')
})

it('notes that runs selected different requirements', () => {
  const partial = resultWith()
  const requirements = partial.requirements.map((each) =>
    each.id === 'pull.version' ? { ...each, verdict: 'skipped' as const, reason: 'not selected' } : each,
  )
  expect(notes({ ...partial, requirements }, resultWith())).toContain('selected different requirements')
  expect(notes(partial, resultWith())).not.toContain('selected')
})

it('notes versions of the specification and of the program', () => {
  const { notes, steps } = gridOf(
    { name: 'ours 1.0', result: resultWith({ spec: '1.0' }) },
    { name: 'ours 1.1', result: resultWith({ spec: '1.1', tool: '0.2.0' }) },
  )
  expect(notes).toHaveLength(2)
  expect(notes[0]).toContain('1.0, 1.1')
  expect(notes[1]).toContain('oci-assay 0.1.0 and oci-assay 0.2.0')
  expect(steps).toEqual([])
})

describe('results are kept apart', () => {
  const good = resultWith()
  const shard = { index: 1, count: 2, whole: [], everywhere: [], wanted: [], dependsOn: {}, evaluations: [] }
  const image = { ...resultWith(), profile: { ...good.profile, specification: 'image' } }
  it.for([
    ['of one', [good], 'needs two'],
    ['that never ended', [good, { ...resultWith(), complete: false }], 'b.json did not finish'],
    [
      'that was interrupted',
      [good, { ...resultWith(), interrupted: true }],
      'b.json is of a run that was interrupted',
    ],
    ['of a shard', [good, { ...resultWith(), shard }], 'b.json is shard 1/2'],
    [
      'of an image and a registry',
      [good, image],
      'by the distribution specification, and b.json by the image',
    ],
    ['of the same run', [good, resultWith(), good], 'a.json and c.json contain the same run'],
  ] as const)('%s', ([, results, why]) => {
    const files = results.map((result, index) => ({
      name: `${'abc'[index]}.json`,
      result: result as RunResult,
    }))
    expect(incomparable(files)?.why).toContain(why)
    expect(incomparable(files)?.advice).toBeTruthy()
  })

  it('but not others', () => {
    expect(
      incomparable([good, resultWith()].map((result, index) => ({ name: String(index), result }))),
    ).toBeUndefined()
  })
})
