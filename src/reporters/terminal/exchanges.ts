import type { Evidence } from '../../engine/verdict.ts'
import type { BodyRecord, ExchangeRecord, Headers } from '../../registry/record/exchange.ts'
import { responseOf } from '../../results/causes/causes.ts'
import { exchangesSeen } from '../text/finding-text.ts'
import { hex, layOut } from '../text/body-layout.ts'
import { omission } from '../text/omission.ts'
import { cut, fit, fitMiddle, printable, printableLines } from '../../results/text/printable.ts'
import type { Page } from './page.ts'
import type { Sheet } from './paint.ts'

/** At most this many exchanges of a requirement are shown in full, and lines of each body. */
const mostExchanges = 4
const mostLines = 24
const mostBytes = 128
/** Of a text that is no JSON. */
const mostCharacters = 4000

/** What findings were seen in, as it was sent. */
export function exchangeLines(evidence: readonly Evidence[], page: Page): string[] {
  const records = exchangesSeen(evidence, page.exchanges)
  if (records.length === 0) return []
  const more = records.length - mostExchanges
  return [
    ...records.slice(0, mostExchanges).flatMap((record) => exchangeOf(record, page)),
    ...(more > 0 ? [page.paint.quiet(`  and ${more} more exchanges in results.json`)] : []),
  ]
}

/** How much of an exchange is shown. */
interface Extent {
  /** Columns of URLs and header fields, which are shortened in the middle. */
  columns: number
  /** Lines of each body, and bytes where it is no text. */
  lines: number
  bytes: number
}

const whole: Extent = { columns: Infinity, lines: Infinity, bytes: 4096 }

/** A request and its response as they were sent, and how it came to be; all of it that is stored. */
export function wholeExchange(record: ExchangeRecord, { paint }: Sheet): string[] {
  const { id, test, via, startedAt, duration } = record
  const about = [
    `#${id}`,
    ...(test === undefined ? [] : [`test ${printable(test)}`]),
    `${Math.round(startedAt)} ms after the start, took ${Math.round(duration)} ms`,
    ...(via.length === 0 ? [] : [`follows ${via.map((each) => `#${each}`).join(', ')}`]),
  ]
  const [first = '', ...others] = wireLines(record, whole)
  return [paint.quiet(about.join(', ')), '', paint.strong(first), ...others]
}

function exchangeOf(record: ExchangeRecord, { paint, width }: Page): string[] {
  const lines = wireLines(record, { columns: width - 4, lines: mostLines, bytes: mostBytes })
  return [
    '',
    paint.quiet(`  #${record.id}`),
    ...lines.map((line) => (line === '' ? '' : `    ${fit(line, width - 4)}`)),
  ]
}

const wireLines = (record: ExchangeRecord, extent: Extent): string[] => {
  const { request, response, error, duration } = record
  const { columns } = extent
  return [
    `${request.method} ${fitMiddle(printable(request.url), columns - request.method.length - 1)}`,
    ...fields(request.headers, extent),
    ...bodyLines(request.body, extent),
    '',
    `${responseOf(record)}  ${duration} ms`,
    ...(response ? [...fields(response.headers, extent), ...bodyLines(response.body, extent)] : []),
    ...(error ? [`${error.code}: ${cut(printable(error.message), 300)}`] : []),
  ]
}

const fields = (headers: Headers, { columns }: Extent): string[] =>
  headers.slice(0, 40).map(([name, value]) => fitMiddle(`${printable(name)}: ${printable(value)}`, columns))

function bodyLines(body: BodyRecord | undefined, { lines: mostLines, bytes }: Extent): string[] {
  if (!body || body.size === 0) return []
  if (body.omitted !== undefined) return ['', omission(body)]
  const { text, base64 = '' } = body
  const stored = Buffer.from(base64, 'base64')
  const shown =
    text === undefined
      ? hex(stored.subarray(0, bytes))
      : printableLines(layOut(text.slice(0, 100_000)) ?? text.slice(0, mostCharacters)).replaceAll('\t', '  ')
  const lines = shown.split('\n')
  const isCut = text === undefined ? body.size > bytes : text.length > mostCharacters && lines.length === 1
  const left = lines.length > mostLines || body.truncated || isCut
  return ['', ...lines.slice(0, mostLines), ...(left ? [`… of ${body.size} bytes`] : [])]
}
