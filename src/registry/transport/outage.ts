import type { Outage } from '../../engine/events.ts'
import { operationOf, type Exchange } from '../record/exchange.ts'
import { pause } from './retry.ts'
import { splitUrl } from './send.ts'

/** Notices that the target is out of reach, and holds requests back until it is there again. */
export interface OutageGuard {
  /** Resolves when requests may be sent: at once, unless there is an outage; and as soon as the signal is aborted. */
  open(signal: AbortSignal | undefined): Promise<void>
  /** Looks at a response. The first sign of an outage closes the gate until `/v2/` is answered. */
  observe(exchange: Exchange): void
  /** All that are over, oldest first. */
  outages(): readonly Outage[]
  /** Why the target is given up; undefined unless it was out of reach for longer than is waited for. */
  lost(): string | undefined
}

export interface OutageOptions {
  /** The target's origin. */
  origin: string
  /** Sends GET /v2/, whatever the gate; never rejects. */
  probe: () => Promise<Exchange>
  /** Milliseconds since the run started. */
  now: () => number
  /** Milliseconds that one outage may last; default 30,000. */
  longest?: number
  /** By which pauses are multiplied; default 1. */
  patience?: number
  signal?: AbortSignal | undefined
}

const ofGateways = [502, 503, 504]
const ofConnections = ['refused', 'reset', 'truncated', 'unreachable', 'unknown-host', 'timeout']

/** Whether the exchange is a sign that the target, or what is in front of it, is out of order. */
export const isSign = ({ response, error }: Exchange): boolean =>
  error ? ofConnections.includes(error.code) : ofGateways.includes(response?.status ?? 0)

const describeSign = ({ response, error }: Exchange): string =>
  error ? error.message : `HTTP ${response?.status ?? 0}`

const isSupport = ({ request }: Exchange): boolean => /\/v2\/?$/.test(request.url)

/** Milliseconds within which unrelated requests that fail have a common cause. */
const window = 2000
/** The pause after such a cause that `/v2/` does not show, and how often it is made: a fault of the registry looks alike. */
const breather = 500
const mostBreathers = 3
/** Milliseconds between two probes grow from the first to the second. */
const [soonest, latest] = [100, 1000] as const

/** A guard is armed once `/v2/` was answered without a sign: where it never is, that says nothing. */
export function createOutageGuard(options: OutageOptions): OutageGuard {
  const { origin, probe, now, longest = 30_000, patience = 1, signal } = options
  const over: Outage[] = []
  let armed = false
  let gate: Promise<void> | undefined
  let lost: string | undefined
  let breathers = 0
  let recent: { at: number; test: string | undefined; operation: string }[] = []

  const isHome = (url: string) => splitUrl(url)?.origin === origin

  /** Whether another test was struck over another kind of request, a moment ago. */
  function isCommon({ test, request }: Exchange): boolean {
    const at = now()
    const operation = operationOf(request) ?? `${request.method} elsewhere`
    recent = [...recent.filter((each) => at - each.at < window), { at, test, operation }]
    return recent.some((each) => each.test !== test && each.operation !== operation)
  }

  const end = (startedAt: number, sign: Exchange) => {
    over.push({
      startedAt: Math.round(startedAt),
      duration: Math.round(now() - startedAt),
      sign: describeSign(sign),
    })
    recent = []
  }

  /** Probes until `/v2/` is answered, or until it is too late. */
  async function watch(sign: Exchange, isFirstOfMany: boolean): Promise<void> {
    const startedAt = sign.startedAt
    let seen = await probe()
    if (!isSign(seen)) {
      if (sign.error?.code === 'refused') return end(startedAt, sign)
      if (!isFirstOfMany || breathers >= mostBreathers) return
      breathers += 1
      await pause(breather * patience, signal)
      return end(startedAt, sign)
    }
    for (let interval: number = soonest; isSign(seen); interval = Math.min(interval * 2, latest)) {
      if (signal?.aborted) return
      if (now() - startedAt > longest) {
        lost = `${origin} was out of reach for ${Math.round((now() - startedAt) / 1000)} s: ${describeSign(seen)}`
        return
      }
      await pause(interval * patience, signal)
      seen = await probe()
    }
    end(startedAt, sign)
  }

  const open = async (its: AbortSignal | undefined): Promise<void> => {
    if (!gate || its?.aborted) return
    await until(gate, its)
    // The next outage may have begun meanwhile.
    return open(its)
  }

  return {
    open,
    observe(exchange) {
      // Another origin, such as that of storage, may be out of reach by itself.
      if (!isHome(exchange.request.url)) return
      if (!isSign(exchange)) {
        armed ||= isSupport(exchange)
        return
      }
      // Of a request that was under way when the last outage ended, nothing new is learned.
      const isOld = over.some(({ startedAt, duration }) => exchange.startedAt < startedAt + duration)
      if (!armed || gate || lost !== undefined || signal?.aborted || isOld) return
      gate = watch(exchange, isCommon(exchange)).finally(() => (gate = undefined))
    },
    outages: () => over,
    lost: () => lost,
  }
}

/** Resolves with the promise, or as soon as the signal is aborted. */
function until(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return promise
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done, { once: true })
    void promise.then(done, done)
  })
}
