import { nextUrl } from '../../../src/registry/lists/link.ts'
import type { History } from './history.ts'
import { isOn, statusOf, type Observed } from './observed.ts'
import type { OperationOn } from './operation.ts'

/** A GET of a list that comes in pages. */
export type List<On extends 'tags' | 'referrers' = 'tags' | 'referrers'> = Observed<OperationOn<On>>

/** Where the Link of a list leads to; undefined where it has none. */
export const nextOf = (list: List): string | undefined =>
  statusOf(list) === 200 ? nextUrl(list.exchange) : undefined

const known = new WeakMap<History, ReadonlyMap<string, readonly List[]>>()

/** Lists by where their Links lead to. */
function linking(history: History): ReadonlyMap<string, readonly List[]> {
  const found = known.get(history)
  if (found) return found
  const made = new Map<string, List[]>()
  for (const each of history.observed) {
    if (!isOn(each, 'tags') && !isOn(each, 'referrers')) continue
    const next = nextOf(each)
    if (next === undefined) continue
    const others = made.get(next)
    if (others) others.push(each)
    else made.set(next, [each])
  }
  known.set(history, made)
  return made
}

/**
 * The pages that led to this one by Link, the first one first: each was requested at the URL that the Link of the one
 * before it names. None where it was requested otherwise. Of several that may have led there the latest counts.
 */
export function pagesBefore<On extends 'tags' | 'referrers'>(list: List<On>, history: History): List<On>[] {
  const pages: List<On>[] = []
  const { on }: List['operation'] = list.operation
  let page: List = list
  for (;;) {
    const { url } = page.request
    const before: List | undefined = (
      URL.canParse(url) ? linking(history).get(new URL(url).href) : undefined
    )?.findLast((each) => each.operation.on === on && each.end <= page.start && each.start < page.start)
    if (before === undefined) return pages
    pages.unshift(before as List<On>)
    page = before
  }
}

/** Conditions and ranges allow other responses than the list: these are not judged. */
export const isPlain = ({ request }: List): boolean =>
  !request.headers.some(([name]) => /^(?:if-.*|range)$/i.test(name))
