import { basic, type Credentials } from './credentials.ts'
import { header, type Exchange } from '../record/exchange.ts'
import { isLoopback } from '../transport/target-url.ts'
import { tokenProblem, type Redact } from './token-problem.ts'

/** What a token is asked for. */
export interface TokenDemand {
  /** As the registry named it. */
  realm: string
  service: string | undefined
  scopes: readonly string[]
}

export interface Token {
  value: string
  /** Milliseconds that it is good for, from the answer on. */
  lifetime: number
  /** A new identity token instead of the one that was used. */
  refresh?: string
}

/** One request to the token server; not recorded before its secrets are known. */
export interface TokenRequest {
  method: string
  url: string
  headers: [string, string][]
  body?: Uint8Array
}

export type TokenAnswer = { token: Token } | { problem: string }
export type SendTokenRequest = (request: TokenRequest) => Promise<Exchange>

/** What the tokens specification says of an answer without expires_in. */
const defaultLifetime = 60_000
const maxHops = 3

/** Why a password or identity token must not be sent to this realm; undefined where it may. */
export function realmProblem(realm: URL, registry: URL): string | undefined {
  if (realm.protocol === 'https:' || isLoopback(realm.hostname)) return undefined
  if (realm.hostname === registry.hostname && registry.protocol === 'http:') return undefined
  return (
    `the registry sends its users to the token server ${realm.origin}, which is not encrypted, ` +
    'so the credentials were not sent; serve it over https, or run without credentials'
  )
}

/** Where tokens are asked for; relative realms, though wrong, have only one meaning. */
function parseRealm(realm: string, registry: URL): URL | undefined {
  if (!URL.canParse(realm, registry.href)) return undefined
  const url = new URL(realm, registry)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined
}

/** Some token servers refuse a request that does not name its client. */
const clientId = 'oci-assay'

function byGet(realm: URL, demand: TokenDemand, credentials: Credentials | undefined): TokenRequest {
  const url = new URL(realm)
  const headers: [string, string][] = []
  url.searchParams.set('client_id', clientId)
  if (demand.service !== undefined) url.searchParams.set('service', demand.service)
  for (const scope of demand.scopes) url.searchParams.append('scope', scope)
  if (credentials && 'username' in credentials) {
    url.searchParams.set('account', credentials.username)
    headers.push(['Authorization', basic(credentials.username, credentials.password)])
  }
  return { method: 'GET', url: url.href, headers }
}

function byPost(realm: URL, demand: TokenDemand, credentials: Credentials): TokenRequest {
  const form = new URLSearchParams({ client_id: clientId })
  if (demand.service !== undefined) form.set('service', demand.service)
  if (demand.scopes.length > 0) form.set('scope', demand.scopes.join(' '))
  if ('identityToken' in credentials) {
    form.set('grant_type', 'refresh_token')
    form.set('refresh_token', credentials.identityToken)
  } else if ('username' in credentials) {
    form.set('grant_type', 'password')
    form.set('username', credentials.username)
    form.set('password', credentials.password)
  }
  return {
    method: 'POST',
    url: realm.href,
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    body: Buffer.from(form.toString(), 'utf8'),
  }
}

/** Redirects inside the token server's own origin only: elsewhere nobody vouches for who would get the secret. */
async function follow(send: SendTokenRequest, first: TokenRequest): Promise<Exchange> {
  let request = first
  for (let hops = 0; ; hops += 1) {
    const exchange = await send(request)
    const status = exchange.response?.status ?? 0
    const location = exchange.response && header(exchange.response.headers, 'location')
    const moved = request.method === 'GET' ? [301, 302, 303, 307, 308] : [307, 308]
    if (!moved.includes(status) || location === undefined || hops === maxHops) return exchange
    if (!URL.canParse(location, request.url)) return exchange
    const next = new URL(location, request.url)
    if (next.origin !== new URL(request.url).origin) return exchange
    request = { ...request, url: next.href }
  }
}

/** Reads a token server's answer (distribution's token specification; RFC 6749, section 5.1). */
export function readToken(body: Uint8Array): Token | undefined {
  let answer: unknown
  try {
    answer = JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
  if (typeof answer !== 'object' || answer === null) return undefined
  const fields = answer as Record<string, unknown>
  const value = [fields['token'], fields['access_token']].find(
    // A token stands in a header field: what cannot stand there is none.
    (field): field is string => typeof field === 'string' && /^[\x21-\x7e]+$/.test(field),
  )
  if (value === undefined) return undefined
  const seconds = fields['expires_in']
  const refresh = fields['refresh_token']
  const lifetime = typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : defaultLifetime
  return typeof refresh === 'string' && refresh !== '' ? { value, lifetime, refresh } : { value, lifetime }
}

/**
 * Gets a token: GET with Basic or without credentials, POST for an identity token, and POST too
 * where a token server knows no GET. Nothing is thrown for what the server does.
 */
export async function fetchToken(
  send: SendTokenRequest,
  registry: URL,
  demand: TokenDemand,
  credentials: Credentials | undefined,
  redact: Redact,
): Promise<TokenAnswer> {
  const realm = parseRealm(demand.realm, registry)
  if (!realm) {
    return {
      problem: `the registry names ${JSON.stringify(demand.realm)} as its token server, which is no http or https URL`,
    }
  }
  const refusal = credentials && realmProblem(realm, registry)
  if (refusal !== undefined) return { problem: refusal }
  const post = credentials !== undefined && 'identityToken' in credentials
  let exchange = await follow(
    send,
    post ? byPost(realm, demand, credentials) : byGet(realm, demand, credentials),
  )
  const status = exchange.response?.status
  if (!post && credentials && (status === 404 || status === 405)) {
    exchange = await follow(send, byPost(realm, demand, credentials))
  }
  const token =
    exchange.response?.status === 200 && !exchange.error ? readToken(exchange.response.body.bytes) : undefined
  return token ? { token } : { problem: tokenProblem(exchange, credentials === undefined, redact) }
}
