import { describe, expect, it } from 'vitest'
import { NotEvaluated } from '../../../../../src/engine/record.ts'
import {
  allowedOrders,
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
  withoutRepetition,
} from '../../../../../suites/distribution/judges/tags.ts'
import { exchangeOf, type Answer } from '../exchange.ts'
import { json } from './verdict.ts'
import { violation } from './findings.ts'

const list = (tags: unknown, headers: Record<string, string> = {}): Answer =>
  json({ name: 'a/b', tags }, { headers })
const linked = (tags: unknown): Answer => list(tags, { Link: '</v2/a/b/tags/list?n=2&last=b>; rel="next"' })

/** More tags than a finding shows, and those of them that it does. */
const many = 'abcdefghijklmnop'.split('')
const shown = 'a, b, c, d, e, f, g, h, i, j, k, l'

const repeating = (last: string, received: string) =>
  violation({ expected: [expect.stringContaining(last)], received })

const judgedList = (tags: unknown) => isTagList(exchangeOf(list(tags)))

describe('a finding about a tag list', () => {
  const expected = ['{"name": "<repository>", "tags": ["<tag>", …]}']

  it('shows the body where there is one, and the status where there is none', () => {
    expect(isTagList(exchangeOf({ status: 404, body: 'x' }))).toEqual(violation({ expected, received: 'x' }))
    expect(isTagList(exchangeOf({ body: 'x'.repeat(201) }))).toEqual(
      violation({ expected, received: 'x'.repeat(200) }),
    )
    expect(isTagList(exchangeOf())).toEqual(violation({ expected, received: '200' }))
  })

  it('quotes elements that are not strings, with their places', () => {
    const many = Array<number>(7).fill(1)
    const expected = ['{"name": "<repository>", "tags": ["<tag>", …]}']
    expect(judgedList([null, 'a'])).toEqual(violation({ expected, received: 'tags[0]: null' }))
    expect(judgedList(['a', 1.5, { name: 'b' }, ['c']])).toEqual(
      violation({ expected, received: 'tags[1]: 1.5, tags[2]: {"name":"b"}, tags[3]: ["c"]' }),
    )
    expect(judgedList(['a', { name: 'b'.repeat(100) }])).toEqual(
      violation({ expected, received: `tags[1]: {"name":"${'b'.repeat(51)}…` }),
    )
    expect(judgedList(many)).toEqual(
      violation({
        expected,
        received: 'tags[0]: 1, tags[1]: 1, tags[2]: 1, tags[3]: 1, tags[4]: 1, and 2 more',
      }),
    )
  })

  it('is absent where no response arrived', () => {
    const lost = exchangeOf({ error: { code: 'reset', message: 'closed the connection' } })
    expect(() => isTagList(lost)).toThrowError(NotEvaluated)
  })

  it('shows null', () => {
    expect(isTagList(exchangeOf(list(null)))).toEqual({
      ...violation({ expected: ['"tags": []'], received: '"tags": null' }),
      severity: 'warn',
    })
  })

  it('names both repositories', () => {
    expect(namesRepository('a')(exchangeOf(list([])))).toEqual(
      violation({ expected: ['"name": "a"'], received: '"name": "a/b"' }),
    )
  })

  it('shows the first tags of a list that should be empty', () => {
    expect(isEmptyTagList('n=0')(exchangeOf(list(many)))).toEqual(
      violation({ expected: ['"tags": []'], received: shown }),
    )
  })
})

describe('a finding about an order', () => {
  it('shows where the order changes, which is neither at the first tag nor between two that differ in case', () => {
    expect(inOrder(['1', 'a', 'b', 'z', 'c', 'd'], 'dev')).toEqual(violation({ received: 'b, z, c, d' }))
    expect(inOrder(['a', 'A', 'd', 'e', 'z', 'b', 'c'], 'dev')).toEqual(violation({ received: 'e, z, b, c' }))
  })

  it('warns of ASCII order', () => {
    expect(inOrder(['A', 'C', 'b'], '1.1')).toEqual({
      ...violation({ received: 'A, C, b' }),
      severity: 'warn',
    })
  })

  // What an order does not distinguish stays as it was.
  it('tags that differ in case alone keep their places', () => {
    expect(allowedOrders(['a', 'A', 'b'])).toEqual([
      ['a', 'A', 'b'],
      ['a', 'A', 'b'],
      ['A', 'a', 'b'],
    ])
  })
})

