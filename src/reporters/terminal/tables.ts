import type { RunResult } from '../../results/result.ts'
import type { CapabilityResult } from '../../engine/events.ts'
import { type Verdict, count, type Totals } from '../../engine/verdict.ts'
import { groupBy, type Absence } from '../../results/causes/causes.ts'
import { printableValue } from '../text/finding-text.ts'
import { fit, wrap } from '../../results/text/printable.ts'
import { verdictOrder, verdictWords } from '../../results/text/words.ts'
import { ids, type Page } from './page.ts'
import type { Paint } from './paint.ts'

const verdictOfState: Readonly<Record<CapabilityResult['state'], Verdict>> = {
  supported: 'pass',
  unsupported: 'unsupported',
  nonconformant: 'fail',
  unknown: 'skipped',
}

/** One line a capability; below it why it is missing, and what is unsupported because of that. */
export function capabilityTable(result: RunResult, absences: readonly Absence[], page: Page): string[] {
  const { capabilities } = result
  const nameWidth = Math.max(...capabilities.map(({ name }) => name.length)) + 2
  const room = Math.max(0, page.width - nameWidth - 4 - 'unsupported'.length)
  const titleWidth = Math.min(room, Math.max(...capabilities.map(({ title }) => title.length)))
  return capabilities.flatMap(({ name, title, state, detail }) => {
    const verdict = verdictOfState[state]
    const mark = page.paint.verdict(verdict, verdictWords[verdict].symbol)
    const dependent = absences.find(({ capability }) => capability === name)?.requirements ?? []
    const below = [
      ...(detail === undefined ? [] : [printableValue(detail)]),
      ...(dependent.length > 0 ? [`skipped as a result: ${ids(dependent)}`] : []),
    ]
    return [
      `${mark} ${name.padEnd(nameWidth)}${fit(title, titleWidth).padEnd(titleWidth)}  ${state}`,
      ...indented(below, page),
    ]
  })
}

/** Optional requirements that a test itself found not to be implemented. */
export const otherAbsences = (absences: readonly Absence[], page: Page): string[] =>
  absences
    .filter(({ capability }) => capability === undefined)
    .flatMap(({ requirements, reason }) => [
      `${page.paint.verdict('unsupported', verdictWords.unsupported.symbol)} ${ids(requirements)}`,
      ...indented(reason === undefined ? [] : [printableValue(reason)], page),
    ])

const indented = (lines: readonly string[], page: Page): string[] =>
  lines.flatMap((line) => wrap(line, page.width - 4).map((each) => `    ${page.paint.quiet(each)}`))

const cell = (text: string): string => text.padStart(8)

const columns: Readonly<Record<Verdict, string>> = {
  pass: 'passed',
  fail: 'failed',
  warn: 'warned',
  unsupported: 'unsupp.',
  blocked: 'blocked',
  error: 'errors',
  skipped: 'skipped',
}

/** One line a suite: how many requirements have each verdict. */
export function suiteTable(result: RunResult, page: Page): string[] {
  const suites = groupBy(result.requirements, ({ suite }) => suite)
  const nameWidth = Math.max(5, ...[...suites.keys()].map((name) => name.length))
  const lines = [...suites].map(
    ([name, requirements]) =>
      name.padEnd(nameWidth) + countCells(count(requirements.map(({ verdict }) => verdict)), page.paint),
  )
  return [page.paint.quiet('suite'.padEnd(nameWidth) + countHead()), ...lines]
}

/** The heads of the columns of counts, and the counts below them. */
export const countHead = (): string => verdictOrder.map((verdict) => cell(columns[verdict])).join('')

export const countCells = (totals: Totals, paint: Paint): string =>
  verdictOrder
    .map((verdict) => {
      const number = totals[verdict]
      return number === 0 ? paint.quiet(cell('·')) : paint.verdict(verdict, cell(String(number)))
    })
    .join('')
