import { headerValues, type ExchangeRecord } from '../record/exchange.ts'

/** Where a response leads by its Location, against the URL of its request; undefined where it leads nowhere. */
export function locationOf({ request, response }: ExchangeRecord): string | undefined {
  const [location] = response ? headerValues(response.headers, 'location') : []
  return location === undefined ? undefined : resolved(location, request.url)
}

/** Where a response leads by the Link to its next page. */
export function nextOf({ request, response }: ExchangeRecord): string | undefined {
  const links = response ? headerValues(response.headers, 'link').join(', ') : ''
  const target = /<(?<target>[^<>]*)>[^<,]*;\s*rel="?next\b/i.exec(links)?.groups?.['target']
  return target === undefined ? undefined : resolved(target, request.url)
}

const resolved = (target: string, base: string): string | undefined =>
  URL.canParse(target, base) ? new URL(target, base).href : undefined

/** What a request added to a Location, such as `?digest=…`; undefined where it was sent elsewhere. */
export function addition(url: string, location: string): string | undefined {
  if (url.startsWith(location) && /^(?:$|[?&])/.test(url.slice(location.length)))
    return url.slice(location.length)
  if (!URL.canParse(url)) return undefined
  const [to, from] = [new URL(url), new URL(location)]
  if (to.origin !== from.origin || to.pathname !== from.pathname) return undefined
  const known = [...from.searchParams]
  const parts = to.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '')
  // As they were written.
  const added = parts.filter((part) => {
    const [[name, value] = []] = [...new URLSearchParams(part)]
    return !known.some(([known, old]) => known === name && old === value)
  })
  if (added.length + known.length !== parts.length) return undefined
  return added.length === 0 ? '' : `${from.search === '' ? '?' : '&'}${added.join('&')}`
}
