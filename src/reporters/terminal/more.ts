import { lineOf } from '../../results/causes/causes.ts'
import { brief, printableValue } from '../text/finding-text.ts'
import { fit, wrap } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { timingsOf } from '../text/timings.ts'
import { durationInWords } from '../../results/text/words.ts'
import type { Page } from './page.ts'

/** What is worth telling although nothing is broken, where all is asked for. */
export const noteLines = (result: RunResult, page: Page): string[] =>
  result.requirements
    .filter(({ notes }) => page.verbose && notes.length > 0)
    .flatMap(({ id, notes }) => [
      id,
      ...notes
        .slice(0, 3)
        .flatMap(({ text }) => wrap(printableValue(text), page.width - 4))
        .map((line) => `    ${page.paint.quiet(line)}`),
    ])

/** The slowest requests, where all is asked for. */
export function timingLines(result: RunResult, page: Page): string[] {
  const timings = page.verbose ? timingsOf(result) : undefined
  if (!timings) return []
  const { bars, lanes, median, ninetyFifth, slowest } = timings
  return [
    `${bars.length} requests, at most ${lanes} at once; half of them took at most ${Math.round(median)} ms,`,
    `nineteen of twenty ${Math.round(ninetyFifth)} ms; the slowest:`,
    ...slowest.map((record) => {
      const line = `#${record.id} ${brief(printableValue(lineOf(record, page.exchanges)))}`
      return fit(`${durationInWords(record.duration).padStart(8)}  ${line}`, page.width)
    }),
  ]
}
