import type { Judgement } from '../../../../src/engine/judgement.ts'
import { header } from '../../../../src/registry/record/exchange.ts'
import { orAnswered } from '../../../../src/registry/reproduce/condition.ts'
import type { Contradiction } from '../contradiction.ts'
import { statusOf, type Observed } from '../observed.ts'
import type { Possible } from '../writes.ts'

/** The entity tag of a digest, as registries and the sequences write it. */
const isEtagOf = (field: string, digest: string): boolean => field.includes(digest)

/**
 * Whether a response to a conditional request is one that RFC 9110 allows in place of 200: 304 where the client has what is
 * stored, 412 where it asks for something else. Entity tags need not be digests, so that a condition may also be ignored.
 */
export function isAllowedByCondition(observed: Observed, digest: string): boolean {
  const { headers } = observed.request
  const status = statusOf(observed)
  const noneMatch = header(headers, 'if-none-match')
  const match = header(headers, 'if-match')
  if (status === 304) return noneMatch !== undefined && isEtagOf(noneMatch, digest)
  return status === 412 && match !== undefined
}

/**
 * What contradicts the history in the response to a conditional request: a response that RFC 9110 allows in place of it conforms,
 * where another registry, against which a script is run, gives it.
 */
export function orAllowedByCondition(contradiction: Contradiction): Contradiction {
  const { judgement, observed } = contradiction
  const allowed = [
    ...(header(observed.request.headers, 'if-none-match') === undefined ? [] : [304]),
    ...(header(observed.request.headers, 'if-match') === undefined ? [] : [412]),
  ].filter((status) => status !== statusOf(observed))
  if (allowed.length === 0 || !isRead(observed)) return contradiction
  const widened = orAnswered(observed.exchange, allowed, judgement)
  return widened.holds ? contradiction : { ...contradiction, judgement: widened }
}

/** What was served is wrong; where it need not have been there, 404 would have conformed. */
export const orGone = (
  { exchange }: Observed,
  possible: readonly Possible<unknown>[] | undefined,
  judgement: Judgement,
): Judgement =>
  possible?.every(({ value }) => value !== undefined) === true
    ? judgement
    : orAnswered(exchange, [404], judgement)

const isRead = ({ request: { method } }: Observed): boolean => method === 'GET' || method === 'HEAD'
