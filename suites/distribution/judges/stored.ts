import type { Content } from '../../../src/content/content.ts'
import { digestOf } from '../../../src/content/digest.ts'
import { broken, holds, type Judge } from '../../../src/engine/judgement.ts'
import { Undecided } from '../../../src/engine/record.ts'
import type { Exchange } from '../../../src/registry/exchange.ts'
import { answerOf, answers, each, returnsBytes, told } from './response.ts'

/** What is there after a push, and what is not: judges of a GET or HEAD that follows it. */

/** The GET is answered with the very bytes of the content. */
export const serves = (what: string, { bytes }: Content): Judge<Exchange> =>
  each(
    answers(`the GET of ${what}`, 200),
    returnsBytes(what, { size: bytes.length, sha256: digestOf(bytes) }),
  )

/** A Location leads to the content, wherever that is; a host that nobody reaches is no such place. */
export const servesAtLocation =
  (what: string, content: Content): Judge<Exchange> =>
  (exchange) => {
    const { request, error } = exchange
    if (!error) return serves(`the Location of ${what}`, content)(exchange)
    return broken(
      `gives a Location of ${what} that cannot be reached`,
      '200 with the blob',
      [`GET ${request.url}`, error.message].join(': '),
    )
  }

/**
 * Nothing is served under the digest. A refusal other than 404 is nobody's blob either; a failure of
 * the server tells nothing.
 */
export const isNotStored =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    if (status >= 500) {
      throw new Undecided(`whether ${what} was stored cannot be told: the answer is ${told(exchange)}`)
    }
    if (status < 200 || status > 299) return holds()
    return broken(`stores ${what}`, '404', told(exchange))
  }
