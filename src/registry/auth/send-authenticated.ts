import { withoutUndefined } from '../../engine/optional.ts'
import { headerValues, type Exchange } from '../record/exchange.ts'
import { headerPairs, isRepeatable, type RegistryRequest } from '../transport/request.ts'
import { recordIntermediate, type Attempt, type Chain, type Sender } from '../transport/send.ts'
import { splitUrl } from '../transport/url.ts'
import type { Authenticator } from './authenticator.ts'
import type { Authorization } from './authorization.ts'
import { guessScopes, type RequestScopes } from './scopes.ts'

const maxChallenges = 3

/** How requests are authenticated at one registry. */
export interface AuthenticatedSender {
  base: URL
  authenticator: Authenticator
  sender: Sender
  /** Sends a request with retries; records all exchanges but the one that it returns. */
  send: (chain: Chain, attempt: Attempt) => Promise<Exchange>
}

/** Sends a request with what its registry is known to require, and again as its challenges demand. */
export async function sendAuthenticated(
  client: AuthenticatedSender,
  chain: Chain,
  request: RegistryRequest,
  url: string,
): Promise<Exchange> {
  const { authenticator, base, sender, send } = client
  const to = splitUrl(url)
  // Credentials are for the registry's own origin and no other.
  if (hasAuthorization(request) || request.authenticate === false || !to || to.origin !== base.origin)
    return send(chain, { request, url })
  const scopes: RequestScopes = { own: guessScopes(request.method, to.path), extra: request.scopes ?? [] }
  if (!isRepeatable(request) && !authenticator.knowsScheme) await learnScheme(client, chain)
  // Most registries that are tested require no authentication.
  let authorization: Authorization = authenticator.knowsScheme
    ? await unlessAborted(authenticator.authorize(scopes), chain.signal)
    : {}
  chain.via.push(...(authorization.via ?? []))
  for (let challenges = 0; ; challenges += 1) {
    const exchange = await send(chain, { request, url, authorization: authorization.value })
    const challenge = challengeIn(exchange)
    if (!challenge || challenges === maxChallenges) return exchange
    const next = await unlessAborted(
      authenticator.answerChallenge(challenge.values, challenge.status, scopes, authorization),
      chain.signal,
    )
    chain.via.push(...(next?.via ?? []))
    if (!next) return exchange
    const problem = next.problem ?? (isRepeatable(request) ? undefined : notRepeatable)
    if (problem !== undefined) return unauthorised(exchange, chain, problem, next.failed)
    recordIntermediate(sender, chain, exchange)
    authorization = next
  }
}

const notRepeatable = 'the registry requires another token, but the body can be sent only once'

/** Whether the caller authenticates the request. */
const hasAuthorization = ({ headers }: RegistryRequest): boolean =>
  headerPairs(headers).some(([name]) => name.toLowerCase() === 'authorization')

/** The challenges of a 401, or of a 403 for want of scope; undefined where there are none. */
function challengeIn({ response, error }: Exchange): { status: number; values: string[] } | undefined {
  if (error || !response || (response.status !== 401 && response.status !== 403)) return undefined
  const values = headerValues(response.headers, 'www-authenticate')
  return values.length === 0 ? undefined : { status: response.status, values }
}

/** A request that may be challenged, before one whose body can be sent only once. */
async function learnScheme({ base, authenticator, sender, send }: AuthenticatedSender, chain: Chain) {
  const url = new URL('v2/', base).href
  const exchange = await send(chain, { request: { method: 'GET', path: url }, url })
  recordIntermediate(sender, chain, exchange)
  if (exchange.response?.status !== 401) return
  const challenges = headerValues(exchange.response.headers, 'www-authenticate')
  await unlessAborted(
    authenticator.answerChallenge(challenges, 401, { own: [], extra: [] }, {}),
    chain.signal,
  )
}

/** The exchanges with the token server came later than this one, and belong to it. */
const unauthorised = (exchange: Exchange, { via }: Chain, message: string, failed = false): Exchange => ({
  ...exchange,
  via: [...via],
  error: withoutUndefined({ code: 'unauthorised', message, cause: failed ? 'token-server' : undefined }),
})

/** What is resolved, or no authorization as soon as the request is aborted: a token server may be slow. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T | Authorization> {
  if (!signal) return promise
  if (signal.aborted) return Promise.resolve({})
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve({})
    signal.addEventListener('abort', giveUp, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}
