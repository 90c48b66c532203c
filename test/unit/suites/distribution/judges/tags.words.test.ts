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
import { broken } from './words.ts'

const list = (tags: unknown, headers: Record<string, string> = {}): Answer =>
  json({ name: 'a/b', tags }, { headers })
const linked = (tags: unknown): Answer => list(tags, { Link: '</v2/a/b/tags/list?n=2&last=b>; rel="next"' })

/** More tags than a finding shows, and those of them that it does. */
const many = 'abcdefghijklmnop'.split('')
const shown = 'a, b, c, d, e, f, g, h, i, j, k, l'

const repeating = (last: string, received: string) =>
  broken('lists tags after the last one', [`nothing that sorts before ${last}`], received)

const judgedList = (tags: unknown) => isTagList(exchangeOf(list(tags)))

describe('the words about a tag list', () => {
  const expected = ['{"name": "<repository>", "tags": ["<tag>", …]}']
  const title = 'answers a tag list with another body'

  it('show the body where there is one, and the status where there is none', () => {
    expect(isTagList(exchangeOf({ status: 404, body: 'x' }))).toEqual(broken(title, expected, 'x'))
    expect(isTagList(exchangeOf({ body: 'x'.repeat(201) }))).toEqual(broken(title, expected, 'x'.repeat(200)))
    expect(isTagList(exchangeOf())).toEqual(broken(title, expected, '200'))
  })

  it('quote elements that are not strings, with their places', () => {
    const [title, many] = ['lists elements among the tags that are not strings', Array<number>(7).fill(1)]
    const expected = ['{"name": "<repository>", "tags": ["<tag>", …]}']
    expect(judgedList([null, 'a'])).toEqual(broken(title, expected, 'tags[0]: null'))
    expect(judgedList(['a', 1.5, { name: 'b' }, ['c']])).toEqual(
      broken(title, expected, 'tags[1]: 1.5, tags[2]: {"name":"b"}, tags[3]: ["c"]'),
    )
    expect(judgedList(['a', { name: 'b'.repeat(100) }])).toEqual(
      broken(title, expected, `tags[1]: {"name":"${'b'.repeat(51)}…`),
    )
    expect(judgedList(many)).toEqual(
      broken(title, expected, 'tags[0]: 1, tags[1]: 1, tags[2]: 1, tags[3]: 1, tags[4]: 1, and 2 more'),
    )
  })

  it('are none where no answer arrived', () => {
    const lost = exchangeOf({ error: { code: 'reset', message: 'closed the connection' } })
    expect(() => isTagList(lost)).toThrowError(NotEvaluated)
  })

  it('name null', () => {
    expect(isTagList(exchangeOf(list(null)))).toEqual({
      ...broken('answers null in place of an empty list of tags', ['"tags": []'], '"tags": null'),
      severity: 'warn',
    })
  })

  it('name both repositories', () => {
    expect(namesRepository('a')(exchangeOf(list([])))).toEqual(
      broken('names another repository in a tag list', ['"name": "a"'], '"name": "a/b"'),
    )
  })

  it('show the first tags of a list that should be empty', () => {
    expect(isEmptyTagList('n=0')(exchangeOf(list(many)))).toEqual(
      broken('lists tags for n=0', ['"tags": []'], shown),
    )
  })
})

describe('the words about an order', () => {
  const either = ['lexical order, case-insensitive', 'ASCII order']

  it('show where it breaks, which is neither at the first tag nor between two that differ in case', () => {
    expect(inOrder(['1', 'a', 'b', 'z', 'c', 'd'], 'dev')).toEqual(
      broken('lists tags in no order', either, 'b, z, c, d'),
    )
    expect(inOrder(['a', 'A', 'd', 'e', 'z', 'b', 'c'], 'dev')).toEqual(
      broken('lists tags in no order', either, 'e, z, b, c'),
    )
  })

  it('name ASCII', () => {
    expect(inOrder(['A', 'C', 'b'], '1.1')).toEqual({
      ...broken('lists tags in ASCII order', either.slice(0, 1), 'A, C, b'),
      severity: 'warn',
    })
  })

  // What an order does not tell apart stays as it was.
  it('tags that differ in case alone keep their places', () => {
    expect(allowedOrders(['a', 'A', 'b'])).toEqual([
      ['a', 'A', 'b'],
      ['a', 'A', 'b'],
      ['A', 'a', 'b'],
    ])
  })
})