describe('a finding about what is listed', () => {
  it('names what is missing, what is too much and what is there twice', () => {
    expect(lists(['a'], ['a', 'b', 'c'])).toEqual(
      violation({ expected: ['a, b, c'], received: 'without b, c' }),
    )
    expect(listsNoneOf(['a', 'b', 'c'], ['b', 'c'], 'of others')).toEqual(
      violation({ expected: ['without b, c'], received: 'b, c' }),
    )
    expect(withoutRepetition(['a', 'b', 'b'])).toEqual(violation({ received: 'b' }))
  })

  it('shows the start of a digest, of whatever algorithm', () => {
    // Without a colon, or with a beginning that no algorithm has, it is none.
    expect(listsOnlyTagNames(['a', 'sha256-0'])).toEqual({ holds: true })
    expect(listsOnlyTagNames(['a', '-sha256:0'])).toEqual(
      violation({
        expected: ['tags that match ^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$'],
        received: '"-sha256:0"',
      }),
    )
    expect(listsOnlyTagNames(['a', 'sha256+b64u:0'])).toEqual(
      violation({ title: 'digest', received: '"sha256+b64u:0"' }),
    )
    const long = `sha512:${'0'.repeat(200)}`
    expect(listsOnlyTagNames([long])).toEqual(
      violation({ title: 'digest', received: `"${long.slice(0, 200)}"` }),
    )
  })

  it('names of the tags after the last one only those that sort before it', () => {
    expect(listsNothingBefore(['a', 'b', 'c'], 'b', 9)).toEqual(repeating('b', 'a, b'))
    expect(listsNothingBefore(many, 'p', 9)).toEqual(repeating('p', shown))
    // Before it by letters, behind it by bytes.
    expect(listsNothingBefore(['a'], 'B', 9)).toEqual({ holds: true })
    // Before it by bytes, behind it by letters.
    expect(listsNothingBefore(['C'], 'b', 9)).toEqual({ holds: true })
  })
})

describe('a finding about a page', () => {
  it('counts its tags', () => {
    expect(hasPageOf(2, '1.1')(exchangeOf(list(many.slice(0, 3))))).toEqual(violation({ received: '3 tags' }))
    expect(hasPageOf(2, 'dev')(exchangeOf(linked(many.slice(0, 3))))).toEqual(
      violation({ received: '3 tags with a Link' }),
    )
    expect(hasPageOf(2, '1.1')(exchangeOf(list(['a'])))).toEqual(violation({ received: '1 tags' }))
  })

  it('only warns where 1.0 does not define Link', () => {
    expect(hasPageOf(2, '1.0')(exchangeOf(linked(['a'])))).toEqual({
      ...violation({ expected: ['2 tags'], received: '1 tags with a Link' }),
      severity: 'warn',
    })
  })

  it('shows a body that is not a list', () => {
    expect(hasPageOf(2, '1.1')(exchangeOf({ body: '{}' }))).toMatchObject({ received: '{}' })
  })

  it('names the tag that should have been first', () => {
    expect(startsAtBeginning(['b', 'c'], ['a', 'b', 'c'], { tags: ['a', 'b', 'c'], exchange: 9 })).toEqual(
      violation({ expected: ['a first'], received: 'b, c' }),
    )
  })

  it('names the tags that should have come after the last one', () => {
    const after = (page: readonly string[]) =>
      startsAfter(page, 'b', { known: many.slice(0, 5), together: true })
    expect(after(['d', 'e'])).toEqual(violation({ expected: ['c, d, e'], received: 'd, e' }))
    expect(after([])).toEqual(violation({ expected: ['c, d, e'] }))
    expect(after(['b', 'c'])).toEqual(violation({ expected: ['c, d, e'], received: 'b, c' }))
    expect(after(many)).toMatchObject({ received: shown })
  })

  it('shows both orders', () => {
    const pages = [
      { last: 'c', tags: [], exchange: 1 },
      { last: 'a', tags: ['c', 'b', 'y'], exchange: 2 },
      { last: 'b', tags: ['c'], exchange: 3 },
    ]
    expect(keepsOrder(pages, ['a', 'b', 'c'], 9)).toEqual(violation({ expected: ['b, c'], received: 'c, b' }))
  })

  it('compares the page whose order is another one', () => {
    const pages = [
      { last: 'a', tags: ['c', 'b'], exchange: 7 },
      { last: 'b', tags: ['c'], exchange: 8 },
    ]
    expect(keepsOrder(pages, ['a', 'b', 'c'], 9)).toMatchObject({
      conditions: [{ exchange: 7, kind: 'list', ordersAs: 9 }],
    })
  })
})
