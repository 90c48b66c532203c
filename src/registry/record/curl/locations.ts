import { headerValues, type ExchangeRecord } from '../exchange.ts'

/** The earlier response that led to a request, and what the request added to its Location, such as `&digest=…`. */
export interface Source {
  from: number
  added: string
}

/** Where a response leads, as far as only the registry can know it: upload sessions and redirects. */
function locationOf({ request, response }: ExchangeRecord): string | undefined {
  if (!response || (response.status !== 202 && (response.status < 300 || response.status > 399)))
    return undefined
  const [location] = headerValues(response.headers, 'location')
  if (location === undefined || !URL.canParse(location, request.url)) return undefined
  return new URL(location, request.url).href
}

/** What a request added to a Location; undefined where it was sent elsewhere. */
function addition(url: string, location: string): string | undefined {
  if (url.startsWith(location) && /^(?:$|[?&])/.test(url.slice(location.length)))
    return url.slice(location.length)
  if (!URL.canParse(url)) return undefined
  const [to, from] = [new URL(url), new URL(location)]
  if (to.origin !== from.origin || to.pathname !== from.pathname) return undefined
  const known = [...from.searchParams]
  const added = [...to.searchParams].filter(
    ([name, value]) => !known.some(([known, old]) => known === name && old === value),
  )
  if (added.length + known.length !== [...to.searchParams].length) return undefined
  if (added.length === 0) return ''
  return `${from.search === '' ? '?' : '&'}${new URLSearchParams(added).toString()}`
}

/** The latest earlier response that led to the request at an index; undefined where none did. */
export function sourceOf(records: readonly ExchangeRecord[], index: number): Source | undefined {
  for (let from = index - 1; from >= 0; from -= 1) {
    const location = locationOf(records[from]!)
    if (location === undefined) continue
    const added = addition(records[index]!.request.url, location)
    if (added !== undefined) return { from, added }
  }
  return undefined
}
