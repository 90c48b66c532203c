import type { RegistryClient } from '../client.ts'
import { header, type Exchange, type TransportError } from '../record/exchange.ts'
import { adviceOnMalformed } from '../transport/malformed-error.ts'
import { adviceForPath } from './path-advice.ts'
import type { RegistryRequest } from '../transport/request.ts'
import { describe, isManifest, isRefusal, looksLikeRegistry, plainSuccess, wantsTls } from './signs.ts'
import { tokenAdvice } from '../auth/token-problem.ts'

/** How the first contact ended. */
export type ReachState =
  | 'ok'
  | 'unknown-host'
  | 'refused'
  | 'tls'
  | 'timeout'
  | 'no-registry'
  | 'credentials-needed'
  | 'credentials-refused'
  | 'failed'

export interface Reached {
  ok: boolean
  state: ReachState
  /** One line: what was seen. */
  message: string
  /** One line: what to do; absent where all is well. */
  advice?: string
  /** The answer to `/v2/`. */
  exchange: Exchange
}

/** A name that no repository is likely to have: what counts is how the answer looks. */
const probe = '/v2/oci-assay/reach/manifests/latest'

/** No answer that says what is there needs more: whoever sends more is not what was looked for. */
const little = { bodyLimit: 64 * 1024, bodyMaximum: 1024 * 1024 }

export const adviceFor: Readonly<Record<string, string>> = {
  refused: 'start the registry, correct the port, or let --wait <seconds> wait for it',
  'unknown-host': 'check the spelling of the address, or the DNS of this machine',
  unreachable: 'check the network of this machine and the address',
  tls: 'name its authority with --ca-file, use --plain-http for a registry without TLS, or --insecure-skip-verify',
  timeout: 'check address and firewall, or give it longer with --timeout',
  reset: 'look into its log; a port that wants TLS closes plain connections: try https://',
  'redirect-loop': 'check the address, and what stands in front of the registry',
  anonymous: 'provide them with --username and --password-stdin, or log in with docker login first',
  unauthorised: 'check the credentials, and what they may access',
}

function refusal(client: RegistryClient, exchange: Exchange, origin: string): Reached {
  const { anonymous, recorder } = client
  const { response, error, via } = exchange
  const status = response!.status
  const state = anonymous ? 'credentials-needed' : 'credentials-refused'
  if (error) {
    const token = recorder
      .exchanges()
      .find(({ id, request }) => id === via.at(-1) && request.url !== exchange.request.url)
    return { ok: false, state, message: error.message, advice: tokenAdvice(token, anonymous), exchange }
  }
  const [message, advice] = anonymous
    ? [`${origin} requires credentials (${status})`, adviceFor['anonymous']!]
    : [
        `${origin} does not accept the credentials (${status})`,
        'check user name and password, and whether the account may use this registry',
      ]
  return { ok: false, state, message, advice, exchange }
}

/** What to do about a first request that failed; the cause of a malformed response says more than its code. */
function adviceOn({ code, cause }: TransportError): string {
  if (code === 'malformed') return adviceOnMalformed(cause, false)
  if (cause === 'not-tls') return 'use http:// in the address, or --plain-http'
  if (cause === 'unfinished-header') return 'look into its log'
  return adviceFor[code] ?? 'check the address, and try it with curl'
}

function failure(exchange: Exchange): Reached {
  const error = exchange.error!
  const { code, message } = error
  const state: ReachState =
    code === 'unknown-host' || code === 'refused' || code === 'tls' || code === 'timeout' ? code : 'failed'
  const advice = adviceOn(error)
  // Once is enough: messages end in an advice, too.
  const end = `; ${advice}`
  const seen = message.endsWith(end) ? message.slice(0, -end.length) : message
  return { ok: false, state, message: seen, advice, exchange }
}

/** A request for content of the repository that a run is about. */
export interface Place extends Pick<RegistryRequest, 'method' | 'path' | 'headers'> {
  /** The user named it: where it is absent, that is another mistake than a lack of access. */
  named?: boolean
}

