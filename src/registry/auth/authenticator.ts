import { parseChallenges, type Challenge } from './challenge.ts'
import { basic, type Credentials } from './credentials.ts'
import { isFailure, type Exchange } from '../record/exchange.ts'
import { isSign } from '../transport/outage.ts'
import { joinScopes } from './scopes.ts'
import { secretsInTokenAnswer } from '../record/redaction/places.ts'
import { demandsOf, keyOf, type Needs } from './token-demand.ts'
import type { Redact } from './token-problem.ts'
import { fetchToken, type SendTokenRequest, type TokenDemand } from './token.ts'

/** What to send with a request. */
export interface Grant {
  /** The value of Authorization; absent where nothing is sent. */
  authorization?: string
  /** The token's place in the cache, and whether it was got for this very request. */
  token?: { key: string; fresh: boolean }
  /** Why there is no authorization although the registry asks for one. */
  problem?: string
  /** True where the token server failed: it refused nothing. */
  failed?: boolean
  /** The exchanges with the token server that led to it. */
  via?: readonly number[]
}

export interface Authenticator {
  /** True once the registry has said how it wants to be spoken to, or where that is known beforehand. */
  readonly informed: boolean
  /** What to send at first, from what was learned so far. */
  authorize(needs: Needs): Promise<Grant>
  /** What to send after a challenge (401, or 403 for want of scope); undefined where there is nothing better. */
  answer(challenges: readonly string[], status: number, needs: Needs, used: Grant): Promise<Grant | undefined>
}

export interface AuthenticatorOptions {
  registry: URL
  credentials: Credentials | undefined
  send: SendTokenRequest
  /** Is given each text of a token server's answer that may open something, before it is used. */
  onSecret: (secret: string) => void
  /** Is given each exchange with a token server, after its secrets. */
  onExchange: (exchange: Exchange) => void
  /** Removes secrets from what a token server wrote, for messages. */
  redact?: Redact
  /** Waits before a token request is repeated; false where it must not be. */
  beforeRetry?: (exchange: Exchange, attempt: number) => Promise<boolean>
  now?: () => number
}

interface Held {
  value: string
  /** Not used after this time. */
  until: number
  via: readonly number[]
}

interface Failed {
  problem: string
  failed: boolean
  via: readonly number[]
}

/** How the registry wants a kind of request to be authorised. */
type Method = { scheme: 'basic' } | { scheme: 'bearer'; demand: TokenDemand }

/** A token is renewed this long before its end, or at half of a shorter life. */
const margin = 10_000

