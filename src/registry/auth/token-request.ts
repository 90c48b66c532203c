import { isLoopback } from '../transport/target-url.ts'
import { basic } from '../transport/basic.ts'
import type { Credentials } from './credentials.ts'
import type { TokenParameters } from './token-parameters.ts'

/** One request to the token server; not recorded before its secrets are known. */
export interface TokenRequest {
  method: string
  url: string
  headers: [string, string][]
  body?: Uint8Array
}

/** Some token servers refuse a request that does not name its client. */
const clientId = 'oci-assay'

/** The URL of a token server. Relative realms, though wrong, have only one meaning; undefined for other schemes. */
export function parseRealm(realm: string, registry: URL): URL | undefined {
  if (!URL.canParse(realm, registry.href)) return undefined
  const url = new URL(realm, registry)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined
}

/** Why a password or identity token must not be sent to this realm; undefined where it may. */
export function realmProblem(realm: URL, registry: URL): string | undefined {
  if (realm.protocol === 'https:' || isLoopback(realm.hostname)) return undefined
  if (realm.hostname === registry.hostname && registry.protocol === 'http:') return undefined
  return (
    `the realm of ${registry.origin} is the token server ${realm.origin}, which is not encrypted, ` +
    'so the credentials were not sent; configure a realm with https:// in the registry, or test without credentials (--anonymous)'
  )
}

/** A token request with Basic, or without credentials (distribution's token specification). */
export function getRequest(
  realm: URL,
  { service, scopes }: TokenParameters,
  credentials: Credentials | undefined,
): TokenRequest {
  const url = new URL(realm)
  const headers: [string, string][] = []
  url.searchParams.set('client_id', clientId)
  if (service !== undefined) url.searchParams.set('service', service)
  for (const scope of scopes) url.searchParams.append('scope', scope)
  if (credentials && 'username' in credentials) {
    url.searchParams.set('account', credentials.username)
    headers.push(['Authorization', basic(credentials.username, credentials.password)])
  }
  return { method: 'GET', url: url.href, headers }
}

/** A token request by OAuth2 (RFC 6749, sections 4.3.2 and 6). */
export function postRequest(
  realm: URL,
  { service, scopes }: TokenParameters,
  credentials: Credentials,
): TokenRequest {
  const form = new URLSearchParams({ client_id: clientId })
  if (service !== undefined) form.set('service', service)
  if (scopes.length > 0) form.set('scope', scopes.join(' '))
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
