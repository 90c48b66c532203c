import { violated, holds, type Judge, type Judgement } from '../../../src/engine/judgement.ts'
import { Denied, NotEvaluated } from '../../../src/engine/record.ts'
import {
  header,
  headerValues,
  type Exchange,
  type ExchangeResponse,
  type Headers,
} from '../../../src/registry/record/exchange.ts'
import { describeResponse, isPage, startOf } from './received.ts'
import { answered, contentIs, headerIs, statusIs } from '../../../src/registry/reproduce/condition.ts'
import type { HeaderCondition } from '../../../src/registry/reproduce/condition-kinds.ts'

/** Judges of single answers: status, header fields, body. All pure, over one exchange. */

/** The whole answer. Throws NotEvaluated where none arrived, since nothing can be judged then. */
export function answerOf(exchange: Exchange): ExchangeResponse {
  const { response, error } = exchange
  if (response && !error) return response
  // What is denied for one reason reads the same for all requests.
  if (error?.code === 'unauthorised') throw new Denied(error.message)
  throw new NotEvaluated(`${formatRequest(exchange)}: ${error?.message ?? 'no response'}`)
}

/** True for a status from 200 to 299. */
export const succeeded = (exchange: Exchange): boolean => {
  const { status } = answerOf(exchange)
  return status >= 200 && status < 300
}

/** What was requested, short enough for a title: `PUT manifest`. */
export const formatRequest = ({ request }: Exchange): string =>
  `${request.method} ${/^[a-z]+:\/\/[^/?#]*(?<path>[^?#]*)/i.exec(request.url)?.groups?.['path'] || request.url}`

/** The status is one of these. `to` names what was requested, for the title: "answers 500 to <to>". */
export const answers =
  (to: string, ...right: readonly number[]): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    if (right.includes(status)) return holds()
    return violated(
      `returned ${status} for ${to}`,
      right.map(String),
      summarizeResponse(exchange),
      statusIs(...right),
    )
  }

/** Fields that are lists, so that several lines of one mean the same as a single line (RFC 9110, section 5.3). */
const listFields = new Set(
  'accept-ranges allow cache-control connection content-encoding content-language link oci-filters-applied oci-tag pragma trailer transfer-encoding upgrade vary via warning www-authenticate'.split(
    ' ',
  ),
)

/** The values of a field that must come once, or the one value of a list that may come in several lines. */
const linesOf = (headers: Headers, name: string): string[] => {
  const values = headerValues(headers, name)
  return listFields.has(name.toLowerCase()) && values.length > 1 ? [values.join(', ')] : values
}

/** What a script compares a field with: the same as the test does. */
type HeaderForm = Omit<HeaderCondition, 'kind' | 'name'>

/** The header field is there, once unless it is a list, and its value passes; `expected` is what would have been right. */
export const sends =
  (
    name: string,
    expected: string,
    accepts: (value: string) => boolean = (value) => value !== '',
    form: HeaderForm = {},
  ): Judge<Exchange> =>
  (exchange) => {
    const { status, headers } = answerOf(exchange)
    const values = linesOf(headers, name)
    const [value] = values
    if (value === undefined) {
      const title = `returned ${status} without ${name} for a ${exchange.request.method}`
      return violated(title, `${name}: ${expected}`, `no ${name} header`, headerIs(name))
    }
    if (values.length > 1 && new Set(values).size > 1) {
      return violated(
        `returned ${name} more than once`,
        `${name}: ${expected}`,
        values.join(' | '),
        headerIs(name, { once: true }),
      )
    }
    return accepts(value)
      ? holds()
      : violated(
          `returned a wrong ${name}`,
          `${name}: ${expected}`,
          `${name}: ${value}`,
          headerIs(name, form),
        )
  }

/** The header field has exactly this value. */
export const sendsValue = (name: string, value: string): Judge<Exchange> =>
  sends(name, value, (found) => found === value, { is: [value] })