/** Requests of one kind are authorised alike. */
const kindOf = (needs: Needs): string => joinScopes(needs.own, needs.extra).join(' ')

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { registry, send, onSecret, onExchange, now = Date.now } = options
  const { redact = (text) => text, beforeRetry = () => Promise.resolve(false) } = options
  let { credentials } = options
  const tokens = new Map<string, Held>()
  const pending = new Map<string, Promise<Held | Failed>>()
  /** By the scopes that were guessed. */
  const learned = new Map<string, Method>()
  let latest: Method | undefined

  async function renew(demand: TokenDemand): Promise<Held | Failed> {
    const exchanges: Exchange[] = []
    const sendAndKeep: SendTokenRequest = async (request) => {
      for (let attempt = 0; ; attempt += 1) {
        const exchange = await send(request)
        exchanges.push(exchange)
        if (!(await beforeRetry(exchange, attempt))) return exchange
      }
    }
    const answer = await fetchToken(sendAndKeep, registry, demand, credentials, redact)
    for (const { response } of exchanges) {
      if (response?.status !== 200) continue
      for (const secret of secretsInTokenAnswer(response.body.bytes)) onSecret(secret)
    }
    for (const exchange of exchanges) onExchange(exchange)
    const via = exchanges.map(({ id }) => id)
    const last = exchanges.at(-1)
    const failed = last !== undefined && (isFailure(last) || isSign(last))
    if ('problem' in answer) return { ...answer, failed, via }
    const { value, lifetime, refresh } = answer.token
    if (refresh !== undefined && credentials && 'identityToken' in credentials) {
      credentials = { identityToken: refresh }
    }
    const held = { value, until: now() + lifetime - Math.min(margin, lifetime / 2), via }
    tokens.set(keyOf(demand), held)
    return held
  }

  /** A token from the cache, else a new one; requests that want the same one wait for one answer. */
  async function bearer(demand: TokenDemand): Promise<Grant> {
    const key = keyOf(demand)
    const held = tokens.get(key)
    if (held && held.until > now()) {
      return { authorization: `Bearer ${held.value}`, token: { key, fresh: false } }
    }
    let request = pending.get(key)
    if (!request) {
      request = renew(demand).finally(() => pending.delete(key))
      pending.set(key, request)
    }
    const got = await request
    if ('problem' in got) return got
    return { authorization: `Bearer ${got.value}`, token: { key, fresh: true }, via: got.via }
  }

  /** Basic with what we have; undefined where that is no user name and password. */
  function plain(): Grant | undefined {
    if (!credentials || !('username' in credentials)) return undefined
    return { authorization: basic(credentials.username, credentials.password) }
  }

  function learn(needs: Needs, method: Method): void {
    if (needs.own.length > 0) learned.set(kindOf(needs), method)
    // A Basic challenge of one request does not undo what was learned of tokens for all others.
    if (method.scheme === 'bearer' || !latest) latest = method
  }

  async function byToken(
    demand: TokenDemand,
    needs: Needs,
    used: Grant,
    expired: boolean,
  ): Promise<Grant | undefined> {
    const key = keyOf(demand)
    if (used.token?.key === key) {
      // Even a token that was got for this request is refused: another would be no better. But its time may
      // have been over before the request had its turn.
      if (used.token.fresh && !expired) return undefined
      // Unless another request has renewed it meanwhile.
      if (`Bearer ${tokens.get(key)?.value}` === used.authorization) tokens.delete(key)
    }
    const grant = await bearer(demand)
    if (grant.authorization !== undefined) learn(needs, { scheme: 'bearer', demand })
    return grant.authorization !== undefined && grant.authorization === used.authorization ? undefined : grant
  }

  /** A token by the first demand; by the wider one where the first is not enough, by the narrower one where it is refused. */
  async function byChallenge(challenge: Challenge, needs: Needs, used: Grant): Promise<Grant | undefined> {
    const demands = demandsOf(challenge, needs)
    if (!demands) return undefined
    const { first, wider, narrower } = demands
    const expired = challenge.parameters.get('error') === 'invalid_token'
    const differs = (demand: TokenDemand) => keyOf(demand) !== keyOf(first)
    const isRefused = (demand: TokenDemand) =>
      used.token?.fresh === true && !expired && used.token.key === keyOf(demand)
    if (isRefused(first)) {
      const grant = differs(wider) ? await byToken(wider, needs, used, expired) : undefined
      return grant?.authorization === undefined ? undefined : grant
    }
    if (isRefused(wider) || isRefused(narrower)) return undefined
    const grant = await byToken(first, needs, used, expired)
    if (grant?.problem === undefined || !differs(narrower)) return grant
    return byToken(narrower, needs, used, expired)
  }

  return {
    get informed() {
      return latest !== undefined || (credentials !== undefined && 'bearer' in credentials)
    },

    async authorize(needs) {
      if (credentials && 'bearer' in credentials) return { authorization: `Bearer ${credentials.bearer}` }
      const method = learned.get(kindOf(needs)) ?? latest
      if (!method) return {}
      if (method.scheme === 'basic') return plain() ?? {}
      if (learned.has(kindOf(needs))) return bearer(method.demand)
      return bearer({ ...method.demand, scopes: joinScopes(needs.own, needs.extra) })
    },

    async answer(values, status, needs, used) {
      if (credentials && 'bearer' in credentials) return undefined
      const challenges = parseChallenges(values)
      const asked = challenges.filter(({ scheme }) => scheme === 'bearer')
      if (
        status === 403 &&
        !asked.some(({ parameters }) => parameters.get('error') === 'insufficient_scope')
      ) {
        return undefined
      }
      let problem: Grant | undefined
      for (const challenge of asked) {
        const grant = await byChallenge(challenge, needs, used)
        if (grant?.authorization !== undefined) return grant
        problem ??= grant
      }
      const own = challenges.some(({ scheme }) => scheme === 'basic') ? plain() : undefined
      if (own && own.authorization !== used.authorization) {
        learn(needs, { scheme: 'basic' })
        return own
      }
      return problem
    },
  }
}
