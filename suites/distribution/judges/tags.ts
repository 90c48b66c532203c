import { violated, holds, warning, type Judge, type Judgement } from '../../../src/engine/judgement.ts'
import type { SpecVersion } from '../../../src/engine/requirement.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import { hasLink } from '../../../src/registry/lists/link.ts'
import { isPage, startOf } from './received.ts'
import { jsonOf, summarizeResponse } from './response.ts'
import {
  anyOf,
  headerIs,
  literal,
  onExchange,
  tagsAre,
  textMatches,
} from '../../../src/registry/reproduce/condition.ts'
import type { Condition } from '../../../src/registry/reproduce/condition-kinds.ts'

/** A list of strings under `tags`, or null. */
const listOfStrings = textMatches('"tags":(\\[("[^"]*"(,"[^"]*")*)?\\]|null)')

/** The tags of a list; null counts as none. Undefined where the body is not a tag list. */
export function tagsOf(exchange: Exchange): string[] | undefined {
  const document = jsonOf(exchange)
  if (typeof document !== 'object' || document === null) return undefined
  const { tags } = document as { tags?: unknown }
  if (tags === null) return []
  return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string') ? tags : undefined
}

/** At most this many elements are quoted, and at most this many characters of each. */
const quoted = { elements: 5, characters: 60 }

/** The elements of a list that are not strings, each with its place: `tags[0]: null`. */
function oddElements(tags: readonly unknown[]): string[] {
  const odd = tags.flatMap((tag, at) => {
    if (typeof tag === 'string') return []
    const text = JSON.stringify(tag)
    const start = text.length > quoted.characters ? `${text.slice(0, quoted.characters)}…` : text
    return [`tags[${at}]: ${start}`]
  })
  const rest = odd.length - quoted.elements
  return rest > 0 ? [...odd.slice(0, quoted.elements), `and ${rest} more`] : odd
}

/** The body is a JSON object with a list of strings under `tags`; null for an empty list is a note. */
export const isTagList: Judge<Exchange> = (exchange) => {
  const expected = '{"name": "<repository>", "tags": ["<tag>", …]}'
  const { tags } = (jsonOf(exchange) ?? {}) as { tags?: unknown }
  const odd = Array.isArray(tags) ? oddElements(tags) : []
  if (odd.length > 0) {
    return violated(
      'listed elements among the tags that are not strings',
      expected,
      odd.join(', '),
      listOfStrings,
    )
  }
  if (tagsOf(exchange) === undefined) {
    return violated('returned a tag list with another body', expected, shown(exchange), listOfStrings)
  }
  return tags === null
    ? warning(
        violated(
          'returned null instead of an empty list of tags',
          '"tags": []',
          '"tags": null',
          textMatches('"tags":\\['),
        ),
      )
    : holds()
}

/** The list carries the repository's whole name. */
export const namesRepository =
  (repository: string): Judge<Exchange> =>
  (exchange) => {
    const { name } = (jsonOf(exchange) ?? {}) as { name?: unknown }
    return name === repository
      ? holds()
      : violated(
          'returned another repository name in a tag list',
          `"name": ${JSON.stringify(repository)}`,
          `"name": ${JSON.stringify(name)}`,
          textMatches(`"name":"${literal(repository)}"`),
        )
  }

export type Compare = (one: string, other: string) => number

/** Code points, as Go's sort.Strings compares. */
const ascii: Compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0)

/**
 * Without case; tags that differ in nothing else may stand either way. Whether an underscore comes before
 * the letters or after them depends on the case that is taken for all, which the text does not define.
 */
const lexical: readonly Compare[] = [
  (one, other) => ascii(one.toLowerCase(), other.toLowerCase()),
  (one, other) => ascii(one.toUpperCase(), other.toUpperCase()),
]

/** All that some version allows. */
export const orders: readonly Compare[] = [...lexical, ascii]

export const isSorted = (tags: readonly string[], compare: Compare): boolean =>
  tags.every((tag, at) => at === 0 || compare(tags[at - 1] ?? '', tag) <= 0)

/** The orders that some version allows. */
export const allowedOrders = (tags: readonly string[]): string[][] =>
  orders.map((compare) => tags.toSorted(compare))

/**
 * The tags are in an order that the version has: 1.0 and 1.1 require lexical and gloss it as
 * case-insensitive, dev allows ASCII order too. Common registries sort by ASCII, which warns before dev.
 */
