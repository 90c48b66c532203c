import type { Outage } from '../../../engine/events.ts'
import type { Exchange } from '../../record/exchange.ts'
import { operationOf } from '../../record/operation.ts'
import { isUnavailable } from '../failure/failure.ts'
import { pause } from '../pause.ts'
import { splitUrl } from '../url.ts'

/** Recognises that the target is out of reach, and holds requests back until it is available again. */
export interface OutageGuard {
  /** Resolves when requests may be sent: at once, unless there is an outage; and as soon as the signal is aborted. */
  whenAvailable(signal: AbortSignal | undefined): Promise<void>
  /** Looks at an exchange. The first sign of an outage holds requests back until `/v2/` is answered. */
  observe(exchange: Exchange): void
  /** All that are over, oldest first. */
  outages(): readonly Outage[]
  /** Why the run stops waiting for the target; undefined unless it was unreachable for longer than is waited for. */
  lost(): string | undefined
}

export interface OutageOptions {
  /** The target's origin. */
  origin: string
  /** Sends GET /v2/ although requests are held back; never rejects. */
  probe: () => Promise<Exchange>
  /** Milliseconds since the run started. */
  now: () => number
  /** Milliseconds that one outage may last; default 30,000. */
  longest?: number
  /** By which pauses are multiplied; default 1. */
  patience?: number
  signal?: AbortSignal | undefined
}

const describeSign = ({ response, error }: Exchange): string =>
  error ? error.message : `HTTP ${response?.status ?? 0}`

const isSupport = ({ request }: Exchange): boolean => /\/v2\/?$/.test(request.url)

/** Milliseconds within which unrelated requests that fail have a common cause. */
const window = 2000
/**
 * The pause after a common cause that `/v2/` does not show, and how often it is made: a fault of the registry may look
 * the same.
 */
const recoveryPause = 500
const mostRecoveryPauses = 3
/** Milliseconds between two probes grow from the first to the second. */
const [shortestInterval, longestInterval] = [100, 1000] as const

/** A guard is armed once `/v2/` was answered without a sign: where it never is, the sign shows nothing. */
export function createOutageGuard(options: OutageOptions): OutageGuard {
  const { origin, probe, now, longest = 30_000, patience = 1, signal } = options
  const over: Outage[] = []
  const isCommon = commonCause(now)
  let armed = false
  let current: Promise<void> | undefined
  let lost: string | undefined
  let recoveryPauses = 0

  const end = (startedAt: number, sign: Exchange) => {
    over.push({
      startedAt: Math.round(startedAt),
      duration: Math.round(now() - startedAt),
      sign: describeSign(sign),
    })
    isCommon.reset()
  }

  /** Where `/v2/` is answered at once: the registry was restarted, or something else may be out of reach for a moment. */
  async function recover(sign: Exchange, isFirstOfMany: boolean): Promise<void> {
    if (sign.error?.code === 'refused') return end(sign.startedAt, sign)
    if (!isFirstOfMany || recoveryPauses >= mostRecoveryPauses) return
    recoveryPauses += 1
    await pause(recoveryPause * patience, signal)
    end(sign.startedAt, sign)
  }

  /** Probes until `/v2/` is answered, or until it is too late. */
  async function waitForTarget(sign: Exchange, isFirstOfMany: boolean): Promise<void> {
    const { startedAt } = sign
    let probed = await probe()
    if (!isUnavailable(probed)) return recover(sign, isFirstOfMany)
    let interval: number = shortestInterval
    while (isUnavailable(probed)) {
      if (signal?.aborted) return
      const lasted = now() - startedAt
      if (lasted > longest) {
        lost = `${origin} was unreachable for ${Math.round(lasted / 1000)} s: ${describeSign(probed)}`
        return
      }
      await pause(interval * patience, signal)
      interval = Math.min(interval * 2, longestInterval)
      probed = await probe()
    }
    end(startedAt, sign)
  }

  /** Of a request that was in flight when the last outage ended, nothing new is learned. */
  const isOld = (exchange: Exchange): boolean =>
    over.some(({ startedAt, duration }) => exchange.startedAt < startedAt + duration)

  const whenAvailable = async (requestSignal: AbortSignal | undefined): Promise<void> => {
    if (!current || requestSignal?.aborted) return
    await settledOrAborted(current, requestSignal)
    // The next outage may have begun meanwhile.
    return whenAvailable(requestSignal)
  }

  return {
    whenAvailable,
    observe(exchange) {
      // Another origin, such as that of storage, may be out of reach by itself.
      if (splitUrl(exchange.request.url)?.origin !== origin) return
      if (!isUnavailable(exchange)) {
        armed ||= isSupport(exchange)
        return
      }
      if (!armed || current || lost !== undefined || signal?.aborted || isOld(exchange)) return
      current = waitForTarget(exchange, isCommon(exchange)).finally(() => (current = undefined))
    },
    outages: () => over,
    lost: () => lost,
  }
}

/** Whether a failure has a common cause with others: another test met one a moment ago, with another kind of request. */
function commonCause(now: () => number): ((exchange: Exchange) => boolean) & { reset: () => void } {
  let recent: { at: number; test: string | undefined; operation: string }[] = []
  const isCommon = ({ test, request }: Exchange): boolean => {
    const at = now()
    const operation = operationOf(request) ?? `${request.method} elsewhere`
    recent = [...recent.filter((each) => at - each.at < window), { at, test, operation }]
    return recent.some((each) => each.test !== test && each.operation !== operation)
  }
  return Object.assign(isCommon, { reset: () => void (recent = []) })
}

/** Resolves with the promise, or as soon as the signal is aborted. */
function settledOrAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
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
