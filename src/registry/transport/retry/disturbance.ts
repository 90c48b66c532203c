import { mostRounds, type Disturbance } from '../../../engine/disturbance.ts'
import type { Exchange } from '../../record/exchange.ts'
import { isSafe, operationOf } from '../../record/operation.ts'
import { hasFailed, isUnavailable } from '../failure/failure.ts'
import { mostRepeats } from './retry-delay.ts'

/** Milliseconds until a test is repeated after a failure that may be that of a gateway or a connection. */
const recovery = 15_000

/** The outcome of all requests so far; all times in milliseconds since the run started. */
export interface RequestHistory {
  /** Takes note of a request that was answered, by when it was sent. */
  answered(operation: string, at: number): void
  /** Takes note of a failure that was received; returns when one of this kind was first received. */
  failed(kind: string, at: number): number
  /** Whether such a request was sent after that time and answered: one that was sent before may have been overtaken. */
  isAnsweredSince(operation: string, time: number): boolean
}

export function createRequestHistory(): RequestHistory {
  const answeredAt = new Map<string, number>()
  const failures = new Map<string, number>()
  return {
    answered: (operation, at) => void answeredAt.set(operation, at),
    failed(kind, at) {
      const first = failures.get(kind) ?? at
      failures.set(kind, first)
      return first
    },
    isAnsweredSince: (operation, time) => (answeredAt.get(operation) ?? -1) > time,
  }
}

/** What disturbances are judged by; `patience` is what pauses are multiplied by. */
export interface DisturbanceContext {
  history: RequestHistory
  patience: number
}

/**
 * The uncertainty that an exchange leaves a test with; undefined where none. A failure that was there each time the
 * request was sent counts, after some seconds if it may be that of a gateway. One that could not be sent again counts if
 * each round ends with one. A write that failed and was sent again may have been carried out twice, so that nothing after
 * it counts.
 */
export function disturbanceOf(exchange: Exchange, context: DisturbanceContext): Disturbance | undefined {
  const { request } = exchange
  const operation = operationOf(request) ?? `${request.method} elsewhere`
  return hasFailed(exchange)
    ? byFailure(exchange, operation, context)
    : bySuccess(exchange, operation, context)
}

function bySuccess(
  { request, response, error, startedAt, repeated = 0 }: Exchange,
  operation: string,
  { history }: DisturbanceContext,
): Disturbance | undefined {
  const { method, url } = request
  if (response && !error) history.answered(operation, startedAt)
  if (repeated === 0 || isSafe(method)) return undefined
  const reason = `${method} ${url} failed, and returned ${response?.status ?? error?.code ?? ''} when it was sent again`
  return { kind: operation, reason, countsFrom: Infinity }
}

function byFailure(
  exchange: Exchange,
  operation: string,
  { history, patience }: DisturbanceContext,
): Disturbance {
  const { request, response, error, startedAt, duration, repeated = 0 } = exchange
  const status = response?.status ?? 0
  const kind = `${operation}: ${error?.code ?? status}`
  const reason = error?.message ?? `${request.method} ${request.url} returned ${status}`
  const first = history.failed(kind, startedAt + duration)
  if (repeated < mostRepeats) return { kind, reason, countsFrom: mostRounds }
  if (!isUnavailable(exchange)) return { kind, reason, countsFrom: 2 }
  // Others of its kind were answered since: this request fails, and no gateway does.
  if (history.isAnsweredSince(operation, first)) return { kind, reason, countsFrom: 3 }
  return { kind, reason, countsFrom: 3, pause: Math.max(0, recovery * patience - (startedAt - first)) }
}

/** An outage during a test: what the test had stored may be gone. */
export const disturbanceOfOutage = (sign: string): Disturbance => ({
  kind: 'outage',
  reason: `the target was unreachable during the test (${sign})`,
  countsFrom: Infinity,
})
