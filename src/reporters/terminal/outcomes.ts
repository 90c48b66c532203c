import { outcomesOf, imageCounts } from '../../results/conclusion/images.ts'
import type { ImageOutcome } from '../../image/model/outcome.ts'
import { fit, fitMiddle, printable } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { plural, verdictWords } from '../../results/text/words.ts'
import type { Page } from './page.ts'

const symbols = {
  nonconformant: 'fail',
  incomplete: 'error',
  'not-tested': 'error',
  conformant: 'pass',
} as const

/** What is wrong with an image, in a few words. */
function about({ conclusion, failed, reason }: ImageOutcome): string {
  if (conclusion === 'nonconformant') return failed.join(', ')
  return reason === undefined ? conclusion : `${conclusion}: ${reason}`
}

/** The images of a run that have findings, the worst first, in at most `mostLines` lines; nothing for a run of one image. */
export function outcomeLines(result: RunResult, page: Page, mostLines: number): string[] {
  const outcomes = outcomesOf(result)
  if (outcomes.length === 0) return []
  const { failed, open, conformant, warned, earlier } = imageCounts(outcomes)
  const head = [
    `${conformant} conformant`,
    `${failed} nonconformant`,
    ...(open > 0 ? [`${open} not fully evaluated`] : []),
    ...(warned > 0 ? [`${warned} with warnings`] : []),
    ...(earlier > 0 ? [`${earlier} unchanged since the earlier run`] : []),
  ].join(', ')
  const troubled = outcomes.filter(({ conclusion }) => conclusion !== 'conformant')
  const room = Math.max(0, mostLines - 2)
  const shown = troubled.slice(0, room)
  return [
    page.paint.strong(fit(`${plural(outcomes.length, 'image')}: ${head}`, page.width)),
    ...shown.map((outcome) => {
      const verdict = symbols[outcome.conclusion]
      const name = fitMiddle(printable(outcome.name), Math.floor(page.width * 0.5))
      const text = fit(`${name}  ${printable(about(outcome))}`, page.width - 4)
      return `${page.paint.verdict(verdict, verdictWords[verdict].symbol)} ${text}`
    }),
    ...(troubled.length > shown.length
      ? [
          page.paint.quiet(
            `… and ${plural(troubled.length - shown.length, 'more image')}: images.csv, report.html`,
          ),
        ]
      : []),
  ]
}
