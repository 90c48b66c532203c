import { violated, failure, holds, type Judge, type Judgement } from '../../../../src/engine/judgement.ts'
import { header, type Body, type Exchange } from '../../../../src/registry/record/exchange.ts'
import {
  announcedBy,
  bodyParts,
  contentRangesOf,
  parseContentRange,
  type Announced,
} from './content-range.ts'
import { isContentOf } from '../../judges/digest.ts'
import { answerOf, succeeded, summarizeResponse } from '../../judges/response.ts'
import { anyOf, contentIs, headerIs, statusIs } from '../../../../src/registry/reproduce/condition.ts'
import type { Condition } from '../../../../src/registry/reproduce/condition-kinds.ts'

/** Judges of responses to Range requests (RFC 9110, section 14), over a blob whose bytes are known. */

export interface KnownBlob {
  digest: string
  bytes: KnownBytes
}

/** The bytes of a blob, in memory or made anew for each part. */
export interface KnownBytes {
  readonly length: number
  /** The bytes from `first` up to, and without, `end`. */
  subarray(first: number, end: number): Uint8Array
}

/** A blob whose bytes are in memory. */
export interface KnownSmallBlob extends KnownBlob {
  bytes: Uint8Array
}

/** The bytes that a Range request names, both places inclusive. */
export interface Wanted {
  first: number
  last: number
}

const equals = (one: Uint8Array, other: Uint8Array): boolean => Buffer.from(one).equals(other)

const slice = (bytes: KnownBytes, { first, last }: Wanted): Uint8Array => bytes.subarray(first, last + 1)

const shown = ({ bytes, foreign }: Pick<Body, 'bytes' | 'foreign'>): string => {
  const start = foreign ? '' : Buffer.from(bytes.subarray(0, 32)).toString('hex')
  return `${bytes.length} bytes${start === '' ? '' : `: ${start}${bytes.length > 32 ? '…' : ''}`}`
}

const received = (exchange: Exchange): string => {
  const { status, body } = answerOf(exchange)
  const range = contentRangesOf(exchange).map((value) => `Content-Range: ${value}, `)
  return `${status}, ${range.join('')}${shown(body)}`
}

const describes = (announced: Announced, blob: KnownBlob, bytes: Uint8Array): boolean =>
  announced.last < blob.bytes.length && equals(slice(blob.bytes, announced), bytes)

const part = ({ digest }: KnownBlob, { first, last }: Wanted): Condition => ({
  kind: 'part',
  digest,
  first,
  last,
})

/** What may come back to a Range that a server may ignore: the whole, a refusal, or the part that was requested. */
function truly(blob: KnownBlob, exchange: Exchange): Condition[] {
  const range = header(exchange.request.headers, 'range') ?? ''
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? []
  const end = blob.bytes.length - 1
  const wanted =
    first === ''
      ? { first: Math.max(0, end + 1 - Number(last)), last: end }
      : { first: Number(first), last: Math.min(Number(last === '' ? end : last), end) }
  const requested =
    first + last === '' ? headerIs('Content-Type', { matches: '^multipart/byteranges' }) : part(blob, wanted)
  return [anyOf([statusIs('200'), contentIs(blob.digest)], [statusIs('4xx')], [statusIs('206'), requested])]
}

/** A success other than 206 contains the whole blob: with 200 a server ignores the Range. */
function isWhole(exchange: Exchange, blob: KnownBlob): Judgement {
  const { status } = answerOf(exchange)
  const whole = `200 with the whole blob, ${blob.bytes.length} bytes`
  return status === 200 && isContentOf('a blob', blob.digest)(exchange).holds
    ? holds()
    : violated(
        `returned ${status} and something other than the whole blob for a Range request`,
        ['206 with the requested bytes', whole],
        received(exchange),
        ...truly(blob, exchange),
      )
}

/**
 * A success contains what was requested or the whole blob. A part is compared with what its Content-Range
 * announces: a server may send less than was requested, as long as it describes that truly.
 */
