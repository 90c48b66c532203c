import { header, type Exchange } from '../../../src/registry/record/exchange.ts'
import { nextUrl } from '../../../src/registry/lists/link.ts'
import { isRedirect } from '../judges/redirect.ts'
import { statusOf, type Observed } from './observed.ts'
import { parseUrl, readOperation, type Operation } from './operation.ts'

/** A Location against the URL of its request; undefined where there is none or it is no URL. */
export function locationOf({ request, response }: Exchange): string | undefined {
  const location = response && header(response.headers, 'location')
  return location === undefined ? undefined : parseUrl(location, request.url)?.href
}

/** The URL of an upload without what a client adds to close it. */
export function uploadUrl(url: string): string {
  const parsed = parseUrl(url)
  if (parsed === undefined) return url
  parsed.searchParams.delete('digest')
  return parsed.href
}

/**
 * Reads exchanges as operations, in the order in which they were sent. `all` has those on the way, such as redirects;
 * what was sent to other endpoints is left out.
 */
export function observe(exchanges: readonly Exchange[], all: ReadonlyMap<number, Exchange>): Observed[] {
  const uploads = new Set<string>()
  const isUpload = (url: string) => uploads.has(uploadUrl(url))
  const pages = new Map<string, Operation>()
  const ended = exchanges.toSorted((one, other) => one.startedAt - other.startedAt)
  return ended.flatMap((exchange): Observed[] => {
    const read = ({ request }: Exchange) => readOperation(request, isUpload) ?? pageAt(request, pages)
    // On the way are also requests for tokens, which may have been sent long before, for others too.
    const sent = [...exchange.via.flatMap((id) => all.get(id) ?? []), exchange]
    let operation: Operation | undefined
    const first = sent.find((each) => (operation = read(each)) !== undefined)
    if (first === undefined || operation === undefined) return []
    if (isOfForm(exchange)) return []
    const { request, startedAt: start } = first
    const end = exchange.startedAt + exchange.duration
    if (operation.on === 'uploads' || operation.on === 'upload') {
      const location = locationOf(exchange)
      if (exchange.response?.status !== 201 && location !== undefined) uploads.add(uploadUrl(location))
    }
    const page = nextPage(exchange, operation)
    if (page) pages.set(...page)
    const redirects = exchange.via.flatMap((id) => all.get(id) ?? []).filter(isRedirect)
    return [{ operation, request, exchange, redirects, start, end }]
  })
}

/**
 * What requirements of HTTP judge by themselves: a HEAD with a Range, a read that accepts an encoding, and a push whose form HTTP lets
 * a server refuse. It changes nothing.
 */
function isOfForm({ request, response }: Exchange): boolean {
  const { method, headers } = request
  const value = (name: string) => header(headers, name)
  if (method === 'HEAD' && value('range') !== undefined) return true
  if (method === 'GET' || method === 'HEAD') return (value('accept-encoding') ?? 'identity') !== 'identity'
  const status = response?.status
  return (
    (status === 411 && value('transfer-encoding') !== undefined) ||
    (status === 417 && value('expect') !== undefined)
  )
}

/** A Link may lead to any URL, and where it does not lead to more of its list the registry errs. */
function nextPage(exchange: Exchange, operation: Operation): [url: string, Operation] | undefined {
  const { on } = operation
  if ((on !== 'tags' && on !== 'referrers') || statusOf({ exchange }) !== 200) return undefined
  const url = nextUrl(exchange)
  if (url === undefined) return undefined
  const { method, repository } = operation
  return [
    url,
    on === 'tags' ? { on, method, repository } : { on, method, repository, digest: operation.digest },
  ]
}

const pageAt = (
  { method, url }: Exchange['request'],
  pages: ReadonlyMap<string, Operation>,
): Operation | undefined => (method === 'GET' ? pages.get(parseUrl(url)?.href ?? '') : undefined)
