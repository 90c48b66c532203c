import { describe, expect, it } from 'vitest'
import { must, may, should, type CensusNote, type Requirement } from '../../src/engine/requirement.ts'
import type { Specification } from '../../src/engine/requirement.ts'
import { census, type CensusResult } from './census.ts'
import { isComplete, report } from './report.ts'

const url = 'https://example.org'
const release = { label: 'v', revision: 'v', url }
const specification: Specification = {
  name: 'tea',
  title: 'Tea',
  file: 'tea.md',
  versions: { '1.0': release, '1.1': release, dev: release },
}

const text = [
  'A pot MUST be warm, and MUST NOT be cracked.', // 1
  '', // 2
  'It SHOULD hold water. Guests MAY drink; the host MUST pour.', // 3
  '| cup | 200 |', // 4
].join('\n')

const requirement = (id: string, statement: ReturnType<typeof must>): Requirement => ({
  id,
  title: 'pours',
  section: 'tea',
  at: { '1.1': statement },
})

const take = (requirements: Requirement[], places: CensusNote['at']['1.1'] = []): CensusResult =>
  census({
    specification,
    version: '1.1',
    files: new Map([['tea.md', text]]),
    requirements,
    notes: [{ reason: 'binds the guests', at: { '1.1': places } }],
  })

const pot = requirement('pot', must(1))
const water = requirement('water', should(3))
const pour = requirement('pour', must('3:3', '4!'))

describe('census', () => {
  it('is complete where each keyword is claimed or explained', () => {
    const result = take([pot, water, pour], ['3:2'])
    expect(isComplete(result)).toBe(true)
    expect(result).toMatchObject({ keywords: 5, claimed: 4, requirements: 3, explained: 1 })
    expect(report('tea v', result)).toBe(
      'tea v: 5 keywords: 4 claimed by 3 requirements, 1 explained by notes',
    )
  })

  it('reports line, word and text of what is left over', () => {
    const result = take([pot, pour], ['3:2'])
    expect(result.open).toMatchObject([{ file: 'tea.md', line: 3, ordinal: 1, word: 'SHOULD' }])
    expect(isComplete(result)).toBe(false)
    expect(report('tea v', result)).toContain(
      'tea.md:3:1  SHOULD is neither claimed nor explained\n    It SHOULD hold water.',
    )
  })

  // Without ordinals a requirement claims the keywords of its own level, and a note takes all of the line.
  it('claims by level and explains by line', () => {
    expect(take([requirement('pour', must(3))]).open.map(({ line, ordinal }) => [line, ordinal])).toEqual([
      [1, 1],
      [1, 2],
      [3, 1],
      [3, 2],
    ])
    expect(take([], [3]).open.map(({ line }) => line)).toEqual([1, 1])
  })

  // Without any comparison there is no success.
  it('is not complete where the text has no keyword', () => {
    const files = new Map([['tea.md', 'Tea is nice.']])
    const result = census({ specification, version: '1.1', files, requirements: [], notes: [] })
    expect(isComplete(result)).toBe(false)
    expect(report('tea v', result)).toContain('no keyword was found')
  })

  it('counts a keyword once that several requirements claim', () => {
    expect(take([pot, requirement('crack', must('1:2'))])).toMatchObject({ claimed: 2, requirements: 2 })
  })

  it('lets a plain place claim nothing', () => {
    const result = take([requirement('cup', must('4!', '1!'))])
    expect(result).toMatchObject({ claimed: 0, requirements: 0, astray: [] })
  })

  it('passes over statements of other versions', () => {
    const other = { ...pot, at: { dev: must(99) } }
    expect(take([other])).toMatchObject({ claimed: 0, astray: [] })
  })

  it.each([
    ['a line without keyword', must(4), 'has no keyword of level MUST'],
    ['another level', may(1), 'has no keyword of level MAY'],
    ['an ordinal that is not there', must('1:3'), 'has no keyword number 3'],
    ['an ordinal of another level', must('3:1'), 'number 1 is SHOULD, not of level MUST'],
    ['an empty line', must('2!'), 'does not point at text'],
    ['a line behind the end', must(5), 'does not point at text'],
    ['a malformed place', must('3:'), 'is not a place'],
  ])('reports a requirement that points at %s', (_, statement, problem) => {
    const { astray } = take([requirement('astray', statement)])
    expect(astray).toEqual([{ owner: 'astray', place: statement.places[0], problem }])
  })

  it.each([
    ['a line without keyword', 4, 'has no keyword'],
    ['a plain place', '4!', 'explains no keyword'],
    ['a claimed keyword', '1:1', 'explains MUST, which is claimed'],
  ])('reports a note that points at %s', (_, place, problem) => {
    const { astray } = take([pot], [place])
    expect(astray).toEqual([{ owner: '"binds the guests"', place, problem }])
  })

  it('reports a note that explains the same keyword again', () => {
    expect(take([], [1, '1:2']).astray).toMatchObject([{ problem: 'explains MUST NOT a second time' }])
  })

  it('names files that were not passed, without checking what points there', () => {
    const result = take([pot, water, pour, requirement('milk', must('milk.md#7'))], ['3:2'])
    expect(result.unread).toEqual(['milk.md'])
    expect(isComplete(result)).toBe(true)
    expect(report('tea v', result)).toContain('not checked: places in milk.md, which was not passed')
  })

  it('reads places of other files', () => {
    const result = census({
      specification,
      version: '1.1',
      files: new Map([['more/milk.md', 'Milk is OPTIONAL.\n']]),
      requirements: [requirement('milk', may('more/milk.md#1'))],
      notes: [],
    })
    expect(result).toMatchObject({ keywords: 1, claimed: 1, open: [], astray: [] })
  })

  it('shows no control characters of the text', () => {
    const files = new Map([['tea.md', 'Tea MUST\u001B[31m steep.']])
    const result = census({ specification, version: '1.1', files, requirements: [], notes: [] })
    expect(report('tea v', result)).not.toContain('\u001B')
  })
})
