import type { ExpectationOutcome } from '../../results/expectations/expectation.ts'
import { nameOf, reasonOf, stale } from '../../results/expectations/expected.ts'
import { printableValue } from '../text/finding-text.ts'
import type { RunResult } from '../../results/result.ts'
import { plural } from '../../results/text/words.ts'
import { ids, rows, type Page } from './page.ts'

/** How the run compares with known failures: entries that need a change first. */
export function expectationLines({ expectations }: RunResult, page: Page): string[] {
  if (!expectations) return []
  const { entries, totals } = expectations
  const inState = (state: ExpectationOutcome['state']) =>
    entries.filter((entry) => entry.state === state).flatMap((entry) => entryLines(entry, page))
  const counts = [
    plural(totals.new, 'new failure'),
    `${totals.met} still failing`,
    `${totals.passing} now passing`,
    `${totals.expired} expired`,
    `${totals.inconclusive} inconclusive`,
  ]
  const lines = [...inState('passing'), ...inState('expired'), ...inState('met')]
  return [...lines, ...(lines.length > 0 ? [''] : []), counts.join(', ')]
}

const marks = { passing: '✗', expired: '✗', met: '=', inconclusive: '·' } as const

function entryLines(entry: ExpectationOutcome, page: Page): string[] {
  const why = stale(entry)
  const mark = page.paint.verdict(why === undefined ? 'unsupported' : 'fail', marks[entry.state])
  const failing = entry.requirements.map((id) => ({ id }))
  return [
    `${mark} ${page.paint.strong(printableValue(nameOf(entry)))}`,
    ...rows(
      [
        ['known', [printableValue(reasonOf(entry))]],
        ...(entry.state === 'met' ? [['failing', [ids(failing)]] as const] : []),
        ...(why === undefined ? [] : [['to do', [printableValue(why)]] as const]),
      ],
      page,
    ),
  ]
}
