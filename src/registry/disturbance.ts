import { mostRounds, type Disturbance } from '../engine/disturbance.ts'
import { operationOf, type Exchange } from './exchange.ts'
import { isSign } from './outage.ts'
import { asks } from './retry.ts'

/** How often a request is sent again, at most, in a test that is itself repeated. */
export const mostRepeats = 3

/** Milliseconds until what the gateway or the connection of a registry shows is tried again. */
const recovery = 10_000

/** Statuses that say what a server cannot do, and not that it failed. */
const lasting = [501, 505]

/** Whether the registry, or what is in front of it, failed over a request. */
export const hasFailed = (exchange: Exchange): boolean => {
  const { response, error } = exchange
  // A target that hangs is not helped by asking four times: that is what limits of time are for.
  if (error) return error.code !== 'timeout' && (isSign(exchange) || error.cause === 'token-server')
  const status = response?.status ?? 0
  return status >= 500 && !lasting.includes(status)
}

const statusOf = ({ response, error }: Exchange): string => error?.code ?? String(response?.status ?? 0)

const operation = ({ request }: Exchange): string => operationOf(request) ?? `${request.method} elsewhere`

export interface DisturbanceOptions {
  /** By which pauses are multiplied. */
  patience: number
  /** When a kind of disturbance was first seen, or now; milliseconds since the run started. */
  firstOf: (kind: string, now: number) => number
}

/** Remembers when each kind of disturbance was first seen. */
export function createFirsts(): DisturbanceOptions['firstOf'] {
  const seen = new Map<string, number>()
  return (kind, now) => {
    const first = seen.get(kind) ?? now
    seen.set(kind, first)
    return first
  }
}

/**
 * What an exchange takes away from the certainty of a test; undefined where nothing. A failure that was there each time
 * the request was sent counts, after some seconds if it may be that of a gateway. One that could not be sent again
 * counts if each round ends with one. A write that failed and was sent again may have been carried out twice, so that
 * nothing after it counts.
 */
export function disturbanceOf(
  exchange: Exchange,
  { patience, firstOf }: DisturbanceOptions,
): Disturbance | undefined {
  const { request, response, error, repeated = 0 } = exchange
  const { method, url } = request
  if (!hasFailed(exchange)) {
    if (repeated === 0 || asks(method)) return undefined
    const reason = `${method} ${url} failed, and returned ${response?.status ?? error?.code ?? ''} when it was sent again`
    return { kind: operation(exchange), reason, countsFrom: Infinity }
  }
  const kind = `${operation(exchange)}: ${statusOf(exchange)}`
  const reason = error?.message ?? `${method} ${url} returned ${response?.status ?? 0}`
  firstOf(kind, exchange.startedAt)
  if (repeated < mostRepeats) return { kind, reason, countsFrom: mostRounds }
  if (!isSign(exchange)) return { kind, reason, countsFrom: 2 }
  const lasted = exchange.startedAt - firstOf(kind, exchange.startedAt)
  return { kind, reason, countsFrom: 3, pause: Math.max(0, recovery * patience - lasted) }
}

/** That the target was out of reach while a test was under way: what it had stored there may be gone. */
export const ofOutage = (sign: string): Disturbance => ({
  kind: 'outage',
  reason: `the target was out of reach during the test (${sign})`,
  countsFrom: Infinity,
})
