import type { History, Series } from '../../results/history/history.ts'
import { latestOf } from '../../results/history/latest.ts'
import { fit, noCommand, printable, wrap } from '../../results/text/printable.ts'
import { printableStrings } from '../../results/text/printable-result.ts'
import { changeLines } from '../terminal/changes.ts'
import type { Sheet } from '../terminal/paint.ts'
import { circumstancesOf, conclusionWords, dayOf, headlineOf, modeOf, nameAt, stepInWords } from './words.ts'

const columns = ['passed', 'failed', 'warned'] as const
const countWidth = 8
const dayWidth = 12
const conclusionWidth = 16

/** A history for people at a terminal: the latest result of each series, and what changed with it. */
export function historyLines(raw: History, sheet: Sheet): string[] {
  const history = printableStrings(raw)
  const { paint, width } = sheet
  const lines = [
    ...wrap(headlineOf(history), width).map((line) => paint.strong(line)),
    ...(history.series.length === 0 ? [] : ['', ...table(history, sheet)]),
    ...history.series.flatMap((series) => latestChanges(series, sheet)),
  ]
  return lines.map(noCommand)
}

function table({ series }: History, sheet: Sheet): string[] {
  const { paint, width } = sheet
  const rest = conclusionWidth + dayWidth + columns.length * countWidth
  const names = series.map((each) => nameAt(each, latestOf(each).point))
  const nameWidth = Math.min(
    Math.max(20, width - rest),
    Math.max(12, ...names.map(({ length }) => length)) + 2,
  )
  const head = `${'latest'.padEnd(nameWidth)}${'tested on'.padEnd(dayWidth)}${'conclusion'.padEnd(conclusionWidth)}`
  return [
    paint.quiet(head + columns.map((name) => name.padStart(countWidth)).join('')),
    ...series.flatMap((each, at) =>
      rowLines(each, fit(names[at] ?? '', nameWidth - 1).padEnd(nameWidth), sheet),
    ),
  ]
}

function rowLines(series: Series, name: string, { paint, width }: Sheet): string[] {
  const { point, step, newFailures, open } = latestOf(series)
  const { pass, fail, warn } = point.totals
  const { symbol, word } = conclusionWords[point.conclusion.name]
  const conclusion = `${symbol} ${word}`.padEnd(conclusionWidth)
  const tone = open ? 'error' : point.conclusion.exitCode === 0 ? 'pass' : 'fail'
  const counts = [pass, fail, warn].map((number) =>
    (number === 0 ? '·' : String(number)).padStart(countWidth),
  )
  const since =
    series.results.length === 1
      ? 'the first result'
      : `since ${dayOf(series.results.at(-2)?.startedAt ?? '')}: ${step ? stepInWords(step) : 'nothing changed'}`
  return [
    name + dayOf(point.startedAt).padEnd(dayWidth) + paint.verdict(tone, conclusion) + counts.join(''),
    ...wrap(printable(`${modeOf(series)}; ${since}`), width - 2).map(
      (line) => `  ${newFailures > 0 ? paint.verdict('fail', line) : paint.quiet(line)}`,
    ),
  ]
}

function latestChanges(series: Series, sheet: Sheet): string[] {
  const { step, point } = latestOf(series)
  if (!step || !series.changed) return []
  const { paint, width } = sheet
  return [
    '',
    paint.strong(printable(`${nameAt(series, point)}, ${dayOf(point.startedAt)}`)),
    ...wrap(printable(circumstancesOf(series, step)), width).map((line) => paint.quiet(line)),
    '',
    ...changeLines(step.changes, sheet),
    ...step.redefined.map(({ id, level, verdict }) =>
      printable(`${id}: ${level.was} → ${level.is}, ${verdict.was} → ${verdict.is}`),
    ),
  ]
}
