import type { Authenticator, Grant } from '../auth/authenticator.ts'
import { header, headerValues, type Exchange, type TransportError } from '../record/exchange.ts'
import { headerPairs, sendOnce, splitUrl, type Sending } from './send.ts'
import { isSecretHeader } from '../record/redaction/redactor.ts'
import type { RegistryRequest } from './request.ts'
import { hasFailed, mostRepeats } from './disturbance.ts'
import { isSign, type OutageGuard } from './outage.ts'
import { asks, insistentDelay, pause, retryDelay } from './retry.ts'
import { guessScopes } from '../auth/scopes.ts'
import type { Needs } from '../auth/token-demand.ts'

/** Who sends requests on their way through challenges, redirects and retries. */
export interface Traveller {
  base: URL
  sending: Sending
  authenticator: Authenticator
  retries: number
  /** Milliseconds. */
  longestWait: number
  outage: OutageGuard
  /** For a test that is repeated: whatever fails is sent again, so that only what fails each time is seen as a failure. */
  insistent: boolean
  /** By which pauses of the client's own choice are multiplied. */
  patience: number
}

/** One request on its way; `via` grows. */
interface Journey {
  traveller: Traveller
  request: RegistryRequest
  test: string | undefined
  signal: AbortSignal | undefined
  via: number[]
}

const maxRedirects = 10
const maxChallenges = 3

const repeatable = ({ body }: RegistryRequest): boolean =>
  body === undefined || body instanceof Uint8Array || typeof body.chunks === 'function'

/** Keeps an exchange that is not the last: recorded, and named by those after it. */
function leave({ traveller, via }: Journey, exchange: Exchange): void {
  traveller.sending.recorder.record(exchange)
  via.push(exchange.id)
}

async function persistently(
  journey: Journey,
  request: RegistryRequest,
  url: string,
  authorization: string | undefined,
): Promise<Exchange> {
  const { traveller, test, signal, via } = journey
  const { outage } = traveller
  let repeated = 0
  let resumed = 0
  let failed: Exchange | undefined
  for (let attempt = 0; ; attempt += 1) {
    await outage.open(signal)
    const outagesBefore = outage.outages().length
    const sent = await sendOnce(traveller.sending, { request, url, authorization, test, signal, via })
    outage.observe(sent)
    const exchange = failed || (repeated > 0 && hasFailed(sent)) ? { ...sent, repeated } : sent
    if (failed && isRefusedAfter(exchange)) {
      leave(journey, exchange)
      return failed
    }
    if (request.retry === false || !repeatable(request) || isAborted(signal)) return exchange
    const wait = delayBefore(journey, request, exchange, attempt)
    if (wait === undefined) {
      // A read that failed while the target was out of reach is repeated as soon as it is back.
      if (!isSign(exchange) || !isQuestion(request, exchange) || resumed === mostResumed) return exchange
      resumed += 1
      await outage.open(signal)
      if (outage.outages().length === outagesBefore || isAborted(signal)) return exchange
    }
    if (hasFailed(exchange)) {
      repeated += 1
      // With Retry-After the server says that it did nothing yet.
      if (!asks(request.method) && header(exchange.response?.headers ?? [], 'retry-after') === undefined)
        failed ??= exchange
    }
    leave(journey, exchange)
    await pause(wait ?? 0, signal)
  }
}

/** How often one read is repeated after an outage. */
const mostResumed = 3

/** A write that was carried out although it failed cannot be sent again: its session is over, its content gone. */
const isRefusedAfter = ({ request, response, error }: Exchange): boolean =>
  !error && !asks(request.method) && response !== undefined && response.status >= 400 && response.status < 500

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true

/** A request that changes nothing, and of whose response nothing was handed out. */
const isQuestion = ({ method, onChunk }: RegistryRequest, { response }: Exchange): boolean =>
  asks(method) && (onChunk === undefined || response === undefined || response.status >= 300)

/** Milliseconds before the request is sent again; undefined where it is not. */
function delayBefore(
  { traveller }: Journey,
  request: RegistryRequest,
  exchange: Exchange,
  attempt: number,
): number | undefined {
  const usual = attempt < traveller.retries ? retryDelay(exchange, attempt, traveller.longestWait) : undefined
  const insists =
    traveller.insistent &&
    request.repeatFailure !== false &&
    attempt < mostRepeats &&
    hasFailed(exchange) &&
    (!asks(request.method) || isQuestion(request, exchange))
  return insists ? (usual ?? insistentDelay(attempt) * traveller.patience) : usual
}

/** A first question to learn how the registry wants to be spoken to, for bodies that can be sent only once. */
async function introduce(journey: Journey): Promise<void> {
  const { traveller } = journey
  const needs: Needs = { own: [], extra: [] }
  const url = new URL('v2/', traveller.base).href
  const exchange = await persistently(journey, { method: 'GET', path: url }, url, undefined)
  leave(journey, exchange)
  if (exchange.response?.status !== 401) return
  const challenges = headerValues(exchange.response.headers, 'www-authenticate')
  await unlessAborted(traveller.authenticator.answer(challenges, 401, needs, {}), journey.signal)
}

/** Its refusal by the token server came later, and belongs to it. */
const unauthorised = (exchange: Exchange, { via }: Journey, message: string, failed = false): Exchange => ({
  ...exchange,
  via: [...via],
  error: { code: 'unauthorised', message, ...(failed ? { cause: 'token-server' } : {}) },
})

