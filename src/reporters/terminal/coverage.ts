import { coverageOf, coverageSentence, reasonText } from '../text/coverage.ts'
import { printableValue } from '../text/finding-text.ts'
import { wrap } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import type { Page } from './page.ts'

/** Pairs that are listed of a group; results.json has all. */
const most = 5

/** What generated sequences have brought together, and what they have not. */
export function coverageLines(result: RunResult, { width, paint }: Page): string[] {
  const records = coverageOf(result)
  if (records.length === 0) return []
  const missing = records.flatMap(({ group, missing: ofGroup }) =>
    ofGroup
      .filter(({ reason }) => reason !== 'feature absent')
      .flatMap(({ reason, pairs }) => [
        ...wrap(printableValue(`${group}: ${pairs.length} did not occur, ${reasonText(reason)}`), width),
        ...pairs.slice(0, most).map((pair) => `    ${paint.quiet(printableValue(pair))}`),
      ]),
  )
  return [...wrap(coverageSentence(records), width), ...missing]
}