/** Where the header field is there, its value passes; its absence is nobody's fault. */
export const sendsIfAny =
  (
    name: string,
    expected: string,
    accepts: (value: string) => boolean,
    form: HeaderForm = {},
  ): Judge<Exchange> =>
  (exchange) =>
    header(answerOf(exchange).headers, name) === undefined
      ? holds()
      : sends(name, expected, accepts, { ...form, optional: true })(exchange)

/** The body is these bytes, or has this digest and size where the bytes themselves are not at hand. */
export const returnsBytes =
  (what: string, wanted: { size?: number; sha256: string }): Judge<Exchange> =>
  (exchange) => {
    const { body } = answerOf(exchange)
    const expected = wanted.size === undefined ? wanted.sha256 : `${wanted.size} bytes of ${wanted.sha256}`
    return body.sha256 === wanted.sha256
      ? holds()
      : violated(
          `returned other bytes for ${what}`,
          expected,
          otherBytes(exchange, body.sha256),
          contentIs(wanted.sha256),
        )
  }

/** Bytes that are not the expected ones, by their digest; of a page for people what it is comes first. */
export function otherBytes(exchange: Exchange, digest: string): string {
  const response = answerOf(exchange)
  const bytes = `${response.body.size} bytes of ${digest}`
  return isPage(response) ? `${describeResponse(response)} (${bytes})` : bytes
}

/**
 * What came in place of what was expected: the status, and the start of the body. Errors in JSON or plain text
 * speak for themselves; of everything else the content type is shown.
 */
export function summarizeResponse(exchange: Exchange): string {
  const response = answerOf(exchange)
  const { status, headers, body } = response
  const type = header(headers, 'content-type') ?? ''
  if (status < 400 || !/json|text\/plain/.test(type)) return describeResponse(response)
  const text = startOf(body, 300).trim()
  return text === '' ? String(status) : `${status} ${text}`
}

/** Transport errors that show nothing about the registry: the line, the load, this machine, or what the run allows. */
const inconclusive = ['timeout', 'aborted', 'local', 'not-allowed', 'other']

/** Whether a request ended in a way from which nothing can be concluded. */
export const isInconclusive = ({ error }: Exchange): boolean =>
  error !== undefined && inconclusive.includes(error.code)

/**
 * True where a URL that the registry named leads to nobody. No answer in time does not show that: it may
 * be the line or the load. The request was sent with `sendUntilAnswered`.
 */
export const leadsNowhere = (exchange: Exchange): boolean =>
  exchange.error !== undefined && !isInconclusive(exchange)

/** What is found at a URL that the registry named. */
export const foundAt = (exchange: Exchange): string =>
  leadsNowhere(exchange)
    ? `${exchange.request.url}: ${exchange.error?.message ?? ''}`
    : summarizeResponse(exchange)

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The body as JSON; undefined where it is none. */
export function jsonOf(exchange: Exchange): unknown {
  try {
    return JSON.parse(utf8.decode(answerOf(exchange).body.bytes))
  } catch {
    return undefined
  }
}

/** Applies judges in turn; the first violation counts. */
export const each =
  (...judges: readonly Judge<Exchange>[]): Judge<Exchange> =>
  (exchange): Judgement => {
    for (const judge of judges) {
      const judgement = judge(exchange)
      if (!judgement.holds) return judgement
    }
    return holds()
  }

/** Transport errors that an answering registry itself causes, where they come again and again. */
const connectionErrors = ['reset', 'truncated', 'malformed']

export const isConnectionError = ({ error }: Exchange): boolean =>
  error !== undefined && connectionErrors.includes(error.code)

/**
 * Judges what may bring a registry to hang up: a connection that is closed again and again by one
 * kind of request, while others are answered, is the registry's doing. Goes with `sendUntilAnswered`.
 */
export const arrives =
  (what: string, judge: Judge<Exchange>): Judge<Exchange> =>
  (exchange) => {
    if (!isConnectionError(exchange)) return judge(exchange)
    const { response, error } = exchange
    const title =
      error?.code === 'malformed'
        ? `returned a malformed response to ${what}`
        : response
          ? `closed the connection before completing its ${response.status} response to ${what}`
          : `closed the connection without responding to ${what}`
    return violated(title, 'a complete response', error?.message ?? 'no response', answered)
  }
