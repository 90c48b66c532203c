import type { Evidence } from '../../engine/verdict.ts'
import type { BodyRecord, ExchangeRecord, Headers } from '../../registry/record/exchange.ts'
import { responseOf } from '../../results/causes/causes.ts'
import { curlScript, exchangesSeen } from '../text/finding-text.ts'
import { hex, layOut } from '../text/body-layout.ts'
import { omission } from '../text/omission.ts'
import { cut, fit, printable, printableLines } from '../../results/text/printable.ts'
import type { Page } from './page.ts'

/** At most this many exchanges of a requirement are shown in full, and lines of each body and of the script. */
const mostExchanges = 4
const mostLines = 24
const mostBytes = 128
const mostScriptLines = 60

/** What findings were seen in, as it was sent, and the commands that reproduce it. */
export function exchangeLines(evidence: readonly Evidence[], page: Page): string[] {
  const records = exchangesSeen(evidence, page.exchanges)
  if (records.length === 0) return []
  const more = records.length - mostExchanges
  const script = curlScript(evidence.slice(0, mostExchanges), page)?.split('\n') ?? []
  return [
    ...records.slice(0, mostExchanges).flatMap((record) => exchangeOf(record, page)),
    ...(more > 0 ? [page.paint.quiet(`  and ${more} more exchanges in results.json`)] : []),
    '',
    page.paint.quiet('  reproduce with curl'),
    // Never wrapped: it is there to be copied.
    ...script.slice(0, mostScriptLines).map((line) => `    ${line}`),
    ...(script.length > mostScriptLines ? [page.paint.quiet('    … the rest of it is in report.html')] : []),
  ]
}

function exchangeOf(record: ExchangeRecord, page: Page): string[] {
  const { id, request, response, error, duration } = record
  const lines = [
    `${request.method} ${cut(printable(request.url), 300)}`,
    ...fields(request.headers),
    ...bodyLines(request.body),
    '',
    `${responseOf(record)}  ${duration} ms`,
    ...(response ? [...fields(response.headers), ...bodyLines(response.body)] : []),
    ...(error ? [`${error.code}: ${cut(printable(error.message), 300)}`] : []),
  ]
  return [
    '',
    page.paint.quiet(`  #${id}`),
    ...lines.map((line) => (line === '' ? '' : `    ${fit(line, page.width - 4)}`)),
  ]
}

const fields = (headers: Headers): string[] =>
  headers.slice(0, 40).map(([name, value]) => `${printable(name)}: ${cut(printable(value), 300)}`)

function bodyLines(body: BodyRecord | undefined): string[] {
  if (!body || body.size === 0) return []
  if (body.omitted !== undefined) return ['', omission(body)]
  const { text, base64 = '' } = body
  const shown =
    text === undefined
      ? hex(Buffer.from(base64, 'base64').subarray(0, mostBytes))
      : printableLines(layOut(text.slice(0, 100_000)) ?? text.slice(0, 4000)).replaceAll('\t', '  ')
  const lines = shown.split('\n')
  const left = lines.length > mostLines || body.truncated || text === undefined
  return ['', ...lines.slice(0, mostLines), ...(left ? [`… of ${body.size} bytes`] : [])]
}
