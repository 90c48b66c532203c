import { describe, expect, it } from 'vitest'
import type { SpecVersion } from '../../../../../src/engine/requirement.ts'
import {
  hasPageOf,
  inOrder,
  isEmptyTagList,
  isTagList,
  keepsOrder,
  lists,
  listsNoneOf,
  listsNothingBefore,
  listsOnlyTagNames,
  namesRepository,
  startsAfter,
  startsAtBeginning,
  tagsOf,
  withoutRepetition,
} from '../../../../../suites/distribution/judges/tags.ts'
import { exchangeOf, type Answer } from '../exchange.ts'
import { cases, json, verdict, type Outcome } from './verdict.ts'

const list = (tags: unknown, more: Partial<Answer> = {}): Answer => json({ name: 'a/b', tags }, more)
const Link = '</v2/a/b/tags/list?n=2&last=b>; rel="next"'
const linked = (tags: unknown): Answer => list(tags, { headers: { Link } })

describe('tagsOf', () => {
  it.each<[Answer, string[] | undefined]>([
    [list(['a', 'b']), ['a', 'b']],
    [list([]), []],
    [list(null), []],
    [json({ name: 'a/b' }), undefined],
    [list({ a: 1 }), undefined],
    [list(['a', 1]), undefined],
    [json(null), undefined],
    [{ body: 'no JSON' }, undefined],
  ])('%o: %o', (answer, tags) => expect(tagsOf(exchangeOf(answer))).toEqual(tags))
})

cases('isTagList', isTagList, [
  [list(['a']), 'holds'],
  [list([]), 'holds'],
  [list(null), 'warns'],
  [json({ name: 'a/b' }), 'violated'],
  [json(['a']), 'violated'],
  [list([null, 'a']), 'violated'],
  [list(['a', 7]), 'violated'],
  [{}, 'violated'],
])

cases('isEmptyTagList', isEmptyTagList('n=0'), [
  [list([]), 'holds'],
  [list(null), 'warns'],
  [list(['a']), 'violated'],
  [json({}), 'violated'],
])

cases('namesRepository', namesRepository('a/b'), [
  [list([]), 'holds'],
  [json({ name: 'b', tags: [] }), 'violated'],
  [json({ tags: [] }), 'violated'],
  [{ body: 'x' }, 'violated'],
])

describe('inOrder', () => {
  it.each<[string, string[], SpecVersion, Outcome]>([
    ['nothing', [], '1.1', 'holds'],
    ['without case', ['A', 'b', 'C', 'd'], '1.0', 'holds'],
    ['without case', ['A', 'b', 'C', 'd'], 'dev', 'holds'],
    ['of bytes', ['A', 'C', 'b', 'd'], '1.0', 'warns'],
    ['of bytes', ['A', 'C', 'b', 'd'], '1.1', 'warns'],
    ['of bytes', ['A', 'C', 'b', 'd'], 'dev', 'holds'],
    ['none', ['b', 'a', 'C'], 'dev', 'violated'],
    ['backwards', ['d', 'C', 'b', 'A'], '1.1', 'violated'],
    ['of numbers', ['v2', 'v10'], '1.1', 'violated'],
    // Which of two that differ in case alone comes first is not defined.
    ['of equals', ['a', 'A', 'b'], '1.1', 'holds'],
    ['of equals', ['A', 'a', 'b'], '1.1', 'holds'],
    // Nor whether all letters are taken for small or for capital ones.
    ['with underscores first', ['_x', 'a', 'B'], '1.1', 'holds'],
    ['with underscores last', ['a', 'B', '_x'], '1.1', 'holds'],
  ])('%s: %o under %s %s', (_, tags, spec, wanted) => expect(verdict(inOrder(tags, spec))).toBe(wanted))

  it('shows the place where the order breaks', () => {
    const judgement = inOrder(['a', 'b', 'c', 'd', 'z', 'e', 'f'], 'dev')
    expect(judgement).toMatchObject({ received: 'd, z, e, f' })
  })
})

describe('what is listed', () => {
  it.each([
    ['all', lists(['a', 'b', 'c'], ['a', 'c']), 'holds'],
    ['one too few', lists(['a', 'b'], ['a', 'c']), 'violated'],
    ['each once', withoutRepetition(['a', 'A', 'b']), 'holds'],
    ['one twice', withoutRepetition(['a', 'b', 'a']), 'violated'],
    ['none of them', listsNoneOf(['a'], ['b'], 'of others'), 'holds'],
    ['one of them', listsNoneOf(['a', 'b'], ['b'], 'of others'), 'violated'],
    ['nothing after the last one', listsNothingBefore([], 'b', 9), 'holds'],
    ['a tag after the last one that came meanwhile', listsNothingBefore(['c'], 'b', 9), 'holds'],
    ['what sorts before it by one order alone', listsNothingBefore(['a'], 'B', 9), 'holds'],
    ['the last one itself', listsNothingBefore(['b'], 'b', 9), 'violated'],
    ['the beginning once more', listsNothingBefore(['a', 'c'], 'b', 9), 'violated'],
    ['tags', listsOnlyTagNames(['a', 'sha256-0123.sig', '_odd', '7.-', 'x'.repeat(128)]), 'holds'],
    ['a digest', listsOnlyTagNames(['a', `sha256:${'0'.repeat(64)}`]), 'violated'],
    ['a dash in front', listsOnlyTagNames(['-odd', 'a']), 'violated'],
    ['a dot in front', listsOnlyTagNames(['.odd']), 'violated'],
    ['a plus', listsOnlyTagNames(['a+b']), 'violated'],
    ['a line', listsOnlyTagNames(['a\n']), 'violated'],
    ['nothing', listsOnlyTagNames(['']), 'violated'],
    ['129 characters', listsOnlyTagNames(['x'.repeat(129)]), 'violated'],
  ] as const)('%s: %o', (_, judgement, wanted) => expect(verdict(judgement)).toBe(wanted))
})

