import { isFailure, type Exchange, type ExchangeRequest } from '../../../src/registry/record/exchange.ts'
import type { Operation } from './operation.ts'

/** One operation as it was sent and answered: redirects and repetitions on the way are one with it. */
export interface Observed<Which extends Operation = Operation> {
  operation: Which
  /** As it was sent at first. */
  request: ExchangeRequest
  /** With the response that it led to. */
  exchange: Exchange
  /** The redirects on the way there, oldest first. */
  redirects: readonly Exchange[]
  /** Milliseconds since the run started. */
  start: number
  end: number
}

/** The status of the response; undefined where no whole one arrived. */
export const statusOf = ({ exchange }: Pick<Observed, 'exchange'>): number | undefined =>
  exchange.error ? undefined : exchange.response?.status

export const isSuccess = (observed: Pick<Observed, 'exchange'>): boolean => {
  const status = statusOf(observed)
  return status !== undefined && status >= 200 && status < 300
}

/** Access control and rate limits say nothing about what the registry holds. */
const ofAccess = new Set([401, 403, 407, 429, 503])

/** Whether the response can be judged: a whole one, and not one of access control. */
export const isJudged = (observed: Pick<Observed, 'exchange'>): boolean => {
  const status = statusOf(observed)
  return status !== undefined && !ofAccess.has(status)
}

/** Whether a change may have taken place although it was not answered with success. */
export const isOpen = (observed: Pick<Observed, 'exchange'>): boolean =>
  statusOf(observed) === undefined || isFailure(observed.exchange)

/** Narrows by what the operation is about. */
export const isOn = <On extends Operation['on']>(
  observed: Observed,
  on: On,
): observed is Observed<Extract<Operation, { on: On }>> => observed.operation.on === on

/** Whether two of them were under way at the same time. */
export const overlap = (
  one: Pick<Observed, 'start' | 'end'>,
  other: Pick<Observed, 'start' | 'end'>,
): boolean => one !== other && one.start < other.end && other.start < one.end