export const returnsPartOrWhole =
  (blob: KnownBlob, wanted: Wanted): Judge<Exchange> =>
  (exchange) => {
    const { status, body } = answerOf(exchange)
    if (!succeeded(exchange)) return holds()
    if (status !== 206) return isWhole(exchange, blob)
    const right = slice(blob.bytes, wanted)
    if (equals(right, body.bytes)) return holds()
    const announced = announcedBy(exchange)
    const what = `bytes ${wanted.first}-${wanted.last}`
    const expected = `${what}, ${shown({ bytes: right })}`
    const isPart = [anyOf([part(blob, wanted)], [statusIs('200'), contentIs(blob.digest)], [statusIs('4xx')])]
    if (!announced)
      return violated('returned other bytes than were requested', expected, received(exchange), ...isPart)
    if (!describes(announced, blob, body.bytes)) {
      return violated(
        'returned other bytes than its Content-Range announces',
        expected,
        received(exchange),
        ...isPart,
      )
    }
    const { first, last } = announced
    return first >= wanted.first && last <= wanted.last
      ? holds(`returned bytes ${first}-${last} instead of ${what}`)
      : violated('returned a part that was not requested', expected, received(exchange), ...isPart)
  }

/**
 * The same for a Range that a server may ignore or reject: which parts it takes such a Range for is open,
 * but each part is what it announces.
 */
export const returnsTrueParts =
  (blob: KnownSmallBlob): Judge<Exchange> =>
  (exchange) => {
    const { status, headers, body } = answerOf(exchange)
    if (!succeeded(exchange)) return holds()
    if (status !== 206) return isWhole(exchange, blob)
    // A part without bytes has none that could be wrong; its status is.
    if (body.size === 0) return holds()
    const parts = bodyParts(header(headers, 'content-type') ?? '', body.bytes) ?? [
      { contentRange: contentRangesOf(exchange)[0], bytes: body.bytes },
    ]
    const isTrue = parts.every(({ contentRange, bytes }) => {
      // Without a description nothing can be compared but that the bytes are of the blob.
      if (contentRange === undefined) return Buffer.from(blob.bytes).includes(Buffer.from(bytes))
      const announced = parseContentRange(contentRange)
      return announced !== undefined && describes(announced, blob, bytes)
    })
    return isTrue
      ? holds()
      : violated(
          'returned other bytes than its Content-Range announces',
          'parts of the blob as they are announced',
          received(exchange),
          ...truly(blob, exchange),
        )
  }

/** A 206 has one Content-Range, which describes the part that it contains and the size of the whole blob. */
export const describesPart =
  (blob: KnownBlob, wanted: Wanted): Judge<Exchange> =>
  (exchange) => {
    const size = blob.bytes.length
    const expected = [`Content-Range: bytes ${wanted.first}-${wanted.last}/${size}`]
    const described = [
      headerIs('Content-Range', { matches: `^bytes ${wanted.first}-${wanted.last}/(${size}|[*])$` }),
    ]
    const values = contentRangesOf(exchange)
    if (values.length === 0)
      return violated('returned a part without Content-Range', expected, 'no Content-Range', ...described)
    const announced = announcedBy(exchange)
    const sent = values.map((value) => `Content-Range: ${value}`).join(', ')
    if (!announced)
      return violated('returned a malformed Content-Range with a part', expected, sent, ...described)
    if (announced.size !== undefined && announced.size !== size) {
      return violated(
        'returned a Content-Range with another size than the blob has',
        expected,
        sent,
        ...described,
      )
    }
    // Where the body is neither, the bytes are what is wrong, and that is judged by itself.
    const isRequested = announced.first === wanted.first && announced.last === wanted.last
    return isRequested || describes(announced, blob, answerOf(exchange).body.bytes)
      ? holds()
      : violated(
          'returned a Content-Range that announces other bytes than the part contains',
          expected,
          sent,
          ...described,
        )
  }

/** Statuses by which a server rejects a Range of a blob that it has; it should not, but need not serve parts. */
const rejections = [400, 416]

/**
 * A Range within a blob is answered with 206. The whole blob, or a rejection of the Range, does not follow
 * that recommendation. Anything else fails: whatever becomes of the Range, the blob is there.
 */
export const servesPart =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    if (status === 206) return holds()
    const judgement = violated(
      `returned ${status} for ${what}`,
      '206',
      summarizeResponse(exchange),
      statusIs(206),
    )
    return succeeded(exchange) || rejections.includes(status) ? judgement : failure(judgement)
  }