describe('hasPageOf', () => {
  it.each<[Answer, SpecVersion, Outcome]>([
    [list(['a', 'b']), '1.1', 'holds'],
    [list(['a', 'b', 'c']), '1.1', 'violated'],
    [linked(['a', 'b', 'c']), '1.1', 'violated'],
    [list(['a']), '1.1', 'violated'],
    [linked(['a']), '1.1', 'holds'],
    [linked(['a']), '1.0', 'warns'],
    [json({}), '1.1', 'violated'],
  ])('%o under %s %s', (answer, spec, wanted) =>
    expect(verdict(hasPageOf(2, spec)(exchangeOf(answer)))).toBe(wanted),
  )
})

describe('startsAtBeginning', () => {
  it.each<[string, string[], string[], string[], Outcome]>([
    ['the first tags', ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c'], 'holds'],
    ['a tag is left out', ['b', 'c'], ['a', 'b', 'c'], ['a', 'b', 'c'], 'violated'],
    ['a tag in the middle is left out', ['a', 'c'], ['a', 'b', 'c'], ['a', 'b', 'c'], 'violated'],
    ['a tag came later', ['b', 'c'], ['b', 'c'], ['a', 'b', 'c'], 'holds'],
    ['a tag went meanwhile', ['b', 'c'], ['a', 'b', 'c'], ['b', 'c'], 'holds'],
    ['new tags that stayed', ['a', 'b'], ['c'], ['a', 'b', 'c'], 'holds'],
    ['tags that nobody else saw', ['x', 'y'], ['a'], ['a'], 'holds'],
    ['nothing', [], ['a'], ['a'], 'holds'],
  ])('%s: %o', (_, page, before, after, wanted) =>
    expect(verdict(startsAtBeginning(page, before, { tags: after, exchange: 9 }))).toBe(wanted),
  )
})

describe('startsAfter', () => {
  const known = ['x', 'x-A', 'x-b', 'x-C', 'x-d']
  it.each<[string, string[], string, boolean, Outcome]>([
    ['the next two', ['x-A', 'x-b'], 'x', true, 'holds'],
    ['the next two, turned round', ['x-b', 'x-A'], 'x', true, 'holds'],
    ['the next two in the order of bytes', ['x-A', 'x-C'], 'x', true, 'holds'],
    ['the rest and others', ['x-d', 'y'], 'x-C', true, 'holds'],
    ['all that come after', ['x-b', 'x-C', 'x-d', 'y'], 'x-A', true, 'holds'],
    ['the next two, each twice', ['x-A', 'x-A', 'x-b', 'x-b'], 'x', true, 'holds'],
    ['last itself', ['x', 'x-A'], 'x', true, 'violated'],
    ['one too far', ['x-b', 'x-C'], 'x', true, 'violated'],
    ['the first tags of all', ['a', 'b'], 'x-b', true, 'violated'],
    ['nothing', [], 'x', true, 'violated'],
    ['others, which may stand between', ['a', 'b'], 'x', false, 'holds'],
    ['an earlier one', ['x-A', 'x-d'], 'x-C', false, 'violated'],
  ])('%s: %o after %s', (_, page, last, together, wanted) =>
    expect(verdict(startsAfter(page, last, { known, together }))).toBe(wanted),
  )
})

describe('keepsOrder', () => {
  const known = ['A', 'b', 'C', 'd', 'E']
  it.each<[string, [string, string[]][], Outcome]>([
    [
      'the same',
      [
        ['A', ['b', 'C']],
        ['C', ['d', 'E']],
      ],
      'holds',
    ],
    [
      'fewer than requested',
      [
        ['A', ['b']],
        ['C', ['d']],
      ],
      'holds',
    ],
    ['with others behind', [['d', ['E', 'y']]], 'holds'],
    ['each twice', [['A', ['b', 'b', 'C', 'C']]], 'holds'],
    ['turned round on a page', [['A', ['C', 'b']]], 'violated'],
    ['another order on pages', [['A', ['C', 'E']]], 'violated'],
  ])('%s', (_, pages, wanted) => {
    const judgement = keepsOrder(
      pages.map(([last, tags], at) => ({ last, tags, exchange: at + 1 })),
      known,
      9,
    )
    expect(verdict(judgement)).toBe(wanted)
  })
})
