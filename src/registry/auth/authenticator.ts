import type { Authorization } from './authorization.ts'
import { parseChallenges, type Challenge } from './challenge.ts'
import { basic } from '../transport/basic.ts'
import { joinScopes, type RequestScopes } from './scopes.ts'
import { createTokenCache, type TokenCacheOptions } from './token-cache.ts'
import { keyOf, tokenParametersOf, type TokenParameters } from './token-parameters.ts'

export interface Authenticator {
  /** Whether the authentication scheme is known, from a challenge or beforehand. */
  readonly knowsScheme: boolean
  /** What to send at first, from what was learned so far. */
  authorize(scopes: RequestScopes): Promise<Authorization>
  /** What to send after a challenge (401, or 403 for want of scope); undefined where there is nothing better. */
  answerChallenge(
    challenges: readonly string[],
    status: number,
    scopes: RequestScopes,
    used: Authorization,
  ): Promise<Authorization | undefined>
}

export type AuthenticatorOptions = TokenCacheOptions

/** How the registry requires a kind of request to be authenticated. */
type Scheme = { name: 'basic' } | { name: 'bearer'; parameters: TokenParameters }

/** Requests of one kind are authenticated alike. */
const kindOf = (scopes: RequestScopes): string => joinScopes(scopes.own, scopes.extra).join(' ')

const isExpired = ({ parameters }: Challenge): boolean => parameters.get('error') === 'invalid_token'

const needsScope = ({ parameters }: Challenge): boolean => parameters.get('error') === 'insufficient_scope'

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { credentials } = options
  const tokens = createTokenCache(options)
  /** By the scopes that were guessed. */
  const learned = new Map<string, Scheme>()
  let latest: Scheme | undefined

  /** Basic with the credentials; undefined where they are not a user name and password. */
  function byPassword(): Authorization | undefined {
    if (!credentials || !('username' in credentials)) return undefined
    return { value: basic(credentials.username, credentials.password) }
  }

  function learn(scopes: RequestScopes, scheme: Scheme): void {
    if (scopes.own.length > 0) learned.set(kindOf(scopes), scheme)
    // A Basic challenge of one request does not undo what was learned of tokens for all others.
    if (scheme.name === 'bearer' || !latest) latest = scheme
  }

  async function byToken(
    parameters: TokenParameters,
    scopes: RequestScopes,
    used: Authorization,
    expired: boolean,
  ): Promise<Authorization | undefined> {
    const key = keyOf(parameters)
    if (used.token?.key === key) {
      // Even a token that was fetched for this request is refused: another would be no better. But it may have
      // expired before the request was sent.
      if (used.token.fresh && !expired) return undefined
      tokens.discard(key, used.value)
    }
    const authorization = await tokens.get(parameters)
    if (authorization.value !== undefined) learn(scopes, { name: 'bearer', parameters })
    return authorization.value !== undefined && authorization.value === used.value ? undefined : authorization
  }

  /** A token as the challenge names it; a wider one where that is not enough, a narrower one where it is refused. */
  async function byChallenge(
    challenge: Challenge,
    scopes: RequestScopes,
    used: Authorization,
  ): Promise<Authorization | undefined> {
    const candidates = tokenParametersOf(challenge, scopes)
    if (!candidates) return undefined
    const { first, wider, narrower } = candidates
    const expired = isExpired(challenge)
    const differs = (parameters: TokenParameters) => keyOf(parameters) !== keyOf(first)
    const isRefused = (parameters: TokenParameters) =>
      used.token?.fresh === true && !expired && used.token.key === keyOf(parameters)
    if (isRefused(first)) {
      const authorization = differs(wider) ? await byToken(wider, scopes, used, expired) : undefined
      return authorization?.value === undefined ? undefined : authorization
    }
    if (isRefused(wider) || isRefused(narrower)) return undefined
    const authorization = await byToken(first, scopes, used, expired)
    if (authorization?.problem === undefined || !differs(narrower)) return authorization
    return byToken(narrower, scopes, used, expired)
  }

  return {
    get knowsScheme() {
      return latest !== undefined || (credentials !== undefined && 'bearer' in credentials)
    },

    async authorize(scopes) {
      if (credentials && 'bearer' in credentials) return { value: `Bearer ${credentials.bearer}` }
      const own = learned.get(kindOf(scopes))
      const scheme = own ?? latest
      if (!scheme) return {}
      if (scheme.name === 'basic') return byPassword() ?? {}
      if (own) return tokens.get(scheme.parameters)
      return tokens.get({ ...scheme.parameters, scopes: joinScopes(scopes.own, scopes.extra) })
    },

    async answerChallenge(values, status, scopes, used) {
      if (credentials && 'bearer' in credentials) return undefined
      const challenges = parseChallenges(values)
      const forTokens = challenges.filter(({ scheme }) => scheme === 'bearer')
      if (status === 403 && !forTokens.some(needsScope)) return undefined
      let problem: Authorization | undefined
      for (const challenge of forTokens) {
        const authorization = await byChallenge(challenge, scopes, used)
        if (authorization?.value !== undefined) return authorization
        problem ??= authorization
      }
      const own = challenges.some(({ scheme }) => scheme === 'basic') ? byPassword() : undefined
      if (own && own.value !== used.value) {
        learn(scopes, { name: 'basic' })
        return own
      }
      return problem
    },
  }
}
