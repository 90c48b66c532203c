import { header, isFailure, type Exchange } from '../record/exchange.ts'
import { retryAfter } from './retry-after.ts'

/** Methods that change nothing, so that they can be repeated. */
export const asks = (method: string): boolean => method === 'GET' || method === 'HEAD'

/** Resolves after this many milliseconds, or as soon as the signal is aborted. */
export const pause = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal?.addEventListener('abort', done, { once: true })
  })

/** Milliseconds before a request is repeated whose failure is being looked into, from the first repetition on. */
const insistent = [50, 150, 300]

/** The same for a test that is itself repeated: whatever failed is sent again, for a failure that is there each time counts. */
export const insistentDelay = (attempt: number): number => insistent[Math.min(attempt, insistent.length - 1)]!

/**
 * Milliseconds to wait before the same request is sent again; undefined where it must not be. Only
 * answers that say nothing about the request itself are worth another try: too many requests, busy
 * until a stated time, a connection that broke before a question was answered, and a failure over a
 * question: what fails always fails again, and what two requests at once brought about does not.
 */
export function retryDelay(exchange: Exchange, attempt: number, longest: number): number | undefined {
  const { request, response, error } = exchange
  if (error) {
    const closed = error.code === 'reset' && response === undefined
    return closed && attempt === 0 && asks(request.method) ? 20 : undefined
  }
  const status = response?.status ?? 0
  if (isFailure(exchange)) {
    return attempt === 0 && asks(request.method) ? 100 : undefined
  }
  if (!response || (status !== 429 && status !== 503)) return undefined
  const asked = retryAfter(header(response.headers, 'retry-after'))
  const wait = status === 429 ? (asked ?? 1000 * 2 ** attempt) : asked
  return wait !== undefined && wait <= longest ? wait : undefined
}