export function inOrder(tags: readonly string[], spec: SpecVersion): Judgement {
  if (lexical.some((compare) => isSorted(tags, compare))) return holds()
  const expected = ['lexical order, case-insensitive', 'ASCII order']
  const at = tags.findIndex(
    (tag, index) => ascii(tags[index - 1]?.toLowerCase() ?? '', tag.toLowerCase()) > 0,
  )
  const received = tags.slice(Math.max(0, at - 2), at + 4).join(', ')
  if (!isSorted(tags, ascii))
    return violated('listed tags in no order', expected, received, tagsAre({ sorted: 'ascii' }))
  return spec === 'dev'
    ? holds()
    : warning(
        violated(
          'listed tags in ASCII order',
          'lexical order, case-insensitive',
          received,
          tagsAre({ sorted: 'lexical' }),
        ),
      )
}

/** The list has no tag twice. */
export function withoutRepetition(tags: readonly string[]): Judgement {
  const seen = new Set<string>()
  const twice = tags.find((tag) => seen.size === seen.add(tag).size)
  return twice === undefined
    ? holds()
    : violated('listed a tag twice', 'each tag once', twice, tagsAre({ unique: true, pages: true }))
}

/** All of these are listed. */
export function lists(tags: readonly string[], wanted: readonly string[]): Judgement {
  const missing = wanted.filter((tag) => !tags.includes(tag))
  return missing.length === 0
    ? holds()
    : violated(
        'omitted tags that exist',
        wanted.join(', '),
        `without ${missing.join(', ')}`,
        tagsAre({ includes: wanted, pages: true }),
      )
}

/** None of these is listed; `why` describes them. */
export function listsNoneOf(tags: readonly string[], unwanted: readonly string[], why: string): Judgement {
  const found = unwanted.filter((tag) => tags.includes(tag))
  return found.length === 0
    ? holds()
    : violated(
        `listed tags ${why}`,
        `without ${unwanted.join(', ')}`,
        found.join(', '),
        tagsAre({ excludes: unwanted, pages: true }),
      )
}

/**
 * The page after the last tag is empty, but for tags that came meanwhile and stand behind it: those
 * that stand before it in every order are tags of the list once more. The exchange `list` returned that.
 */
export function listsNothingBefore(page: readonly string[], last: string, list: number): Judgement {
  const before = page.filter((tag) => [ascii, ...lexical].every((compare) => compare(tag, last) <= 0))
  return before.length === 0
    ? holds()
    : violated(
        'listed tags after the last one',
        `nothing that sorts before ${last}`,
        before.slice(0, 12).join(', '),
        tagsAre({ after: last, endOf: list }),
      )
}

const grammar = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/
const digestLike = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:/

export const isTagName = (text: string): boolean => grammar.test(text)

/** A tag that clients set for the referrers of a digest where a registry lacks the API (Referrers Tag Schema). */
export const isOfTagSchema = (tag: string): boolean => /^sha(?:256-[0-9a-f]{64}|512-[0-9a-f]{64})/.test(tag)

/** Each element is a tag by its grammar: no client can pull by another one, and digests are not listed at all. */
export function listsOnlyTagNames(tags: readonly string[]): Judgement {
  const odd = tags.find((tag) => !isTagName(tag))
  if (odd === undefined) return holds()
  const text = JSON.stringify(odd.slice(0, 200))
  return digestLike.test(odd)
    ? violated(
        'listed a digest among the tags',
        'tags alone',
        text,
        tagsAre({ matches: grammar.source, pages: true }),
      )
    : violated(
        'listed a tag that violates the grammar',
        `tags that match ${grammar.source}`,
        text,
        tagsAre({ matches: grammar.source, pages: true }),
      )
}

/** The answer is a list without tags; null in its place is a note. */
export const isEmptyTagList =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    const tags = tagsOf(exchange)
    return tags !== undefined && tags.length > 0
      ? violated(
          `listed tags for ${what}`,
          '"tags": []',
          tags.slice(0, 12).join(', '),
          tagsAre({ count: ['eq', 0] }),
        )
      : isTagList(exchange)
  }

