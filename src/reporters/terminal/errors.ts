import { errorSentence, type ErrorCause } from '../../results/causes/error-causes.ts'
import { brief, evidenceLines, exchangeEvidence, printableValue, type Row } from '../text/finding-text.ts'
import { wrap } from '../../results/text/printable.ts'
import { plural, verdictWords } from '../../results/text/words.ts'
import { ids, rows, type Page } from './page.ts'

/** At most this many of the requests that ended for one reason are shown. */
const seenLimit = 2

/** Why requirements could not be evaluated, in one sentence, then which ones and in which requests. */
export function errorLines(cause: ErrorCause, page: Page): string[] {
  const { requirements, blocks, exchanges } = cause
  const { symbol } = verdictWords.error
  const [first = '', ...rest] = wrap(`${symbol} ${printableValue(errorSentence(cause))}`, page.width - 2)
  const more = exchanges.length - seenLimit
  const seen = evidenceLines(exchangeEvidence(exchanges.slice(0, seenLimit)), page.exchanges).map(brief)
  const list: Row[] = [
    ['concerns', [ids(requirements)]],
    ['request', [...seen, ...(more > 0 ? [`and ${plural(more, 'more request')}`] : [])]],
    ['blocks', blocks.length === 0 ? [] : [`${blocks.length} more: ${ids(blocks)}`]],
  ]
  return [
    page.paint.verdict('error', symbol) + page.paint.strong(first.slice(symbol.length)),
    ...rest.map((line) => `  ${page.paint.strong(line)}`),
    ...rows(list, page),
  ]
}