/** A grant, or none as soon as the request is given up: a token may be long in coming. */
function unlessAborted<T>(grant: Promise<T>, signal: AbortSignal | undefined): Promise<T | Grant> {
  if (!signal) return grant
  if (signal.aborted) return Promise.resolve({})
  return new Promise((resolve, reject) => {
    const give = () => resolve({})
    signal.addEventListener('abort', give, { once: true })
    grant.then(resolve, reject).finally(() => signal.removeEventListener('abort', give))
  })
}

async function authorised(journey: Journey, request: RegistryRequest, url: string): Promise<Exchange> {
  const { authenticator, base } = journey.traveller
  const { signal } = journey
  const to = splitUrl(url)
  const given = headerPairs(request.headers).some(([name]) => name.toLowerCase() === 'authorization')
  // Credentials are for the registry's own origin and nobody else.
  if (given || request.authenticate === false || !to || to.origin !== base.origin) {
    return persistently(journey, request, url, undefined)
  }
  const needs: Needs = { own: guessScopes(request.method, to.path), extra: request.scopes ?? [] }
  if (!repeatable(request) && !authenticator.informed) await introduce(journey)
  // Most registries that are assayed ask nobody who they are.
  let grant: Grant = authenticator.informed ? await unlessAborted(authenticator.authorize(needs), signal) : {}
  journey.via.push(...(grant.via ?? []))
  for (let challenges = 0; ; challenges += 1) {
    const exchange = await persistently(journey, request, url, grant.authorization)
    const { response, error } = exchange
    if (error || (response?.status !== 401 && response?.status !== 403)) return exchange
    const values = headerValues(response.headers, 'www-authenticate')
    if (values.length === 0 || challenges === maxChallenges) return exchange
    const next = await unlessAborted(authenticator.answer(values, response.status, needs, grant), signal)
    journey.via.push(...(next?.via ?? []))
    if (!next) return exchange
    if (next.problem !== undefined) return unauthorised(exchange, journey, next.problem, next.failed)
    if (!repeatable(request)) {
      return unauthorised(
        exchange,
        journey,
        'the registry wants another token, but the body can be sent only once',
      )
    }
    leave(journey, exchange)
    grant = next
  }
}

/** Where a redirect leads, if it is one that this request follows. */
function redirection(exchange: Exchange, request: RegistryRequest): string | undefined {
  const { response, error } = exchange
  if (request.followRedirects === false || error || !response) return undefined
  const followed = asks(request.method) ? [301, 302, 303, 307, 308] : repeatable(request) ? [307, 308] : []
  if (!followed.includes(response.status)) return undefined
  const location = header(response.headers, 'location')
  if (location === undefined || !URL.canParse(location, exchange.request.url)) return undefined
  const next = new URL(location, exchange.request.url)
  return next.protocol === 'http:' || next.protocol === 'https:' ? next.href : undefined
}

/**
 * The same request for another host: what the caller meant for the registry alone stays here, and so do the client's
 * own credentials where that host leads back: it must not choose what they are used for.
 */
function abroad(request: RegistryRequest): RegistryRequest {
  const headers = headerPairs(request.headers).filter(([name]) => !isSecretHeader(name))
  return { ...request, headers, authenticate: false }
}

/** Why a request may not go to a URL: what is deleted is the target's own, and nobody else's. */
function notAllowed({ method }: RegistryRequest, url: string, base: URL): TransportError | undefined {
  const origin = splitUrl(url)?.origin
  if (method !== 'DELETE' || origin === undefined || origin === base.origin) return undefined
  const message = `the registry names ${origin} for a DELETE, which is sent to no other origin than ${base.origin}`
  return { code: 'not-allowed', message: `${message}; name that origin as the target to test it` }
}

/** An exchange of a request that was not sent. */
function withheld(
  { traveller, test, via }: Journey,
  request: RegistryRequest,
  url: string,
  error: TransportError,
): Exchange {
  const { recorder } = traveller.sending
  const { method } = request
  return {
    id: recorder.nextId(),
    request: { method, url, headers: headerPairs(request.headers) },
    via: [...via],
    startedAt: recorder.now(),
    duration: 0,
    ...(test === undefined ? {} : { test }),
    error,
  }
}

/** Sends a request through challenges, redirects and retries, and records each exchange on the way. */
export async function travel(
  traveller: Traveller,
  first: RegistryRequest,
  test: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Exchange> {
  const { base, sending } = traveller
  const journey: Journey = { traveller, request: first, test, signal, via: [] }
  let request = first
  let url = /^[a-z][a-z0-9+.-]*:/i.test(first.path)
    ? first.path
    : `${base.href.replace(/\/$/, '')}${first.path.startsWith('/') ? '' : '/'}${first.path}`
  if (splitUrl(url)?.origin !== base.origin) request = abroad(request)
  const seen = new Set([url])
  for (let hops = 1; ; hops += 1) {
    const forbidden = notAllowed(request, url, base)
    const exchange = forbidden
      ? withheld(journey, request, url, forbidden)
      : await authorised(journey, request, url)
    const next = redirection(exchange, request)
    const looped = next !== undefined && (seen.has(next) || hops > maxRedirects)
    if (next === undefined || looped) {
      const last: Exchange = looped
        ? {
            ...exchange,
            error: {
              code: 'redirect-loop',
              message: seen.has(next)
                ? `${first.method} ${url} leads back to ${next}, where it has been before`
                : `${first.method} ${first.path} was redirected more than ${maxRedirects} times`,
            },
          }
        : exchange
      // The failure of a write that could not be repeated was recorded before its repetition.
      if (!journey.via.includes(last.id)) sending.recorder.record(last)
      return last
    }
    leave(journey, exchange)
    if (splitUrl(next)?.origin !== splitUrl(url)?.origin) request = abroad(request)
    seen.add(next)
    url = next
  }
}
