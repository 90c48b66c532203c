import { header, isFailure, type Exchange, type ExchangeResponse } from '../../record/exchange.ts'
import { isSafe } from '../../record/operation.ts'
import { isUnavailable } from '../failure/failure.ts'
import { retryAfter } from './retry-after.ts'

/** How often a request that fails is sent again, at most, in a test that is itself repeated. */
export const mostRepeats = 3

/**
 * Milliseconds before a failed request is sent again in such a test, from the first repetition on: a gateway or a connection takes
 * longer to come back than what other requests brought about takes to pass.
 */
const repeatDelays = { unavailable: [50, 150, 300], failed: [25, 75, 150] }

/** The delay before a failed request is sent again in a test that is repeated. */
export function repeatDelay(exchange: Exchange, attempt: number): number {
  const delays = repeatDelays[isUnavailable(exchange) ? 'unavailable' : 'failed']
  return delays[Math.min(attempt, delays.length - 1)]!
}

/**
 * Milliseconds to wait before the same request is sent again; undefined where it must not be. Only responses that show
 * nothing about the request itself are worth another attempt: too many requests, busy until a stated time, a connection
 * that ended before a safe request was answered, and a server failure in response to one. A fault of the registry fails
 * again each time; what two simultaneous requests brought about does not.
 */
export function retryDelay(exchange: Exchange, attempt: number, longest: number): number | undefined {
  const { request, response, error } = exchange
  const isFirstOfSafe = attempt === 0 && isSafe(request.method)
  if (error) return isFirstOfSafe && error.code === 'reset' && response === undefined ? 20 : undefined
  if (isFailure(exchange)) return isFirstOfSafe ? 100 : undefined
  const wait = response && delayByStatus(exchange, response, attempt)
  return wait !== undefined && wait <= longest ? wait : undefined
}

function delayByStatus(
  { id }: Exchange,
  { status, headers }: Pick<ExchangeResponse, 'status' | 'headers'>,
  attempt: number,
): number | undefined {
  if (status !== 429 && status !== 503) return undefined
  const requested = retryAfter(header(headers, 'retry-after'))
  if (requested !== undefined || status === 503) return requested
  return Math.round(Math.min(1000 * 2 ** attempt, longestUnstated) * spread(id))
}

/**
 * Milliseconds between two tries where a registry limits requests (429) and does not state for how long: with longer pauses, most requests
 * never meet the two seconds of each seven in which it responds.
 */
const longestUnstated = 2000

/**
 * From 0.75 to 1.25, another one for each request: those that were refused together would come back together, and each time within the
 * part of a minute in which a registry refuses.
 */
const spread = (id: number): number => 0.75 + ((id * goldenRatio) % 1) / 2

const goldenRatio = (Math.sqrt(5) - 1) / 2
