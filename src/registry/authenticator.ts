import { parseChallenges, type Challenge } from './challenge.ts'
import { basic, type Credentials } from './credentials.ts'
import type { Exchange } from './exchange.ts'
import { joinScopes, splitScopes } from './scopes.ts'
import { fetchToken, type SendTokenRequest, type TokenDemand } from './token.ts'

/** What one request needs of a token. */
export interface Needs {
  /** Guessed from the request; may be wrong or empty. */
  own: readonly string[]
  /** Besides: for mounts. */
  extra: readonly string[]
}

/** What to send with a request. */
export interface Grant {
  /** The value of Authorization; absent where nothing is sent. */
  authorization?: string
  /** The token's place in the cache, and whether it was got for this very request. */
  token?: { key: string; fresh: boolean }
  /** Why there is no authorization although the registry asks for one. */
  problem?: string
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
  /** Is told each token and each new identity token before they are used. */
  onSecret: (secret: string) => void
  /** Is given each exchange with a token server, after its secrets. */
  onExchange: (exchange: Exchange) => void
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
  via: readonly number[]
}

/** How the registry wants a kind of request to be authorised. */
type Method = { scheme: 'basic' } | { scheme: 'bearer'; demand: TokenDemand }

/** A token is renewed this long before its end, or at half of a shorter life. */
const margin = 10_000

const keyOf = ({ realm, service, scopes }: TokenDemand): string => JSON.stringify([realm, service, scopes])

/** Requests of one kind are authorised alike. */
const kindOf = (needs: Needs): string => joinScopes(needs.own, needs.extra).join(' ')

function demandOf(challenge: Challenge, needs: Needs): TokenDemand | undefined {
  const realm = challenge.parameters.get('realm')
  if (realm === undefined || realm === '') return undefined
  const asked = splitScopes(challenge.parameters.get('scope'))
  return {
    realm,
    service: challenge.parameters.get('service'),
    scopes: joinScopes(asked.length > 0 ? asked : needs.own, needs.extra),
  }
}

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { registry, send, onSecret, onExchange, now = Date.now } = options
  let { credentials } = options
  const tokens = new Map<string, Held>()
  const pending = new Map<string, Promise<Held | Failed>>()
  /** By the scopes that were guessed. */
  const learned = new Map<string, Method>()
  let latest: Method | undefined

  async function renew(demand: TokenDemand): Promise<Held | Failed> {
    const exchanges: Exchange[] = []
    const sendAndKeep: SendTokenRequest = async (request) => {
      const exchange = await send(request)
      exchanges.push(exchange)
      return exchange
    }
    const answer = await fetchToken(sendAndKeep, registry, demand, credentials)
    if ('token' in answer) {
      onSecret(answer.token.value)
      if (answer.token.refresh !== undefined) onSecret(answer.token.refresh)
    }
    for (const exchange of exchanges) onExchange(exchange)
    const via = exchanges.map(({ id }) => id)
    if ('problem' in answer) return { ...answer, via }
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
        const demand = demandOf(challenge, needs)
        const expired = challenge.parameters.get('error') === 'invalid_token'
        const grant = demand && (await byToken(demand, needs, used, expired))
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
