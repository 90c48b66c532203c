import type { Changes } from '../../engine/changes.ts'
import type { Grid, Row } from '../../compare/grid.ts'
import { byGravity, outcomesOf, worthOf } from '../../compare/outcomes.ts'
import type { Verdict } from '../../engine/verdict.ts'
import { groupBy } from '../causes.ts'
import { printableValue } from '../finding-text.ts'
import { cut, fit, noCommand, printable, wrap } from '../printable.ts'
import { ids } from '../terminal/findings.ts'
import type { Paint } from '../terminal/paint.ts'
import { countCells, countHead } from '../terminal/tables.ts'
import { plural, verdictWords } from '../verdict-words.ts'
import {
  changesInWords,
  changeWords,
  headlineOf,
  isHistory,
  namesOf,
  stepName,
  type ChangeKey,
} from './words.ts'

export interface Sheet {
  paint: Paint
  /** Columns; texts are wrapped to it. */
  width: number
}

/** A comparison for people at a terminal: counts, then what changed or what differs. */
export function comparisonLines(grid: Grid, sheet: Sheet): string[] {
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

/** Rows that are broken somewhere, one column each target; what is optional is counted. */
function differences(grid: Grid, sheet: Sheet): string[] {
  const { paint, width } = sheet
  const telling = grid.rows.filter((row) => worthOf(row) === 'telling').toSorted(byGravity)
  const optional = grid.rows.filter((row) => worthOf(row) === 'optional').length
  const bySuite = groupBy(telling, ({ suite }) => suite)
  const suites = [...new Set(grid.rows.map(({ suite }) => suite))].filter((suite) => bySuite.has(suite))
  const marks = grid.columns.map((_, at) => String(at + 1).padStart(3)).join('')
  const room = Math.max(24, width - marks.length - 8)
  return [
    ...suites.flatMap((suite) => [
      '',
      paint.strong(fit(printable(suite), room).padEnd(room + 8)) + paint.quiet(marks),
      ...(bySuite.get(suite) ?? []).flatMap((row) => rowLines(grid, row, room, sheet)),
    ]),
    ...(optional > 0
      ? [
          '',
          ...wrap(
            `${plural(optional, 'row differs', 'rows differ')} in what is optional: the other reports tell them`,
            width,
          ),
        ]
      : []),
  ]
}

function rowLines(grid: Grid, row: Row, room: number, { paint, width }: Sheet): string[] {
  const { id, level, cells } = row
  const marks = cells.map((cell) =>
    cell ? paint.verdict(cell.verdict, verdictWords[cell.verdict].symbol.padStart(3)) : '   ',
  )
  const found = outcomesOf(row).filter(({ cell }) => cell.title !== undefined || cell.verdict === 'error')
  return [
    `${fit(printable(id), room).padEnd(room)} ${level.padEnd(7)}${marks.join('')}`,
    ...found.flatMap(({ cell, columns }) => {
      const who = found.length > 1 ? `${namesOf(grid, columns)}: ` : ''
      const text = who + cut(printable(cell.title ?? cell.reason ?? ''), 160)
      return wrap(printableValue(text), width - 4).map((line) => `    ${paint.quiet(line)}`)
    }),
  ]
}

/** So many changes of one kind are told in full; the rest is counted. */
const toldLimit = 30
const verdictOfKey: Readonly<Record<ChangeKey, Verdict>> = {
  failing: 'fail',
  warning: 'warn',
  passing: 'pass',
  otherwise: 'unsupported',
  appeared: 'unsupported',
  gone: 'unsupported',
}

/** What changed between two results of one target, most important first. */
export function changeLines(changes: Changes, sheet: Sheet): string[] {
  const { paint, width } = sheet
  const told = (key: 'failing' | 'warning' | 'passing' | 'otherwise'): string[] =>
    changedLines(key, changes, sheet)
  const named = (key: 'appeared' | 'gone'): string[] => {
    const list = changes[key]
    if (list.length === 0) return []
    return ['', ...wrap(`${list.length} ${changeWords[key]}: ${printable(ids(list))}`, width)]
  }
  const lines = [
    ...told('failing'),
    ...told('warning'),
    ...told('passing'),
    ...told('otherwise'),
    ...named('appeared'),
    ...named('gone'),
  ]
  const tone = changes.failing.length > 0 ? 'fail' : 'pass'
  return [
    ...lines.slice(1),
    ...(lines.length > 0 ? [''] : []),
    ...wrap(changesInWords(changes), width).map((line) => paint.verdict(tone, line)),
  ]
}

function changedLines(
  key: 'failing' | 'warning' | 'passing' | 'otherwise',
  changes: Changes,
  { paint, width }: Sheet,
): string[] {
  const list = changes[key]
  if (list.length === 0) return []
  const more = list.length - toldLimit
  return [
    '',
    `${list.length} ${changeWords[key]}`,
    ...list
      .slice(0, toldLimit)
      .flatMap(({ id, level, was, is, why }) => [
        `${paint.verdict(verdictOfKey[key], verdictWords[is].symbol)} ${paint.strong(printable(id))}  ${level}  ${paint.quiet(`was ${verdictWords[was].word}`)}`,
        ...(why === undefined || key === 'passing'
          ? []
          : wrap(cut(printable(why), 200), width - 2).map((line) => `  ${line}`)),
      ]),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}
