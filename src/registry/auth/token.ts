import { withoutUndefined } from '../../engine/optional.ts'
import { header, type Exchange } from '../record/exchange.ts'
import { jsonObjectIn } from '../record/json-object.ts'
import type { Credentials } from './credentials.ts'
import type { TokenParameters } from './token-parameters.ts'
import { tokenProblem, type Redact } from './token-problem.ts'
import { getRequest, parseRealm, postRequest, realmProblem, type TokenRequest } from './token-request.ts'

export interface Token {
  value: string
  /** Milliseconds that it is valid, from the response on. */
  lifetime: number
  /** A new identity token instead of the one that was used. */
  refresh?: string
}

export type TokenResult = { token: Token } | { problem: string }
export type SendTokenRequest = (request: TokenRequest) => Promise<Exchange>

/** The tokens specification states it for a response without expires_in; milliseconds. */
const defaultLifetime = 60_000
const maxRedirects = 3

/** Follows redirects inside the token server's own origin only: it is unknown who would receive the secret elsewhere. */
async function sendFollowingRedirects(send: SendTokenRequest, first: TokenRequest): Promise<Exchange> {
  let request = first
  for (let redirects = 0; ; redirects += 1) {
    const exchange = await send(request)
    const next = redirectTarget(exchange, request)
    if (next === undefined || redirects === maxRedirects) return exchange
    request = { ...request, url: next }
  }
}

function redirectTarget({ response }: Exchange, { method, url }: TokenRequest): string | undefined {
  const followed = method === 'GET' ? [301, 302, 303, 307, 308] : [307, 308]
  if (!response || !followed.includes(response.status)) return undefined
  const location = header(response.headers, 'location')
  if (location === undefined || !URL.canParse(location, url)) return undefined
  const next = new URL(location, url)
  return next.origin === new URL(url).origin ? next.href : undefined
}

/** Reads the body of a token response (distribution's token specification; RFC 6749, section 5.1). */
export function readToken(body: Uint8Array): Token | undefined {
  const fields = jsonObjectIn(body) ?? {}
  const value = [fields['token'], fields['access_token']].find(isFieldValue)
  if (value === undefined) return undefined
  const seconds = fields['expires_in']
  const refresh = fields['refresh_token']
  return withoutUndefined({
    value,
    lifetime: typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : defaultLifetime,
    refresh: typeof refresh === 'string' && refresh !== '' ? refresh : undefined,
  })
}

/** A token is sent in a header field: a text that would not be valid there is not a token. */
const isFieldValue = (field: unknown): field is string =>
  typeof field === 'string' && /^[\x21-\x7e]+$/.test(field)

/**
 * Fetches a token: by GET with Basic or without credentials, by POST with an identity token, and by POST too where a
 * token server does not support GET. Nothing is thrown for what the server does.
 */
export async function fetchToken(
  send: SendTokenRequest,
  registry: URL,
  parameters: TokenParameters,
  credentials: Credentials | undefined,
  redact: Redact,
): Promise<TokenResult> {
  const realm = parseRealm(parameters.realm, registry)
  if (!realm) {
    return {
      problem: `the registry names ${JSON.stringify(parameters.realm)} as its token server, which is not an http or https URL`,
    }
  }
  const refusal = credentials && realmProblem(realm, registry)
  if (refusal !== undefined) return { problem: refusal }
  const exchange = await requestToken(send, realm, parameters, credentials)
  const { response, error } = exchange
  const token = response?.status === 200 && !error ? readToken(response.body.bytes) : undefined
  if (token) return { token }
  // A registry behind a TLS proxy does not know by which scheme it was requested.
  if (error && registry.protocol === 'https:' && realm.protocol === 'http:')
    return {
      problem: `no token: the registry names the token server ${realm.origin}, which does not respond in plain HTTP; configure a realm with https:// in the registry; behind a TLS proxy, forward X-Forwarded-Proto`,
    }
  return { problem: tokenProblem(exchange, credentials === undefined, redact) }
}

async function requestToken(
  send: SendTokenRequest,
  realm: URL,
  parameters: TokenParameters,
  credentials: Credentials | undefined,
): Promise<Exchange> {
  const get = () => sendFollowingRedirects(send, getRequest(realm, parameters, credentials))
  if (!credentials) return get()
  const post = () => sendFollowingRedirects(send, postRequest(realm, parameters, credentials))
  if ('identityToken' in credentials) return post()
  const exchange = await get()
  const status = exchange.response?.status
  return status === 404 || status === 405 ? post() : exchange
}
