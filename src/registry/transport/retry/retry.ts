import { header, type Exchange } from '../../record/exchange.ts'
import { isSafe } from '../../record/operation.ts'
import { hasFailed, isUnavailable } from '../failure/failure.ts'
import type { OutageGuard } from './outage.ts'
import { pause } from '../pause.ts'
import { isRepeatable, type RegistryRequest } from '../request.ts'
import { mostRepeats, repeatDelay, retryDelay } from './retry-delay.ts'
import { recordIntermediate, sendOnce, type Attempt, type Chain, type Sender } from '../send.ts'

/** Which requests are sent again. */
export interface RetryPolicy {
  /** How often one request is sent again. */
  retries: number
  /** The longest Retry-After that is waited for, in milliseconds. */
  longestWait: number
  outage: OutageGuard
  /** For a test that is repeated: a request that fails is sent again, so that only a failure that is there each time counts. */
  repeatFailures: boolean
  /** By which pauses of the client's own choice are multiplied. */
  patience: number
  /** Reads, as method and URL, that failed each time through all delays: the next repetition need not wait as long once more. */
  lasting: Set<string>
}

/** How often one read is repeated after an outage. */
const mostResumed = 3

/** Sends a request once, and again where the policy allows it; records all exchanges but the one that it returns. */
export async function sendWithRetries(
  sender: Sender,
  policy: RetryPolicy,
  chain: Chain,
  attempt: Attempt,
): Promise<Exchange> {
  const { request } = attempt
  const { outage } = policy
  const { signal } = chain
  let repeated = 0
  let resumed = 0
  let failedWrite: Exchange | undefined
  for (let count = 0; ; count += 1) {
    await outage.whenAvailable(signal)
    const outagesBefore = outage.outages().length
    const sent = await sendOnce(sender, chain, attempt)
    outage.observe(sent)
    const exchange = failedWrite || (repeated > 0 && hasFailed(sent)) ? { ...sent, repeated } : sent
    if (failedWrite && isRefusedAfterFailure(exchange)) {
      recordIntermediate(sender, chain, exchange)
      return failedWrite
    }
    if (request.retry === false || !isRepeatable(request) || signal?.aborted) return exchange
    let wait = delayBefore(policy, request, exchange, count)
    if (wait === undefined) {
      if (resumed === mostResumed || !isUnavailableRead(request, exchange)) return exchange
      await outage.whenAvailable(signal)
      // A read that failed in an outage is repeated as soon as that is over.
      if (outage.outages().length === outagesBefore || signal?.aborted) return exchange
      resumed += 1
      wait = 0
    }
    if (hasFailed(exchange)) {
      repeated += 1
      if (mayBeDone(exchange)) failedWrite ??= exchange
    }
    recordIntermediate(sender, chain, exchange)
    await pause(wait, signal)
  }
}

/** A write that was carried out although it failed cannot be repeated: its session is closed, its content deleted. */
const isRefusedAfterFailure = ({ request, response, error }: Exchange): boolean =>
  !error &&
  !isSafe(request.method) &&
  response !== undefined &&
  response.status >= 400 &&
  response.status < 500

/** Whether a failed write may have been carried out; with Retry-After the server states that it was not. */
const mayBeDone = ({ request, response }: Exchange): boolean =>
  !isSafe(request.method) && header(response?.headers ?? [], 'retry-after') === undefined

const isUnavailableRead = (request: RegistryRequest, exchange: Exchange): boolean =>
  isUnavailable(exchange) && isReadAgain(request, exchange)

/** A request that changes nothing, and of whose response nothing was passed on. */
const isReadAgain = ({ method, onChunk }: RegistryRequest, { response }: Exchange): boolean =>
  isSafe(method) && (onChunk === undefined || response === undefined || response.status >= 300)

/** Milliseconds before the request is sent again; undefined where it is not. */
export function delayBefore(
  policy: Omit<RetryPolicy, 'outage'>,
  request: RegistryRequest,
  exchange: Exchange,
  count: number,
): number | undefined {
  const usual = count < policy.retries ? retryDelay(exchange, count, policy.longestWait) : undefined
  if (!policy.repeatFailures || request.repeatFailures === false) return usual
  const isRepeated = hasFailed(exchange) && (!isSafe(request.method) || isReadAgain(request, exchange))
  const read = isSafe(request.method) ? `${request.method} ${exchange.request.url}` : ''
  if (count >= mostRepeats) {
    if (isRepeated && read !== '') policy.lasting.add(read)
    return usual
  }
  if (!isRepeated) return usual
  return usual ?? (policy.lasting.has(read) ? 0 : repeatDelay(exchange, count) * policy.patience)
}
