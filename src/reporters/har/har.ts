import { withoutUndefined } from '../../engine/optional.ts'
import type { RunResult } from '../../results/result.ts'
import { isExchange } from '../../results/record.ts'
import type { BodyRecord, ExchangeRecord, Headers } from '../../registry/record/exchange.ts'
import { header } from '../../registry/record/exchange.ts'
import { omission } from '../text/omission.ts'
import { jsonText } from '../../results/file/json-text.ts'
import { type Reporter } from '../../results/reporter.ts'
import { writing } from '../format.ts'

/** Writes all exchanges as an HTTP Archive 1.2, as browsers' tools and proxies read it. */
export const har = (path: string): Reporter =>
  writing('exchanges.har', path, (result) => `${jsonText(harOf(result), 1)}\n`)

/**
 * An exchange each entry, in the order of sending. Secrets are masked where exchanges are recorded,
 * and so here; bodies are cut there too, which a comment mentions.
 */
export function harOf({ tool, evidence, startedAt }: RunResult) {
  const start = Date.parse(startedAt)
  const entries = evidence
    .filter(isExchange)
    .toSorted((one, other) => one.startedAt - other.startedAt || one.id - other.id)
  return {
    log: {
      version: '1.2',
      creator: { name: tool.name, version: tool.version },
      entries: entries.map((record) => entryOf(record, start)),
    },
  }
}

/** The protocol's version is not recorded; the format wants a text. */
const httpVersion = 'unknown'

function entryOf(record: ExchangeRecord, start: number) {
  const { id, test, error, via, duration } = record
  const about = [
    `#${id}${test === undefined ? '' : ` by ${test}`}`,
    ...(via.length > 0 ? [`after ${via.map((each) => `#${each}`).join(', ')}`] : []),
    ...(error ? [`${error.code}: ${error.message}`] : []),
  ]
  return {
    startedDateTime: new Date(start + record.startedAt).toISOString(),
    time: duration,
    request: requestOf(record),
    response: responseOf(record),
    cache: {},
    timings: { send: 0, wait: duration, receive: 0 },
    comment: about.join('; '),
  }
}

const requestOf = ({ request }: ExchangeRecord) =>
  withoutUndefined({
    method: request.method,
    url: request.url,
    httpVersion,
    cookies: [],
    headers: fields(request.headers),
    queryString: queryOf(request.url),
    headersSize: -1,
    bodySize: request.body?.size ?? 0,
    postData: request.body && request.body.size > 0 ? postDataOf(request.body, request.headers) : undefined,
  })

/** Status 0 where there was no response, as browsers have it. */
function responseOf({ response, error }: ExchangeRecord) {
  const headers = response?.headers ?? []
  return withoutUndefined({
    status: response?.status ?? 0,
    statusText: '',
    httpVersion,
    cookies: [],
    headers: fields(headers),
    content: contentOf(response?.body, headers),
    redirectURL: header(headers, 'location') ?? '',
    headersSize: -1,
    bodySize: response?.body.size ?? -1,
    _error: error?.code,
  })
}

const fields = (headers: Headers) => headers.map(([name, value]) => ({ name, value }))

function queryOf(url: string): { name: string; value: string }[] {
  if (!URL.canParse(url)) return []
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }))
}

const typeOf = (headers: Headers): string => header(headers, 'content-type') ?? 'application/octet-stream'

function commentOn(body: BodyRecord): string | undefined {
  const { size, sha256, truncated, omitted } = body
  if (omitted !== undefined) return `${omission(body)}, ${sha256}`
  return truncated ? `the beginning of ${size} bytes, ${sha256}` : undefined
}

/** Bytes that are not text are base64, which the format knows for responses only. */
const postDataOf = (body: BodyRecord, headers: Headers) =>
  withoutUndefined({
    mimeType: typeOf(headers),
    params: [],
    text: body.text ?? body.base64 ?? '',
    _encoding: body.text === undefined ? 'base64' : undefined,
    comment: commentOn(body),
  })

function contentOf(body: BodyRecord | undefined, headers: Headers) {
  if (!body) return { size: 0, mimeType: 'x-unknown' }
  return withoutUndefined({
    size: body.size,
    mimeType: typeOf(headers),
    text: body.text ?? body.base64 ?? '',
    encoding: body.text === undefined && body.base64 !== undefined ? 'base64' : undefined,
    comment: commentOn(body),
  })
}