describe('the words about what is listed', () => {
  it('name what is missing, what is too much and what is there twice', () => {
    expect(lists(['a'], ['a', 'b', 'c'])).toEqual(
      broken('leaves out tags that exist', ['a, b, c'], 'without b, c'),
    )
    expect(listsNoneOf(['a', 'b', 'c'], ['b', 'c'], 'of others')).toEqual(
      broken('lists tags of others', ['without b, c'], 'b, c'),
    )
    expect(withoutRepetition(['a', 'b', 'b'])).toEqual(broken('lists a tag twice', ['each tag once'], 'b'))
  })

  it('show the start of a digest, of whatever algorithm', () => {
    const words = ['lists a digest among the tags', ['tags alone']] as const
    // Without a colon, or with a beginning that no algorithm has, it is none.
    expect(listsOnlyTagNames(['a', 'sha256-0'])).toEqual({ holds: true })
    expect(listsOnlyTagNames(['a', '-sha256:0'])).toEqual(
      broken(
        'lists a tag that is outside the grammar',
        ['tags that match ^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$'],
        '"-sha256:0"',
      ),
    )
    expect(listsOnlyTagNames(['a', 'sha256+b64u:0'])).toEqual(broken(...words, '"sha256+b64u:0"'))
    const long = `sha512:${'0'.repeat(200)}`
    expect(listsOnlyTagNames([long])).toEqual(broken(...words, `"${long.slice(0, 200)}"`))
  })

  it('name of the tags after the last one only those that stand before it', () => {
    expect(listsNothingBefore(['a', 'b', 'c'], 'b')).toEqual(repeating('b', 'a, b'))
    expect(listsNothingBefore(many, 'p')).toEqual(repeating('p', shown))
    // Before it by letters, behind it by bytes.
    expect(listsNothingBefore(['a'], 'B')).toEqual({ holds: true })
    // Before it by bytes, behind it by letters.
    expect(listsNothingBefore(['C'], 'b')).toEqual({ holds: true })
  })
})

describe('the words about a page', () => {
  const either = ['2 tags', 'fewer with a Link']

  it('count its tags', () => {
    expect(hasPageOf(2, '1.1')(exchangeOf(list(many.slice(0, 3))))).toEqual(
      broken('lists more than n=2 tags', either, '3 tags'),
    )
    expect(hasPageOf(2, 'dev')(exchangeOf(linked(many.slice(0, 3))))).toEqual(
      broken('lists more than n=2 tags', either, '3 tags with a Link'),
    )
    expect(hasPageOf(2, '1.1')(exchangeOf(list(['a'])))).toEqual(
      broken('lists fewer than n=2 tags', either, '1 tags'),
    )
  })

  it('say nothing of a Link where 1.0 does not know it', () => {
    expect(hasPageOf(2, '1.0')(exchangeOf(linked(['a'])))).toEqual({
      ...broken('lists fewer than n=2 tags', ['2 tags'], '1 tags with a Link'),
      severity: 'warn',
    })
  })

  it('show a body that is no list', () => {
    expect(hasPageOf(2, '1.1')(exchangeOf({ body: '{}' }))).toMatchObject({ received: '{}' })
  })

  it('name the tag that should have been first', () => {
    expect(startsAtBeginning(['b', 'c'], ['a', 'b', 'c'], ['a', 'b', 'c'])).toEqual(
      broken('starts a list of tags behind its first one', ['a first'], 'b, c'),
    )
  })

  it('name the tags that should have come after the last one', () => {
    const after = (page: readonly string[]) =>
      startsAfter(page, 'b', { known: many.slice(0, 5), together: true })
    const title = 'starts not right after the tag that last names'
    expect(after(['d', 'e'])).toEqual(broken(title, ['c, d, e'], 'd, e'))
    expect(after([])).toEqual(broken(title, ['c, d, e'], 'no tags'))
    expect(after(['b', 'c'])).toEqual(broken('lists the tag that last names', ['c, d, e'], 'b, c'))
    expect(after(many)).toMatchObject({ received: shown })
  })

  it('set both orders against each other', () => {
    expect(keepsOrder([{ last: 'a', tags: ['c', 'b', 'y'] }], ['a', 'b', 'c'])).toEqual(
      broken('lists tags on pages in another order', ['b, c'], 'c, b'),
    )
  })
})