/** Whether a place can be read although `/v2/` is closed. */
async function isOpen(client: RegistryClient, { named, ...place }: Place): Promise<boolean> {
  const exchange = await client.send({ ...place, ...little, bodyMaximum: 64 * 1024 * 1024 })
  const { response, error } = exchange
  if (!response || error) return false
  return (
    plainSuccess(exchange) || (named === true && !isRefusal(response.status) && looksLikeRegistry(exchange))
  )
}

/** Whether the registry is at the root of the host and not below the path of the address. */
async function isAtRoot(client: RegistryClient): Promise<boolean> {
  const { base } = client
  if (base.pathname === '/') return false
  const exchange = await client.send({ method: 'GET', path: `${base.origin}/v2/`, ...little })
  const { response } = exchange
  if (response?.status === 200) return looksLikeRegistry(exchange) || plainSuccess(exchange)
  return response?.status === 401 && header(response.headers, 'www-authenticate') !== undefined
}

function notBelow(exchange: Exchange, base: URL): Reached {
  return {
    ok: false,
    state: 'no-registry',
    message: `${exchange.request.url} returned 404, and the registry is at ${base.origin}`,
    advice: adviceForPath(base),
    exchange,
  }
}

function notRegistry(base: URL, first: Exchange, second: Exchange): Reached {
  const other = second.error?.message ?? `${describe(second)} to a manifest request`
  return {
    ok: false,
    state: 'no-registry',
    message: `${base.href.replace(/\/$/, '')} is not a registry: it returned ${describe(first)} to GET /v2/, and ${other}`,
    advice: adviceForPath(base),
    exchange: first,
  }
}

/**
 * The first contact, which decides whether a run makes sense. A wrong answer to `/v2/` alone is a
 * registry's fault to be judged; `no-registry` needs a manifest's address that looks wrong too. Where
 * `/v2/` is closed, what counts is whether `place` is open.
 */
export async function reach(client: RegistryClient, place?: Place): Promise<Reached> {
  const { base, anonymous } = client
  const exchange = await client.send({ method: 'GET', path: '/v2/', ...little })
  const { response, error } = exchange
  if (!response) return failure(exchange)
  const origin = base.href.replace(/\/$/, '')
  const { status } = response
  const ok: Reached = { ok: true, state: 'ok', message: `${origin} answers ${describe(exchange)}`, exchange }
  const isClosed =
    status === 401 || (status === 403 && (error !== undefined || !anonymous || looksLikeRegistry(exchange)))
  if (isClosed) {
    if (!place || !(await isOpen(client, place))) return refusal(client, exchange, origin)
    return { ...ok, message: `${origin} returns ${status} to GET /v2/, but ${place.path} can be read` }
  }
  if (error) return failure(exchange)
  if (status === 404 && (await isAtRoot(client))) return notBelow(exchange, base)
  if (looksLikeRegistry(exchange)) return ok
  if (wantsTls(exchange)) {
    const message = `${origin} speaks TLS, and was asked in plain HTTP`
    return {
      ok: false,
      state: 'tls',
      message,
      advice: 'use https:// in the address, and no --plain-http',
      exchange,
    }
  }
  const second = await client.send({ method: 'GET', path: probe, ...little })
  if (looksLikeRegistry(second)) return ok
  // Bare files behind a web server can be a registry to pull from; what answers 200 to anything is none.
  if (plainSuccess(exchange) && second.response?.status === 404) return ok
  // A 401 there is a registry that lets everybody see `/v2/`, not a web site.
  if (second.response?.status === 401 && header(second.response.headers, 'www-authenticate') !== undefined) {
    return ok
  }
  // Or files without /v2/ itself.
  if (place?.named === true && isManifest(await client.send({ ...place, ...little }))) return ok
  return notRegistry(base, exchange, second)
}
