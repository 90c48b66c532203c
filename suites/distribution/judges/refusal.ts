import { violated, holds, warning, type Judge } from '../../../src/engine/judgement.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import { answerOf, summarizeResponse } from './response.ts'
import { statusIs } from '../../../src/registry/reproduce/condition.ts'

export interface Refusal {
  /** Statuses that are right; the first is the one that the text names. */
  right: readonly number[]
  /** Statuses that a ruling makes a warning; every other 4xx where it is absent. */
  warned?: readonly number[]
}

/**
 * What does not exist or is malformed is refused with a 4xx: the listed ones are right, other 4xx
 * warn, and success or a failure of the server itself violates it.
 */
export const refuses =
  (what: string, { right, warned }: Refusal): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    if (right.includes(status)) return holds()
    const judgement = violated(
      `returned ${status} for ${what}`,
      right.map(String),
      summarizeResponse(exchange),
      statusIs(...right),
    )
    const soft = warned ? warned.includes(status) : status >= 400 && status < 500
    return soft ? warning(judgement) : judgement
  }
