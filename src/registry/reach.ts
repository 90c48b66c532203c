import type { RegistryClient } from './client.ts'
import { header, type Exchange } from './exchange.ts'
import { adviceOnMalformed } from './malformed-error.ts'
import { adviceForPath } from './path-advice.ts'

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
  anonymous: 'give them with --username and --password-stdin, or log in with docker login first',
  unauthorised: 'check user name, password and the token server that the registry names',
}

const isError = (status: number): boolean => status >= 400

/** A JSON object with an `errors` list: how registries, and hardly anything else, tell what went wrong. */
function tellsErrors({ response }: Exchange): boolean {
  if (!response) return false
  try {
    const body: unknown = JSON.parse(Buffer.from(response.body.bytes).toString('utf8'))
    return typeof body === 'object' && body !== null && Array.isArray((body as { errors?: unknown }).errors)
  } catch {
    return false
  }
}

/** Whether an answer has anything by which a registry is known. It need not be right. */
export function looksLikeRegistry(exchange: Exchange): boolean {
  const { response } = exchange
  if (!response) return false
  const { status, headers } = response
  if (headers.some(([name]) => /^(?:docker-|oci-)/i.test(name))) return true
  if (isError(status) && tellsErrors(exchange)) return true
  const type = header(headers, 'content-type') ?? ''
  return status === 200 && /^application\/vnd\.(?:oci|docker)\./i.test(type)
}

/** Whether a success at `/v2/` may be a registry's: any but a page for people. */
function plainSuccess({ response }: Exchange): boolean {
  if (!response || response.status !== 200) return false
  return !/\bhtml\b/i.test(header(response.headers, 'content-type') ?? '')
}

/** Servers of TLS that are asked in plain HTTP say so in words, and with 400. */
const wantsTls = ({ request, response }: Exchange): boolean =>
  request.url.startsWith('http:') &&
  response?.status === 400 &&
  /\bHTTPS (?:server|port)\b/i.test(Buffer.from(response.body.bytes.subarray(0, 2000)).toString('utf8'))

function describe({ response }: Exchange): string {
  if (!response) return 'nothing'
  const type = header(response.headers, 'content-type')
  const server = header(response.headers, 'server')
  const parts = [String(response.status)]
  if (type !== undefined) parts.push(`with ${printable(type)}`)
  if (server !== undefined) parts.push(`from ${printable(server)}`)
  return parts.join(' ')
}

/** At most so much of what a server sent, without what would move a terminal's cursor. */
const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 60)

function refusal(exchange: Exchange, origin: string, anonymous: boolean): Reached {
  const status = exchange.response!.status
  const state = anonymous ? 'credentials-needed' : 'credentials-refused'
  if (exchange.error) {
    const advice = anonymous ? adviceFor['anonymous']! : adviceFor['unauthorised']!
    return { ok: false, state, message: exchange.error.message, advice, exchange }
  }
  return anonymous
    ? {
        ok: false,
        state,
        message: `${origin} asks for credentials (${status})`,
        advice: adviceFor['anonymous']!,
        exchange,
      }
    : {
        ok: false,
        state,
        message: `${origin} does not take the credentials (${status})`,
        advice: 'check user name and password, and whether the account may use this registry',
        exchange,
      }
}

function failure(exchange: Exchange): Reached {
  const { code, message, cause } = exchange.error!
  const state: ReachState =
    code === 'unknown-host' || code === 'refused' || code === 'tls' || code === 'timeout' ? code : 'failed'
  const advice = code === 'malformed' ? adviceOnMalformed(cause, false) : adviceFor[code]
  return { ok: false, state, message, advice: advice ?? 'check the address, and try it with curl', exchange }
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

/**
 * The first contact, which decides whether a run makes sense. A wrong answer to `/v2/` alone is a
 * registry's fault to be judged; `no-registry` needs a manifest's address that looks wrong too.
 */
export async function reach(client: RegistryClient): Promise<Reached> {
  const { base, anonymous } = client
  const exchange = await client.send({ method: 'GET', path: '/v2/', ...little })
  const { response, error } = exchange
  if (!response) return failure(exchange)
  const origin = base.href.replace(/\/$/, '')
  const { status } = response
  if (status === 401 || (status === 403 && error)) return refusal(exchange, origin, anonymous)
  if (error) return failure(exchange)
  if (status === 403 && (!anonymous || looksLikeRegistry(exchange))) {
    return refusal(exchange, origin, anonymous)
  }
  if (status === 404 && (await isAtRoot(client))) return notBelow(exchange, base)
  const ok: Reached = { ok: true, state: 'ok', message: `${origin} answers ${describe(exchange)}`, exchange }
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
  return {
    ok: false,
    state: 'no-registry',
    message: `${origin} answers, but not like a registry: ${describe(exchange)} to /v2/, and ${
      second.error?.message ?? `${describe(second)} to a manifest`
    }`,
    advice: adviceForPath(base),
    exchange,
  }
}
