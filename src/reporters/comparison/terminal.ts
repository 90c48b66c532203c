import type { Grid, Row } from '../../results/comparison/grid.ts'
import { byGravity, outcomesOf, relevanceOf, type Relevance } from '../../results/comparison/outcomes.ts'
import { groupBy } from '../../results/causes/causes.ts'
import { printableValue } from '../text/finding-text.ts'
import { levelText } from '../../results/text/level.ts'
import { cut, fit, noCommand, printable, wrap } from '../../results/text/printable.ts'
import { printableStrings } from '../../results/text/printable-result.ts'
import { changeLines } from '../terminal/changes.ts'
import type { Sheet } from '../terminal/paint.ts'
import { countCells, countHead } from '../terminal/tables.ts'
import { plural, verdictWords } from '../../results/text/words.ts'
import { headlineOf, isHistory, namesOf, stepName } from './words.ts'

/** The longest level with its basis: `SHOULD (derived)`, and a blank. */
const levelWidth = 17

/** A comparison for people at a terminal: counts, then what changed or what differs. */
export function comparisonLines(raw: Grid, sheet: Sheet): string[] {
  const grid = printableStrings(raw)
  const { paint, width } = sheet
  const lines = [
    ...wrap(printableValue(headlineOf(grid)), width).map((line) => paint.strong(line)),
    ...grid.notes.flatMap((note) => ['', ...wrap(printableValue(note), width)]),
    '',
    ...countLines(grid, sheet),
    ...(isHistory(grid) ? [] : differences(grid, sheet)),
    ...grid.steps
      .toReversed()
      .flatMap((step) => [
        '',
        paint.strong(printableValue(stepName(grid, step))),
        '',
        ...changeLines(step.changes, sheet),
      ]),
  ]
  return lines.map(noCommand)
}

const columnName = (grid: Grid, at: number, width: number): string =>
  fit(printable(`${at + 1} ${grid.columns[at]?.name ?? ''}`), width)

function countLines(grid: Grid, { paint, width }: Sheet): string[] {
  const nameWidth = Math.min(
    Math.max(20, width - countHead().length),
    Math.max(8, ...grid.columns.map((_, at) => columnName(grid, at, width).length)) + 1,
  )
  return [
    paint.quiet(grid.kind.padEnd(nameWidth) + countHead()),
    ...grid.columns.map(
      ({ totals }, at) => columnName(grid, at, nameWidth - 1).padEnd(nameWidth) + countCells(totals, paint),
    ),
  ]
}

/** Rows with a failure somewhere, one column each target; what is optional is counted. */
function differences(grid: Grid, sheet: Sheet): string[] {
  const { paint, width } = sheet
  const relevant = grid.rows.filter((row) => relevanceOf(row) === 'relevant').toSorted(byGravity)
  const number = (worth: Relevance): number => grid.rows.filter((row) => relevanceOf(row) === worth).length
  const [optional, blocked] = [number('optional'), number('blocked')]
  const others = [
    ...(optional > 0 ? [`${plural(optional, 'row differs', 'rows differ')} in optional features`] : []),
    ...(blocked > 0 ? [`${plural(blocked, 'row is', 'rows are')} blocked by failures`] : []),
  ]
  const bySuite = groupBy(relevant, ({ suite }) => suite)
  const suites = [...new Set(grid.rows.map(({ suite }) => suite))].filter((suite) => bySuite.has(suite))
  const marks = grid.columns.map((_, at) => String(at + 1).padStart(3)).join('')
  const room = Math.max(24, width - marks.length - levelWidth - 1)
  return [
    ...suites.flatMap((suite) => [
      '',
      paint.strong(fit(printable(suite), room).padEnd(room + levelWidth + 1)) + paint.quiet(marks),
      ...(bySuite.get(suite) ?? []).flatMap((row) => rowLines(grid, row, room, sheet)),
    ]),
    ...(others.length > 0
      ? ['', ...wrap(`also ${others.join(', and ')}: see the other reports`, width)]
      : []),
  ]
}

function rowLines(grid: Grid, row: Row, room: number, { paint, width }: Sheet): string[] {
  const { id, cells } = row
  const marks = cells.map((cell) =>
    cell ? paint.verdict(cell.verdict, verdictWords[cell.verdict].symbol.padStart(3)) : '   ',
  )
  const found = outcomesOf(row).filter(({ cell }) => cell.title !== undefined || cell.verdict === 'error')
  return [
    `${fit(printable(id), room).padEnd(room)} ${levelText(row).padEnd(levelWidth)}${marks.join('')}`,
    ...found.flatMap(({ cell, columns }) => {
      const who = found.length > 1 ? `${namesOf(grid, columns)}: ` : ''
      const text = who + cut(printable(cell.title ?? cell.reason ?? ''), 160)
      return wrap(printableValue(text), width - 4).map((line) => `    ${paint.quiet(line)}`)
    }),
  ]
}
