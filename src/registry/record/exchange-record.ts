import { isUtf8 } from 'node:buffer'
import { withoutUndefined } from '../../engine/optional.ts'
import { bodyOf } from './body.ts'
import type { Body, BodyRecord, Exchange, ExchangeRecord, TransportError } from './exchange.ts'
import type { Redactor } from './redaction/redactor.ts'

/** Bytes of a body that are kept in a record by default. */
export const defaultBodyLimit = 16 * 1024

/** Bytes beyond the limit that are searched, so that a secret which is cut by it is found whole. */
const overlap = 8 * 1024

/** The first bytes, at most as many as the limit, without a character that the cut would break. */
function cut(bytes: Uint8Array, limit: number): Uint8Array {
  if (bytes.length <= limit) return bytes
  let end = limit
  while (end > limit - 4 && end > 0 && (bytes[end]! & 0xc0) === 0x80) end -= 1
  const part = bytes.subarray(0, end)
  return isUtf8(part) ? part : bytes.subarray(0, limit)
}

export function bodyRecord(body: Body, redactor: Redactor, limit: number): BodyRecord {
  const searched = body.bytes.subarray(0, limit + overlap)
  const clean = redactor.bytes(searched)
  const kept = cut(clean, limit)
  const truncated = body.truncated || body.bytes.length > searched.length || kept.length < clean.length
  // A digest of a body with a password in it would help to guess the password: that of what is shown does not.
  const { size, sha256 } = clean === searched ? body : { size: body.size, sha256: bodyOf(clean).sha256 }
  if (body.foreign && size > 0) return { size, sha256, truncated: true, omitted: 'other origin' }
  const content = isUtf8(kept)
    ? { text: Buffer.from(kept).toString('utf8') }
    : { base64: Buffer.from(kept).toString('base64') }
  return { size, sha256, ...content, truncated }
}

/** An offending line is part of the message, too. */
export const errorRecord = (
  { code, message, cause, line }: TransportError,
  redactor: Redactor,
): TransportError =>
  withoutUndefined({
    code,
    message: redactor.text(message),
    cause,
    line: line === undefined ? undefined : redactor.text(line),
  })

/** Milliseconds as they are recorded. */
export const rounded = (milliseconds: number): number => Math.round(milliseconds * 10) / 10

/** An exchange as it is stored and reported: bodies cut, secrets masked. */
export function recordOf(
  { request, response, error, id, test, via, startedAt, duration }: Exchange,
  redactor: Redactor,
  limit = defaultBodyLimit,
): ExchangeRecord {
  return withoutUndefined({
    kind: 'exchange',
    id,
    test,
    request: withoutUndefined({
      method: request.method,
      url: redactor.url(request.url),
      headers: redactor.headers(request.headers),
      body: request.body && bodyRecord(request.body, redactor, limit),
    }),
    response: response && {
      status: response.status,
      headers: redactor.headers(response.headers),
      body: bodyRecord(response.body, redactor, limit),
    },
    error: error && errorRecord(error, redactor),
    via,
    startedAt: rounded(startedAt),
    duration: rounded(duration),
  })
}

/**
 * Makes the record of an exchange on demand, once: few are reported. Until then only the beginning of long bodies is kept, and
 * secrets that become known meanwhile are masked, too.
 */
export function recordLater(
  exchange: Exchange,
  redactor: Redactor,
  limit = defaultBodyLimit,
): () => ExchangeRecord {
  const kept = shortened(exchange, limit + overlap)
  let record: ExchangeRecord | undefined
  return () => (record ??= recordOf(kept, redactor, limit))
}

const shortBody = (body: Body, limit: number): Body =>
  // A copy: a part of a buffer would keep the whole of it.
  body.bytes.length <= limit
    ? body
    : { ...body, bytes: Uint8Array.from(body.bytes.subarray(0, limit)), truncated: true }

/** The same exchange without the weight of its bodies. */
export function shortened(exchange: Exchange, limit: number): Exchange {
  const { request, response } = exchange
  return withoutUndefined({
    ...exchange,
    request: withoutUndefined({ ...request, body: request.body && shortBody(request.body, limit) }),
    response: response && { ...response, body: shortBody(response.body, limit) },
  })
}
