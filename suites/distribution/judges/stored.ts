import { violated, holds, type Judge } from '../../../src/engine/judgement.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import { isContentOf } from './digest.ts'
import { answerOf, answers, each, foundAt, leadsNowhere, succeeded, summarizeResponse } from './response.ts'
import { answered, statusIs } from '../../../src/registry/reproduce/condition.ts'

/** Judges of what a push or a deletion leaves behind. */

/** A push was taken; which 2xx it was is judged by another requirement. */
export const accepts =
  (what: string): Judge<Exchange> =>
  (exchange) =>
    succeeded(exchange)
      ? holds()
      : violated(
          `returned ${answerOf(exchange).status} for ${what}`,
          '201',
          summarizeResponse(exchange),
          statusIs('2xx'),
        )

/** Content is served whole: 200 with the bytes of this digest. */
export const serves = (what: string, digest: string): Judge<Exchange> =>
  each(answers(`a GET of ${what}`, 200), isContentOf(what, digest))

/** Nothing is served. How else than with 404 is another requirement's question. */
export const servesNothing =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    if (succeeded(exchange))
      return violated(`served ${what}`, '404', summarizeResponse(exchange), statusIs('3xx', '4xx', '5xx'))
    const { status } = answerOf(exchange)
    return holds(status === 404 ? undefined : `returned ${status} for a GET of ${what}`)
  }

/** A client error, whichever. */
export const refusesAnyhow =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    return status >= 400 && status < 500
      ? holds()
      : violated(
          `returned ${status} for ${what}`,
          ['400', 'another 4xx'],
          summarizeResponse(exchange),
          statusIs('4xx'),
        )
  }

/** What can be pulled at the Location of a push; a place that cannot be reached is not a pullable URL. */
export const pullableAt =
  (what: string, digest: string): Judge<Exchange> =>
  (exchange) => {
    if (leadsNowhere(exchange)) {
      return violated(
        `returned a Location for ${what} that cannot be reached`,
        '200',
        foundAt(exchange),
        answered,
        statusIs(200),
      )
    }
    return each(answers(`a GET of the Location of ${what}`, 200), isContentOf(what, digest))(exchange)
  }
