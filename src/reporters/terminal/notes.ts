import { lineOf } from '../../results/causes/causes.ts'
import { brief, printableValue } from '../text/finding-text.ts'
import { fit, wrap } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { requestsInWords, timingsOf } from '../text/timings.ts'
import { durationInWords } from '../../results/text/words.ts'
import type { Page } from './page.ts'

/** Notes on requirements. */
export const noteLines = (result: RunResult, page: Page): string[] =>
  result.requirements
    .filter(({ notes }) => notes.length > 0)
    .flatMap(({ id, notes }) => [
      id,
      ...notes
        .slice(0, 3)
        .flatMap(({ text }) => wrap(printableValue(text), page.width - 4))
        .map((line) => `    ${page.paint.quiet(line)}`),
    ])

/** The slowest requests. */
export function timingLines(result: RunResult, page: Page): string[] {
  const timings = timingsOf(result)
  if (!timings) return []
  const { most, median, ninetyFifth, slowest } = timings
  return [
    ...wrap(
      `${requestsInWords(timings)}; at most ${most} at once; median ${Math.round(median)} ms, p95 ${Math.round(ninetyFifth)} ms; the slowest:`,
      page.width,
    ),
    ...slowest.map((record) => {
      const line = `#${record.id} ${brief(printableValue(lineOf(record, page.exchanges)))}`
      return fit(`${durationInWords(record.duration).padStart(8)}  ${line}`, page.width)
    }),
  ]
}
