import { violated, failure, holds, type Judge } from '../../../src/engine/judgement.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import { answerOf, summarizeResponse } from './response.ts'
import { statusIs } from '../../../src/registry/reproduce/condition.ts'

/**
 * How a registry may refuse what is optional: with any 4xx. A failure of the server itself grants nothing, nor does a
 * success or a redirect that is not what was requested: these fail, whatever the level of the feature is.
 */
export const lacksOnly =
  (what: string, ...expected: readonly string[]): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    if (status >= 400 && status < 500) return holds()
    return failure(
      violated(
        `returned ${status} for ${what}`,
        [...expected, 'a 4xx'],
        summarizeResponse(exchange),
        // Of a failure nothing is known but that it is none of these; of another success which one was right.
        ...(status >= 500
          ? [statusIs('2xx', '4xx')]
          : [statusIs(...expected.flatMap((each) => /^\d{3}/.exec(each)?.[0] ?? []), '4xx')]),
      ),
    )
  }

/** Statuses of access control and rate limits, which do not show whether a feature is there. */
const ofOtherReasons = [401, 403, 429]

/** Whether a refusal leaves open if the feature is there. */
export const leavesOpen = (exchange: Exchange): boolean => ofOtherReasons.includes(answerOf(exchange).status)

/** Statuses by which a registry may decline to change something that it has, such as a tag that is not to move. */
const ofPolicy = [400, 403, 405, 409, 412]

/** Whether the response is that of a policy, and not of something that does not exist or fails. */
export const declines = (exchange: Exchange): boolean => ofPolicy.includes(answerOf(exchange).status)
