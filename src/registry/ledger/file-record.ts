import { withoutUndefined } from '../../engine/optional.ts'
import {
  headerValues,
  type Body,
  type BodyRecord,
  type Exchange,
  type ExchangeRecord,
} from '../record/exchange.ts'
import { errorRecord, rounded } from '../record/exchange-record.ts'
import { maskAddresses } from '../record/redaction/places.ts'
import type { Redactor } from '../record/redaction/redactor.ts'

/** Masks a URL, which may be relative to another one. */
export type MaskUrl = (url: string, base?: string) => string

/** The header fields of a response that a ledger reads. */
const kept = ['location', 'docker-content-digest']

/** What is recorded until the response arrives: the request may have been carried out. */
const unanswered = { code: 'reset', message: 'the run was killed before the answer was there' }

/**
 * Masks URLs so that they still lead to what is to be removed. At the registry itself only values are masked that are in
 * no URL by chance: a parameter of an upload session is a key to this session alone, and cancelling needs it. Elsewhere
 * URLs may be signed, and nothing is removed there.
 */
export function urlMask(redactor: Redactor, registry: URL | undefined): MaskUrl {
  const start = registry && `${registry.origin}/`
  const isAtRegistry = (url: string, base: string | undefined): boolean => {
    // The most frequent case, and far faster to check than to parse.
    if (start !== undefined && url.startsWith(start)) return true
    const origin = URL.canParse(url, base) ? new URL(url, base).origin : undefined
    return origin === registry?.origin
  }
  return (url, base = registry?.href) =>
    isAtRegistry(url, base) ? maskAddresses(redactor.values(url)) : redactor.url(url)
}

const sizeOf = (body: Body | undefined): BodyRecord | undefined =>
  body && { size: body.size, sha256: body.sha256, truncated: true }

const requestOf = ({ request }: Exchange, mask: MaskUrl): ExchangeRecord['request'] =>
  withoutUndefined({
    method: request.method,
    url: mask(request.url),
    headers: [],
    body: sizeOf(request.body),
  })

/** No more of an exchange than a ledger needs: no bodies, no other fields, no secrets. */
export function slimRecord(
  exchange: Exchange,
  { mask, redactor }: { mask: MaskUrl; redactor: Redactor },
): ExchangeRecord {
  const { id, test, request, response, error, startedAt, duration } = exchange
  return withoutUndefined({
    kind: 'exchange',
    id,
    test,
    request: requestOf(exchange, mask),
    response: response && {
      status: response.status,
      headers: kept.flatMap((name) =>
        headerValues(response.headers, name).map((value) => [name, mask(value, request.url)] as const),
      ),
      body: { size: response.body.size, sha256: response.body.sha256, truncated: true },
    },
    error: error && errorRecord(error, redactor),
    via: [],
    startedAt: rounded(startedAt),
    duration: rounded(duration),
  })
}

/** A request of which no more is known than that it was sent. */
export function begunRecord(exchange: Exchange, mask: MaskUrl): ExchangeRecord {
  const { id, test, startedAt, duration } = exchange
  const request = requestOf(exchange, mask)
  return withoutUndefined({
    kind: 'exchange',
    id,
    test,
    request,
    error: unanswered,
    via: [],
    startedAt,
    duration,
  })
}
