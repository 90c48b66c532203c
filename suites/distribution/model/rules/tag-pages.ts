import { hasLink } from '../../../../src/registry/lists/link.ts'
import { isSorted, isOfTagSchema, isTagName, orders, tagsOf, type Compare } from '../../judges/tags.ts'
import type { RequirementId } from '../../requirements.ts'
import type { History } from '../history.ts'
import { isOn, statusOf } from '../observed.ts'
import { pagesBefore, type List } from '../pages.ts'
import { isThere, tagsIn, type Period } from '../presence.ts'

/** A list of tags, read as what was requested: all, the first n, those after `last`, or the next page of a Link. */
export interface TagPage {
  observed: List<'tags'>
  history: History
  repository: string
  /** Absent where none was sent, and where it is not a number. */
  n?: number
  last?: string
  /** A parameter is there that the text does not describe, or its value, and no Link led here. */
  isOdd: boolean
  /** The pages that led here by Link. */
  before: readonly List<'tags'>[]
  /** From the request of the first of these on. */
  period: Period
  /** Own tags that were set in all this time. */
  known: readonly string[]
}

/** A response that is a list. */
export interface ListedPage extends TagPage {
  tags: readonly string[]
  hasMore: boolean
}

/** Parameters that only Links have: such a URL may begin anywhere. */
const hasOthers = ({ request }: List): boolean =>
  [...new URL(request.url).searchParams.keys()].some((name) => name !== 'n' && name !== 'last')

export function readPage(observed: List<'tags'>, history: History): TagPage {
  const { repository, n, last } = observed.operation
  const before = pagesBefore(observed, history)
  const period = { start: before[0]?.start ?? observed.start, end: observed.end }
  const number = n !== undefined && /^\d{1,15}$/.test(n) ? Number(n) : undefined
  return {
    observed,
    history,
    repository,
    ...(number === undefined ? {} : { n: number }),
    ...(last === undefined ? {} : { last }),
    isOdd:
      before.length === 0 &&
      ((n !== undefined && number === undefined) || last === '' || hasOthers(observed)),
    before,
    period,
    // Whether registries list tags of the referrers tag schema is judged by itself.
    known: tagsIn(history, repository, period).filter((tag) => isTagName(tag) && !isOfTagSchema(tag)),
  }
}

/** Undefined where the response is not a list, or not known whole. */
export function readListed(page: TagPage): ListedPage | undefined {
  const { exchange } = page.observed
  if (statusOf(page.observed) !== 200 || exchange.response?.body.truncated) return undefined
  const tags = tagsOf(exchange)
  return tags === undefined ? undefined : { ...page, tags, hasMore: hasLink(exchange) }
}

/** The orders in which these tags are sorted, of those that a version allows. */
export const ordersOf = (tags: readonly string[], among: readonly Compare[] = orders): Compare[] =>
  among.filter((compare) => isSorted(tags, compare))

/** A list that was answered, and the orders in which its tags are sorted. */
interface Sorted {
  start: number
  orders: readonly Compare[]
}

const known = new WeakMap<History, Map<string, readonly Sorted[]>>()

/** The lists of a repository that are in some order, in the order in which they were requested. */
function sortedLists({ history, repository }: TagPage): readonly Sorted[] {
  const found = known.get(history) ?? new Map<string, readonly Sorted[]>()
  known.set(history, found)
  const lists =
    found.get(repository) ??
    history.observed.flatMap((each): Sorted[] => {
      if (!isOn(each, 'tags') || each.operation.repository !== repository) return []
      const tags = statusOf(each) === 200 ? tagsOf(each.exchange) : undefined
      const sorted = tags === undefined ? [] : ordersOf(tags)
      return sorted.length === 0 ? [] : [{ start: each.start, orders: sorted }]
    })
  found.set(repository, lists)
  return lists
}

const common = (lists: readonly Sorted[]): Compare[] =>
  orders.filter((compare) => lists.every((list) => list.orders.includes(compare)))

/** The orders in which all lists of the repository are that were requested before this one. */
export const ordersBefore = (page: TagPage): Compare[] =>
  common(sortedLists(page).filter(({ start }) => start < page.observed.start))

/** Whether `tag` comes after `start` in all of these orders; not where there is none. */
export const isAfter = (tag: string, start: string, orders: readonly Compare[]): boolean =>
  orders.length > 0 && orders.every((compare) => compare(tag, start) > 0)

/** Whether no own tag may come after this one. */
export const isLast = (page: TagPage, tag: string): boolean => {
  const sorted = common(sortedLists(page))
  return page.known.every((other) => other === tag || isAfter(tag, other, sorted))
}

/** The orders in which the registry may sort: none where this page is in none, or where lists differ. */
export const possibleOrders = (page: ListedPage): Compare[] => ordersOf(page.tags, common(sortedLists(page)))

/** Explains one surplus tag of a page by the tag specified as last, where the page contains that. */
export const ofLast = ({ n, last, tags }: ListedPage, surplus: readonly string[]): readonly RequirementId[] =>
  surplus.length !== 1 || last === undefined || !tags.includes(last)
    ? []
    : [n === undefined ? 'discovery.tags.last-without-n' : 'discovery.tags.last']

/**
 * Behind what the page begins, as far as that is known: the last tag of the pages before, or the first one's `last` where it is a tag.
 * Of a page that was too long to be kept it is not known what it ended with.
 */
export function startOf({
  observed,
  history,
  repository,
  before,
  isOdd,
}: TagPage): { after?: string } | undefined {
  const pages = before.map(({ exchange }) => tagsOf(exchange))
  if (pages.includes(undefined)) return undefined
  const end = pages.flatMap((tags) => tags ?? []).at(-1)
  if (end !== undefined) return { after: end }
  const first = before[0] ?? observed
  const { last } = first.operation
  if (isOdd || (first !== observed && readPage(first, history).isOdd)) return undefined
  if (last === undefined) return {}
  return isThere(history.possibleTag(repository, last, observed)) ? { after: last } : undefined
}
