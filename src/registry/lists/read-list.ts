import type { RegistryClient } from '../client.ts'
import type { Exchange } from '../record/exchange.ts'
import { jsonObjectIn } from '../record/json-object.ts'
import { hasLink, nextUrl } from './link.ts'

/** Bytes of one page: some registries have all tags on one. */
const mostBytes = 64 * 1024 * 1024
const mostPages = 100_000
const mostItems = 1_000_000
/** Pages with nothing in them, one after the other: such pages are allowed, and a registry may have no end of them. */
const mostEmpty = 100

export interface ListOptions<Item> {
  /** The property of each page that has the items. */
  key: 'tags' | 'repositories' | 'manifests'
  /** An item with its identity; undefined where it is skipped. */
  itemOf: (value: unknown) => { id: string; item: Item } | undefined
  headers?: Readonly<Record<string, string>>
  /** Bytes that are read of a page. */
  bodyLimit?: number
  mostPages?: number
}

/** All items of a list, or why it cannot be read whole. */
export type PagedList<Item> = { items: Item[] } | { why: string; status?: number }

/**
 * Reads a list of a registry page by page, following Link (distribution specification, Listing Tags, Listing Referrers). Where a Link
 * leads to another host, or nowhere, the page after the last name is requested. Ends, with the reason, where pages repeat themselves
 * or have no end: what was read until then is not the list.
 */
export async function readList<Item>(
  client: RegistryClient,
  path: string,
  options: ListOptions<Item>,
): Promise<PagedList<Item>> {
  const { key, itemOf, headers = {}, bodyLimit = mostBytes, mostPages: most = mostPages } = options
  const found = new Map<string, Item>()
  const visited = new Set<string>()
  let empty = 0
  for (let next = path; ;) {
    if (visited.size === most) return { why: `it has more than ${most} pages` }
    visited.add(next)
    const request = { method: 'GET', path: next, headers, bodyLimit, bulk: true } as const
    // oxlint-disable-next-line no-await-in-loop -- each page leads to the next one
    const page = await client.send({ ...request, followRedirects: false })
    const values = itemsOf(page, key)
    // Of a list that breaks off, the status states nothing.
    if ('why' in values) return visited.size === 1 ? values : { why: values.why }
    const before = found.size
    let last: string | undefined
    for (const value of values.items) {
      const known = itemOf(value)
      if (!known) continue
      last = known.id
      if (!found.has(last)) found.set(last, known.item)
    }
    if (found.size > mostItems) return { why: `it has more than ${mostItems} entries` }
    if (!hasLink(page)) return { items: [...found.values()] }
    empty = values.items.length === 0 ? empty + 1 : 0
    if (empty > mostEmpty) return { why: `more than ${mostEmpty} pages in succession are empty` }
    const leads = pageAfter(page, client, { path, last, count: values.items.length })
    if (leads === undefined)
      return { why: `the Link of ${page.request.url} leads to no next page of this registry` }
    if (visited.has(leads) || (found.size === before && values.items.length > 0))
      return { why: `its pages repeat themselves: ${page.request.url}` }
    next = leads
  }
}

/** What a page lists. */
function itemsOf({ request, response, error }: Exchange, key: string): PagedList<unknown> {
  if (error || !response) return { why: error?.message ?? `GET ${request.url} returned nothing` }
  const { status, body } = response
  if (status !== 200) return { why: `GET ${request.url} returned ${status}`, status }
  const list = jsonObjectIn(body.bytes)
  const items: unknown = list && (list[key] ?? [])
  return Array.isArray(items) ? { items } : { why: `GET ${request.url} returned no list of ${key}`, status }
}

/** The path of the next page, on the same registry. */
function pageAfter(
  page: Exchange,
  client: RegistryClient,
  { path, last, count }: { path: string; last: string | undefined; count: number },
): string | undefined {
  const url = nextUrl(page)
  const { origin, pathname } = client.base
  if (url !== undefined) {
    const next = new URL(url)
    if (next.origin === origin && next.pathname.startsWith(pathname))
      return `/${next.pathname.slice(pathname.length)}${next.search}`
  }
  if (last === undefined) return undefined
  const [place = ''] = path.split('?')
  return `${place}?${new URLSearchParams({ n: String(count), last }).toString()}`
}

/** A name that follows a grammar: nothing else can be pulled. */
export const nameIn =
  (grammar: RegExp) =>
  (value: unknown): { id: string; item: string } | undefined =>
    typeof value === 'string' && grammar.test(value) ? { id: value, item: value } : undefined
