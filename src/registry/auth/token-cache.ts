import { isFailure, type Exchange } from '../record/exchange.ts'
import { secretsInTokenResponse } from '../record/redaction/token-response.ts'
import { isUnavailable } from '../transport/failure/failure.ts'
import type { Authorization } from './authorization.ts'
import type { Credentials } from './credentials.ts'
import { keyOf, type TokenParameters } from './token-parameters.ts'
import type { Redact } from './token-problem.ts'
import { fetchToken, type SendTokenRequest } from './token.ts'

export interface TokenCacheOptions {
  registry: URL
  credentials: Credentials | undefined
  send: SendTokenRequest
  /** Called with each text of a token response that may open something, before it is used. */
  onSecret: (secret: string) => void
  /** Called with each exchange with a token server, after its secrets. */
  onExchange: (exchange: Exchange) => void
  /** Removes secrets from what a token server wrote, for messages. */
  redact?: Redact
  /** Waits before a token request is repeated; false where it must not be. */
  beforeRetry?: (exchange: Exchange, attempt: number) => Promise<boolean>
  now?: () => number
}

/** Keeps tokens for as long as they are valid, and fetches those that are missing. */
export interface TokenCache {
  /** A token from the cache, else a new one; simultaneous requests that need the same one wait for one response. */
  get(parameters: TokenParameters): Promise<Authorization>
  /** Removes a token that the registry refused, unless it was renewed meanwhile. */
  discard(key: string, authorization: string | undefined): void
}

interface CachedToken {
  value: string
  /** Not used after this time. */
  until: number
  via: readonly number[]
}

interface TokenFailure {
  problem: string
  failed: boolean
  via: readonly number[]
}

/** A token is renewed this long before its end, or at half of a shorter life; milliseconds. */
const margin = 10_000

export function createTokenCache(options: TokenCacheOptions): TokenCache {
  const { registry, send, onSecret, onExchange, now = Date.now } = options
  const { redact = (text) => text, beforeRetry = () => Promise.resolve(false) } = options
  let { credentials } = options
  const tokens = new Map<string, CachedToken>()
  const pending = new Map<string, Promise<CachedToken | TokenFailure>>()

  async function renew(parameters: TokenParameters): Promise<CachedToken | TokenFailure> {
    const exchanges: Exchange[] = []
    const sendAndKeep: SendTokenRequest = async (request) => {
      for (let attempt = 0; ; attempt += 1) {
        const exchange = await send(request)
        exchanges.push(exchange)
        if (!(await beforeRetry(exchange, attempt))) return exchange
      }
    }
    const result = await fetchToken(sendAndKeep, registry, parameters, credentials, redact)
    for (const { response } of exchanges) {
      if (response?.status !== 200) continue
      for (const secret of secretsInTokenResponse(response.body.bytes)) onSecret(secret)
    }
    for (const exchange of exchanges) onExchange(exchange)
    const via = exchanges.map(({ id }) => id)
    if ('problem' in result) return { ...result, failed: hasServerFailed(exchanges.at(-1)), via }
    const { value, lifetime, refresh } = result.token
    if (refresh !== undefined && credentials && 'identityToken' in credentials) {
      credentials = { identityToken: refresh }
    }
    const cached = { value, until: now() + lifetime - Math.min(margin, lifetime / 2), via }
    tokens.set(keyOf(parameters), cached)
    return cached
  }

  return {
    async get(parameters) {
      const key = keyOf(parameters)
      const cached = tokens.get(key)
      if (cached && cached.until > now()) {
        return { value: `Bearer ${cached.value}`, token: { key, fresh: false } }
      }
      let request = pending.get(key)
      if (!request) {
        request = renew(parameters).finally(() => pending.delete(key))
        pending.set(key, request)
      }
      const fetched = await request
      if ('problem' in fetched) return fetched
      return { value: `Bearer ${fetched.value}`, token: { key, fresh: true }, via: fetched.via }
    },
    discard(key, authorization) {
      if (`Bearer ${tokens.get(key)?.value}` === authorization) tokens.delete(key)
    },
  }
}

const hasServerFailed = (last: Exchange | undefined): boolean =>
  last !== undefined && (isFailure(last) || isUnavailable(last))
