import { withoutUndefined } from '../../engine/optional.ts'
import { header, type Exchange, type TransportError } from '../record/exchange.ts'
import { isSafe } from '../record/operation.ts'
import { isSecretHeader } from '../record/redaction/fields.ts'
import { headerPairs, isRepeatable, type RegistryRequest } from './request.ts'
import { recordIntermediate, type Chain, type Sender } from './send.ts'
import { requestUrl, splitUrl } from './url.ts'

const maxRedirects = 10

/** Sends one request to one URL, with whatever authentication and retries it needs. */
export type SendTo = (request: RegistryRequest, url: string) => Promise<Exchange>

/** Sends a request, follows redirects, and records the last exchange as well. */
export async function sendFollowingRedirects(
  sender: Sender,
  chain: Chain,
  base: URL,
  first: RegistryRequest,
  send: SendTo,
): Promise<Exchange> {
  let request = first
  let url = requestUrl(base, first.path)
  if (splitUrl(url)?.origin !== base.origin) request = forOtherOrigin(request)
  const seen = new Set([url])
  for (let redirects = 1; ; redirects += 1) {
    const forbidden = whyNotAllowed(request, url, base)
    const exchange = forbidden ? unsent(sender, chain, request, url, forbidden) : await send(request, url)
    const next = redirectTarget(exchange, request)
    if (next === undefined) return recorded(sender, chain, exchange)
    const loop = loopError(first, url, next, { isSeen: seen.has(next), redirects })
    if (loop) return recorded(sender, chain, { ...exchange, error: loop })
    recordIntermediate(sender, chain, exchange)
    if (splitUrl(next)?.origin !== splitUrl(url)?.origin) request = forOtherOrigin(request)
    seen.add(next)
    url = next
  }
}

/** The last exchange of a chain. That of a failed write was recorded before its repetition. */
function recorded({ recorder }: Sender, { via }: Chain, exchange: Exchange): Exchange {
  if (!via.includes(exchange.id)) recorder.record(exchange)
  return exchange
}

function loopError(
  { method, path }: RegistryRequest,
  url: string,
  next: string,
  { isSeen, redirects }: { isSeen: boolean; redirects: number },
): TransportError | undefined {
  if (isSeen)
    return {
      code: 'redirect-loop',
      message: `${method} ${url} leads back to ${next}, where it has been before`,
    }
  if (redirects <= maxRedirects) return undefined
  return {
    code: 'redirect-loop',
    message: `${method} ${path} was redirected more than ${maxRedirects} times`,
  }
}

/** The URL that a response redirects this request to; undefined where it is not a redirect that is followed. */
function redirectTarget(exchange: Exchange, request: RegistryRequest): string | undefined {
  const { response, error } = exchange
  if (request.followRedirects === false || error || !response) return undefined
  const followed = isSafe(request.method)
    ? [301, 302, 303, 307, 308]
    : isRepeatable(request)
      ? [307, 308]
      : []
  if (!followed.includes(response.status)) return undefined
  const location = header(response.headers, 'location')
  if (location === undefined || !URL.canParse(location, exchange.request.url)) return undefined
  const next = new URL(location, exchange.request.url)
  return next.protocol === 'http:' || next.protocol === 'https:' ? next.href : undefined
}

/**
 * The same request for another origin: it carries none of the caller's credentials, and none of the client's where that
 * origin leads back to the registry, since it must not choose what they are used for.
 */
function forOtherOrigin(request: RegistryRequest): RegistryRequest {
  const headers = headerPairs(request.headers).filter(([name]) => !isSecretHeader(name))
  return { ...request, headers, authenticate: false }
}

/** Why a request is not sent to a URL: only what is the target's own is deleted. */
function whyNotAllowed({ method }: RegistryRequest, url: string, base: URL): TransportError | undefined {
  const origin = splitUrl(url)?.origin
  if (method !== 'DELETE' || origin === undefined || origin === base.origin) return undefined
  const message = `the registry names ${origin} for a DELETE, which is sent to no other origin than ${base.origin}`
  return { code: 'not-allowed', message: `${message}; name that origin as the target to test it` }
}

/** The exchange of a request that is not sent. */
function unsent(
  { recorder }: Sender,
  { test, via }: Chain,
  { method, headers }: RegistryRequest,
  url: string,
  error: TransportError,
): Exchange {
  return withoutUndefined({
    id: recorder.nextId(),
    request: { method, url, headers: headerPairs(headers) },
    via: [...via],
    startedAt: recorder.now(),
    duration: 0,
    test,
    error,
  })
}
