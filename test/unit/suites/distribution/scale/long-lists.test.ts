import { describe, expect, it } from 'vitest'
import {
  listsAll,
  listsNothingElse,
  listsOnce,
  walksThrough,
} from '../../../../../suites/distribution/scale/long-lists.ts'
import { partsOf } from '../../../../../suites/distribution/scale/parts.ts'

const tags = Array.from({ length: 10_000 }, (_, at) => `tag-${at}`)

describe('long lists', () => {
  it('have all, each once, and nothing else', () => {
    expect([
      listsAll('tags', tags, tags),
      listsOnce('tags', tags),
      listsNothingElse('tags', tags, tags),
    ]).toEqual([{ holds: true }, { holds: true }, { holds: true }])
  })

  it('are quoted by a few names', () => {
    expect(listsAll('tags', tags.slice(7), tags)).toMatchObject({
      title: 'omitted tags of a long list',
      expected: ['all 10000 tags'],
      received: '9993 of them, without tag-0, tag-1, tag-2, tag-3, tag-4 and 2 more',
    })
    expect(listsOnce('tags', [...tags, 'tag-9'])).toMatchObject({ received: 'twice tag-9' })
    expect(listsNothingElse('tags', [...tags, 'latest'], tags)).toMatchObject({ received: 'latest' })
  })

  it.each([
    ['end', tags, undefined],
    ['end', tags.slice(1), 'lost tags from page to page'],
    ['end', [...tags, 'tag-3'], 'listed tags on more than one page'],
    ['circle', tags, 'returned Links of tags that form a loop'],
  ] as const)('are walked through to the %s', (ended, met, title) => {
    const judgement = walksThrough('tags', { pages: [], ended }, { met, wanted: tags })
    expect(judgement.holds ? undefined : judgement.title).toBe(title)
  })
})

/** How many parts of such a blob reach over a border. */
const across = (size: number, border: number) =>
  partsOf(size).filter(({ first, last }) => first < border && last >= border).length

describe('parts of a large blob', () => {
  it.each([16 * 1024 ** 2, 1024 ** 3, 5 * 1024 ** 3])('of %d bytes are all within it', (size) => {
    for (const { first, last } of partsOf(size)) {
      expect(first).toBeGreaterThanOrEqual(0)
      expect(last).toBeLessThan(size)
      expect(last).toBeGreaterThanOrEqual(first)
    }
  })

  it('reach over the borders of 31 and of 32 bits, where there are any', () => {
    expect(across(5 * 1024 ** 3, 2 ** 31)).toBe(1)
    expect(across(5 * 1024 ** 3, 2 ** 32)).toBe(1)
    expect(across(1024 ** 3, 2 ** 31)).toBe(0)
    expect(partsOf(5 * 1024 ** 3).some(({ first }) => first > 2 ** 32)).toBe(true)
  })
})
