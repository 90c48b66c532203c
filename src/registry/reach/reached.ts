import { tokenAdvice } from '../auth/token-problem.ts'
import type { RegistryClient } from '../client.ts'
import type { Exchange } from '../record/exchange.ts'
import { adviceFor, adviceOn, wait, withoutProxy, type Done } from './advice.ts'
import { adviceForPath } from './path-advice.ts'
import { describe } from './signs.ts'

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
  /** One line: what happened. */
  message: string
  /** One line: what to do; absent where nothing has to be done. */
  advice?: string
  /** The response to `/v2/`. */
  exchange: Exchange
}

/** The address of a target, for messages. */
export const nameOf = ({ href }: URL): string => href.replace(/\/$/, '')

const needed = ({ anonymous }: Done): string => adviceFor[anonymous ? 'chosen-anonymous' : 'anonymous']!

/** The origin of the token server that issued the token of a request; undefined where none did. */
function issuerOf(all: readonly Exchange[], { via, request: { url } }: Exchange): string | undefined {
  const issued = all.findLast(
    ({ id, request, response }) => via.includes(id) && request.url !== url && response?.status === 200,
  )
  return issued && new URL(issued.request.url).origin
}

/** A registry that refuses access. */
export function refusal(
  { anonymous, recorder, base }: RegistryClient,
  exchange: Exchange,
  done: Done = {},
): Reached {
  const { response, error, via } = exchange
  const state = anonymous ? 'credentials-needed' : 'credentials-refused'
  if (error) {
    const token = recorder
      .exchanges()
      .find(({ id, request }) => id === via.at(-1) && request.url !== exchange.request.url)
    const [message = '', ...own] = error.message.split('; ')
    const advice = own.length > 0 ? own.join('; ') : token ? tokenAdvice(token, anonymous) : needed(done)
    return { ok: false, state, message, advice, exchange }
  }
  const status = response?.status ?? 0
  const issuer = issuerOf(recorder.exchanges(), exchange)
  if (issuer !== undefined && !anonymous)
    return {
      ok: false,
      state,
      message: `${nameOf(base)} does not accept the token of ${issuer}, which accepted the credentials (${status})`,
      advice: `check in the configuration of the registry the issuer, the service and the certificate of the token server, and compare their clocks: the token may have expired`,
      exchange,
    }
  const [message, advice] = anonymous
    ? [`${nameOf(base)} requires credentials (${status})`, needed(done)]
    : [
        `${nameOf(base)} does not accept the credentials (${status})`,
        'check user name and password, and whether the account may use this registry',
      ]
  return { ok: false, state, message, advice, exchange }
}

const ownStates = new Set<string>(['unknown-host', 'refused', 'tls', 'timeout'] satisfies ReachState[])
const isOwnState = (code: string): code is ReachState => ownStates.has(code)

/** A first request without a response; undefined where it has one. */
export function failure(exchange: Exchange, base: URL, done?: Done): Reached | undefined {
  const { error } = exchange
  if (!error) return undefined
  const { code, message } = error
  // What a message contains after a semicolon is an advice, and it is given once.
  const [what = message] = message.split('; ')
  const waited = done?.waited === undefined ? '' : ` (after waiting for ${done.waited} s)`
  return {
    ok: false,
    state: isOwnState(code) ? code : 'failed',
    message: `${what}${waited}`,
    advice: adviceOn(error, base, done),
    exchange,
  }
}

/** A registry at the root of the host, and not below the path of the address. */
export const notBelow = (exchange: Exchange, base: URL): Reached => ({
  ok: false,
  state: 'no-registry',
  message: `${exchange.request.url} returned 404, and the registry is at ${base.origin}`,
  advice: adviceForPath(base),
  exchange,
})

/** That a response may be one of the proxy. */
const through = (proxy: string | undefined): string =>
  proxy === undefined ? '' : ` through the proxy ${proxy}`

/** A gateway whose registry is not up, or that cannot reach it. */
export function unavailable(
  { base, proxy }: RegistryClient,
  exchange: Exchange,
  { waited }: Done = {},
): Reached {
  const status = exchange.response?.status
  const later = waited === undefined ? '' : `, also after waiting for ${waited} s`
  return {
    ok: false,
    state: 'failed',
    message: `${nameOf(base)} is not available: it returned ${describe(exchange)} to GET /v2/${through(proxy)}${later}`,
    advice: `check the log of the registry${status === 503 ? ' and of what is in front of it' : ' and check its upstream address in the gateway'}${waited === undefined ? wait : ''}`,
    exchange,
  }
}

/** A plain HTTP request to a server that uses TLS. */
export const wrongScheme = (exchange: Exchange, base: URL): Reached => ({
  ok: false,
  state: 'tls',
  message: `${nameOf(base)} uses TLS, and the request was sent in plain HTTP`,
  advice: 'use https:// in the address, without --plain-http',
  exchange,
})

/** A server that responds to `/v2/` and to a request for a manifest as no registry does. */
export function notRegistry({ base, proxy }: RegistryClient, first: Exchange, second: Exchange): Reached {
  const other = second.error?.message ?? `${describe(second)} to a manifest request`
  return {
    ok: false,
    state: 'no-registry',
    message: `${nameOf(base)} is not a registry: it returned ${describe(first)} to GET /v2/, and ${other}${through(proxy)}`,
    advice: proxy === undefined ? adviceForPath(base) : `${adviceForPath(base)}, or ${withoutProxy}`,
    exchange: first,
  }
}
