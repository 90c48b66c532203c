import { violated, holds, warning, type Judge } from '../../../../src/engine/judgement.ts'
import type { SpecVersion } from '../../../../src/engine/requirement.ts'
import { header, type Exchange } from '../../../../src/registry/record/exchange.ts'
import { rangeEnd } from './range.ts'
import { refuses } from '../../judges/refusal.ts'
import { answerOf, answers, sends, summarizeResponse } from '../../judges/response.ts'
import { headerIs, statusIs, otherHeader } from '../../../../src/registry/reproduce/condition.ts'

/** Judges of the answers of an upload session. */

/** With dashes or without, in either case. */
export const uuid = /[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}/i

/** The response names where the upload, or the blob, is. */
export const sendsLocation: Judge<Exchange> = (exchange) =>
  sends('Location', 'a URL', (value) => value !== '' && URL.canParse(value, exchange.request.url), {
    matches: '^(https?:/)?/[^ ]',
  })(exchange)

/** A UUID is somewhere in the Location; another identifier does as well, which warns. */
export const locationHasUuid: Judge<Exchange> = (exchange) => {
  const location = header(answerOf(exchange).headers, 'location') ?? ''
  return uuid.test(location)
    ? holds()
    : warning(
        violated(
          'returned a Location without a UUID for an upload',
          'a UUID in the Location',
          location,
          headerIs('Location', { matches: '[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}' }),
        ),
      )
}

/** The Location is none of those of other uploads. */
export const locationDiffersFrom =
  (other: Exchange): Judge<Exchange> =>
  (exchange) => {
    const [mine, theirs] = [exchange, other].map((each) => header(answerOf(each).headers, 'location'))
    return mine === theirs
      ? violated(
          'returned the same Location for two uploads',
          'two Locations',
          `${mine} twice`,
          otherHeader('Location', other.id),
        )
      : holds()
  }

/** The Range has the form `0-<last byte>`, whatever the last byte is. */
export const sendsRangeFromZero: Judge<Exchange> = sends(
  'Range',
  '0-<last byte>',
  (value) => /^0-\d+$/.test(value),
  { matches: '^0-[0-9]+$' },
)

/** An unknown upload is 404; other 4xx warn. */
export const knowsNoUpload = (what: string): Judge<Exchange> => refuses(what, { right: [404] })

/** 416 to the last chunk in a closing PUT, for which the table has no such answer before the draft. */
export const refusesPlaceOfFinal = (what: string, spec: SpecVersion): Judge<Exchange> =>
  spec === 'dev' ? answers(what, 416) : refuses(what, { right: [416] })

/** Whether a request that the text leaves open is refused with a 4xx: any other status warns. */
export const refusesOddity =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    if (status >= 400 && status < 500) return holds()
    return warning(
      violated(
        `returned ${status} for ${what}`,
        ['400', '416'],
        summarizeResponse(exchange),
        statusIs('4xx'),
      ),
    )
  }

/** An upload has not come further than before: nothing was added to it. */
export const hasGrownNoFurtherThan =
  (before: Exchange, what: string): Judge<Exchange> =>
  (exchange) => {
    const [last, now] = [rangeEnd(before), rangeEnd(exchange)]
    if (last === undefined || now === undefined || now <= last) return holds()
    const range = header(answerOf(exchange).headers, 'range') ?? ''
    return violated(
      `counted ${what} in the status of the upload`,
      `Range: 0-${last}`,
      `Range: ${range}`,
      headerIs('Range', { is: [`0-${last}`], optional: true }),
    )
  }

/** A closing that can only succeed if something was added which was refused. */
export const closesWithout =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    return status >= 200 && status < 300
      ? violated(
          `kept ${what} in the upload`,
          ['400', '404'],
          `${status} to the digest that includes it`,
          statusIs('3xx', '4xx', '5xx'),
        )
      : holds()
  }
