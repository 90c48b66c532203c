import { expect, it } from 'vitest'
import { derived, must, type Requirement, type Specification } from '../../../src/engine/requirement.ts'
import { lint } from './lint.ts'

const version = { label: 'v', revision: 'v', url: 'https://example.org' }
const specification: Specification = {
  name: 'lamps',
  title: 'Lamps',
  file: 'spec.md',
  versions: { '1.0': version, '1.1': version, dev: version },
}
const lamp: Requirement = { id: 'lamp.on', title: 'shines', section: 'light', at: { dev: must(1) } }

const problemsOf = (...list: readonly Requirement[]) =>
  lint({ specification, suites: [{ name: 'lamp', requirements: list }], prefixOf: (suite) => suite })

it('finds nothing in requirements that are written by the rules', () => {
  expect(problemsOf(lamp)).toEqual([])
})

// Each with the only problem that it has.
const rows: readonly [more: Partial<Requirement>, problem: string][] = [
  [{ id: 'light.on' }, 'does not begin with lamp'],
  [{ id: 'lamp.On' }, 'is not in lower case, with dots and dashes'],
  [{ title: `shines ${'very '.repeat(20)}much` }, 'has a title of 111 characters, more than 90'],
  [{ title: 'bright' }, 'has a title that does not begin with a verb'],
  [{ title: 'shines as it must' }, 'has a title with a keyword'],
  [{ title: 'shines.' }, 'has a title that ends with a full stop or a space'],
  [{ section: '#light' }, 'has a section that is not an anchor'],
  [{ ruling: 'Warns' }, 'has text in ruling that is not sentences'],
  [{ impact: 'It is dark' }, 'has text in impact that is not sentences'],
  [{ unobservable: '' }, 'has text in unobservable that is not sentences'],
  [{ dependsOn: ['lamp.off'] }, 'depends on lamp.off, which does not exist'],
  [{ dependsOn: ['lamp.on'] }, 'depends on itself: lamp.on, lamp.on'],
  [{ at: {} }, 'is in no version'],
  [{ reasoning: 'A lamp that is on is bright.' }, 'has a reasoning, and no level is derived'],
  [{ at: { dev: derived('MUST', 1) } }, 'has a derived level without a reasoning'],
  [{ at: { dev: must(1, 1) } }, 'names 1 twice in dev'],
  [{ at: { dev: must(0) } }, 'names 0 in dev, which is not a line of a text'],
  [{ at: { dev: must('lamp.txt#1') } }, 'names lamp.txt#1 in dev, which is not a line of a text'],
]

it('finds each problem', () => {
  for (const [more, problem] of rows) {
    const requirement = { ...lamp, ...more }
    expect(problemsOf(requirement)).toEqual([`${requirement.id}: ${problem}`])
  }
})

it('finds what is there twice', () => {
  expect(problemsOf(lamp, { ...lamp, id: 'lamp.off' })).toEqual(['shines: is the title of two'])
  expect(problemsOf(lamp, { ...lamp, title: 'glows' })).toEqual(['lamp.on: is there twice'])
  const twice = { ...lamp, id: 'lamp.off', title: 'glows', dependsOn: ['lamp.on', 'lamp.on'] }
  expect(problemsOf(lamp, twice)).toEqual(['lamp.off: depends on lamp.on twice'])
})
