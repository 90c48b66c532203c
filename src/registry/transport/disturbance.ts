import { mostRounds, type Disturbance } from '../../engine/disturbance.ts'
import { operationOf, type Exchange } from '../record/exchange.ts'
import { isSign } from './outage.ts'
import { asks } from './retry.ts'

/** How often a request is sent again, at most, in a test that is itself repeated. */
export const mostRepeats = 3

/** Milliseconds until what the gateway or the connection of a registry shows is tried again. */
const recovery = 15_000

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

/** What became of requests so far; all times in milliseconds since the run started. */
export interface History {
  /** Takes note of a request that was answered, by when it was sent. */
  answered(operation: string, at: number): void
  /** Takes note of a failure that was received; when one of this kind was first received. */
  failed(kind: string, at: number): number
  /** Whether such a request was sent after that time and answered: one that was sent before may have been overtaken. */
  isAnsweredSince(operation: string, time: number): boolean
}

export function createHistory(): History {
  const answers = new Map<string, number>()
  const failures = new Map<string, number>()
  return {
    answered: (operation, at) => void answers.set(operation, at),
    failed(kind, at) {
      const first = failures.get(kind) ?? at
      failures.set(kind, first)
      return first
    },
    isAnsweredSince: (operation, time) => (answers.get(operation) ?? -1) > time,
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
  { history, patience }: { history: History; patience: number },
): Disturbance | undefined {
  const { request, response, error, startedAt, duration, repeated = 0 } = exchange
  const { method, url } = request
  const operation = operationOf(request) ?? `${method} elsewhere`
  if (!hasFailed(exchange)) {
    if (response && !error) history.answered(operation, startedAt)
    if (repeated === 0 || asks(method)) return undefined
    const reason = `${method} ${url} failed, and returned ${response?.status ?? error?.code ?? ''} when it was sent again`
    return { kind: operation, reason, countsFrom: Infinity }
  }
  const kind = `${operation}: ${error?.code ?? response?.status ?? 0}`
  const reason = error?.message ?? `${method} ${url} returned ${response?.status ?? 0}`
  const first = history.failed(kind, startedAt + duration)
  if (repeated < mostRepeats) return { kind, reason, countsFrom: mostRounds }
  if (!isSign(exchange)) return { kind, reason, countsFrom: 2 }
  // Others of its kind came through since: it is this request that fails, and no gateway.
  if (history.isAnsweredSince(operation, first)) return { kind, reason, countsFrom: 3 }
  return { kind, reason, countsFrom: 3, pause: Math.max(0, recovery * patience - (startedAt - first)) }
}

/** That the target was out of reach while a test was under way: what it had stored there may be gone. */
export const ofOutage = (sign: string): Disturbance => ({
  kind: 'outage',
  reason: `the target was out of reach during the test (${sign})`,
  countsFrom: Infinity,
})
