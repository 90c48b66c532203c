import { tokenAdvice } from '../auth/token-problem.ts'
import type { RegistryClient } from '../client.ts'
import type { Exchange } from '../record/exchange.ts'
import { adviceFor, adviceOn } from './advice.ts'
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

/** A registry that refuses access. */
export function refusal({ anonymous, recorder, base }: RegistryClient, exchange: Exchange): Reached {
  const { response, error, via } = exchange
  const state = anonymous ? 'credentials-needed' : 'credentials-refused'
  if (error) {
    const token = recorder
      .exchanges()
      .find(({ id, request }) => id === via.at(-1) && request.url !== exchange.request.url)
    return { ok: false, state, message: error.message, advice: tokenAdvice(token, anonymous), exchange }
  }
  const status = response?.status ?? 0
  const [message, advice] = anonymous
    ? [`${nameOf(base)} requires credentials (${status})`, adviceFor['anonymous']!]
    : [
        `${nameOf(base)} does not accept the credentials (${status})`,
        'check user name and password, and whether the account may use this registry',
      ]
  return { ok: false, state, message, advice, exchange }
}

const ownStates = new Set<string>(['unknown-host', 'refused', 'tls', 'timeout'] satisfies ReachState[])
const isOwnState = (code: string): code is ReachState => ownStates.has(code)

/** A first request without a response; undefined where it has one. */
export function failure(exchange: Exchange): Reached | undefined {
  const { error } = exchange
  if (!error) return undefined
  const { code, message } = error
  const advice = adviceOn(error)
  // Messages end in an advice, too, and once is enough.
  const end = `; ${advice}`
  const shown = message.endsWith(end) ? message.slice(0, -end.length) : message
  return { ok: false, state: isOwnState(code) ? code : 'failed', message: shown, advice, exchange }
}

/** A registry at the root of the host, and not below the path of the address. */
export const notBelow = (exchange: Exchange, base: URL): Reached => ({
  ok: false,
  state: 'no-registry',
  message: `${exchange.request.url} returned 404, and the registry is at ${base.origin}`,
  advice: adviceForPath(base),
  exchange,
})

/** A plain HTTP request to a server that uses TLS. */
export const wrongScheme = (exchange: Exchange, base: URL): Reached => ({
  ok: false,
  state: 'tls',
  message: `${nameOf(base)} uses TLS, and the request was sent in plain HTTP`,
  advice: 'use https:// in the address, and no --plain-http',
  exchange,
})

/** A server that responds to `/v2/` and to a request for a manifest as no registry does. */
export function notRegistry(base: URL, first: Exchange, second: Exchange): Reached {
  const other = second.error?.message ?? `${describe(second)} to a manifest request`
  return {
    ok: false,
    state: 'no-registry',
    message: `${nameOf(base)} is not a registry: it returned ${describe(first)} to GET /v2/, and ${other}`,
    advice: adviceForPath(base),
    exchange: first,
  }
}