/** Exactly n tags where at least as many are there; fewer need a Link, which 1.0 does not know. */
export const hasPageOf =
  (n: number, spec: SpecVersion): Judge<Exchange> =>
  (exchange) => {
    const found = tagsOf(exchange)?.length
    if (found === n) return holds()
    const few = found !== undefined && found < n
    const judgement = violated(
      `listed ${few ? 'fewer' : 'more'} than n=${n} tags`,
      spec === '1.0' ? `${n} tags` : [`${n} tags`, 'fewer with a Link'],
      found === undefined ? shown(exchange) : `${found} tags${hasLink(exchange) ? ' with a Link' : ''}`,
      ...(few
        ? [
            anyOf(
              [tagsAre({ count: ['eq', n] })],
              ...(spec === '1.0' ? [] : [[tagsAre({ count: ['le', n] }), headerIs('Link')]]),
            ),
          ]
        : [tagsAre({ count: ['eq', n] })]),
    )
    if (!few || !hasLink(exchange)) return judgement
    return spec === '1.0' ? warning(judgement) : holds()
  }

/**
 * A page is the beginning of the list. `before` and `after` are the whole list, or its first page, as it
 * was seen before and after: what is in both was there in between, and may not be left out.
 */
export function startsAtBeginning(
  page: readonly string[],
  before: readonly string[],
  { tags: after, exchange }: { tags: readonly string[]; exchange: number },
): Judgement {
  const end = Math.max(...page.map((tag) => after.indexOf(tag)))
  const missing = after.slice(0, Math.max(0, end)).find((tag) => before.includes(tag) && !page.includes(tag))
  return missing === undefined
    ? holds()
    : violated(
        'started a list of tags after its first tag',
        `${missing} first`,
        page.join(', '),
        tagsAre({ beginsAs: exchange }),
      )
}

const unique = (orders: readonly (readonly string[])[]): (readonly string[])[] => [
  ...new Map(orders.map((order) => [order.join('\n'), order])).values(),
]

/**
 * A page begins right after `last`. `known` are tags whose order in the whole list is known; `together`
 * states that no other tags are among them. The order on pages may be another one that is allowed:
 * that is judged apart.
 */
export function startsAfter(
  page: readonly string[],
  last: string,
  { known, together }: { known: readonly string[]; together: boolean },
): Judgement {
  // That a tag is listed twice is judged apart.
  const length = Math.max(1, new Set(page).size)
  const fits = (order: readonly string[]): boolean => {
    const start = order.indexOf(last) + 1
    if (order.slice(0, start).some((tag) => page.includes(tag))) return false
    return !together || order.slice(start, start + length).every((tag) => page.includes(tag))
  }
  if ([known, ...allowedOrders(known)].some(fits)) return holds()
  const startsIn = (order: readonly string[]): Condition[] => {
    const start = order.indexOf(last) + 1
    const following = together ? order.slice(start, start + length) : []
    return [
      tagsAre({ excludes: order.slice(0, start) }),
      ...(following.length === 0 ? [] : [tagsAre({ includes: following })]),
    ]
  }
  const next = known.slice(known.indexOf(last) + 1)
  const title = page.includes(last)
    ? 'listed the tag specified as last'
    : 'did not start right after the tag specified as last'
  return violated(
    title,
    next.join(', '),
    page.slice(0, 12).join(', ') || 'no tags',
    anyOf(...unique([known, ...allowedOrders(known)]).map(startsIn)),
  )
}

/** Pages that begin after known tags, each with the exchange that returned it, have these in the order of the whole list, which the exchange `list` returned. */
export function keepsOrder(
  pages: readonly { last: string; tags: readonly string[]; exchange: number }[],
  known: readonly string[],
  list: number,
): Judgement {
  for (const { last, tags, exchange } of pages) {
    const found = [...new Set(tags)].filter((tag) => known.includes(tag))
    const start = known.indexOf(last) + 1
    const expected = known.slice(start, start + found.length)
    if (found.join() !== expected.join()) {
      return violated(
        'listed tags on pages in another order',
        expected.join(', '),
        found.join(', '),
        onExchange(exchange, tagsAre({ ordersAs: list })),
      )
    }
  }
  return holds()
}

const shown = (exchange: Exchange): string => {
  if (exchange.response && isPage(exchange.response)) return summarizeResponse(exchange)
  const text = exchange.response ? startOf(exchange.response.body, 200) : ''
  return text === '' ? summarizeResponse(exchange) : text
}
