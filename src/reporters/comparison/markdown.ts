import type { Grid, Row, Step } from '../../results/comparison/grid.ts'
import { byGravity, outcomesOf, relevanceOf } from '../../results/comparison/outcomes.ts'
import { groupBy } from '../../results/causes/causes.ts'
import { placeOf } from '../text/place.ts'
import { changeBlock } from '../markdown/changes.ts'
import { levelText } from '../../results/text/level.ts'
import { code, link, words } from '../markdown/escape.ts'
import { printableStrings } from '../../results/text/printable-result.ts'
import { table } from '../markdown/tables.ts'
import { capital, textOf, verdictOrder, verdictWords } from '../../results/text/words.ts'
import { dayOf, headlineOf, namesOf, stepName } from './words.ts'
import { verdictOfState } from './html/features.ts'

/** A comparison as Markdown: counts, what changed, then the rows with a failure somewhere with what was found. */
export function comparisonMarkdown(raw: Grid): string {
  const grid = printableStrings(raw)
  const blocks = [
    `# ${capital(words(headlineOf(grid)))}`,
    `Against ${words(textOf(grid.specification))}; ${words(grid.tool.name)} ${words(grid.tool.version)}.`,
    ...grid.notes.map((note) => `> ${words(note)}`),
    countTable(grid),
    legend,
    ...grid.steps.toReversed().map((step) => stepBlock(grid, step)),
    ...suiteBlocks(grid),
    ...(grid.capabilities.length > 0 ? [`## Optional features\n\n${featureTable(grid)}`] : []),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** `✓ passed · ✗ failed · …` */
const legend = verdictOrder
  .map((verdict) => `${verdictWords[verdict].symbol} ${verdictWords[verdict].word}`)
  .join(' · ')

/** One line a target: how many requirements have each verdict. */
export function countTable({ columns, kind }: Grid): string {
  const specs = new Set(columns.map(({ spec }) => spec)).size > 1
  const shown = verdictOrder.filter((verdict) => columns.some(({ totals }) => totals[verdict] > 0))
  return table(
    [kind, ...shown.map((verdict) => verdictWords[verdict].many), ...(specs ? ['spec'] : []), 'tested on'],
    columns.map(({ name, totals, spec, startedAt }) => [
      words(name),
      ...shown.map((verdict) => String(totals[verdict])),
      ...(specs ? [spec] : []),
      dayOf(startedAt),
    ]),
    true,
  )
}

const stepBlock = (grid: Grid, step: Step): string =>
  `## ${words(stepName(grid, step))}\n\n${changeBlock(step.changes)}`

function suiteBlocks(grid: Grid): string[] {
  const relevant = grid.rows.filter((row) => relevanceOf(row) === 'relevant').toSorted(byGravity)
  const bySuite = groupBy(relevant, ({ suite }) => suite)
  const suites = [...new Set(grid.rows.map(({ suite }) => suite))].filter((suite) => bySuite.has(suite))
  return suites.flatMap((suite) => {
    const rows = bySuite.get(suite) ?? []
    return [`## ${words(suite)}`, rowTable(grid, rows), rows.map((row) => whyItem(grid, row)).join('\n')]
  })
}

const rowTable = ({ columns }: Grid, rows: readonly Row[]): string =>
  table(
    ['requirement', 'level', ...columns.map(({ name }) => words(name))],
    rows.map((row) => [
      code(row.id),
      levelText(row),
      ...row.cells.map((cell) => (cell ? verdictWords[cell.verdict].symbol : '')),
    ]),
  )

/** A sentence of ours, in which commands and values are between backticks. */
const withCode = (text: string): string =>
  text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? code(part) : words(part)))
    .join('')

function whyItem(grid: Grid, row: Row): string {
  const found = outcomesOf(row).filter(
    ({ cell }) => cell.verdict !== 'unsupported' && cell.verdict !== 'skipped',
  )
  const lines = found.map(({ cell, columns }) => {
    const what =
      cell.title === undefined
        ? `${cell.blockedBy === undefined ? '' : `by ${code(cell.blockedBy)}: `}${code(cell.reason ?? '')}`
        : `${code(cell.title)}, expected ${(cell.expected ?? []).map(code).join(' or ')}, received ${code(cell.received ?? '')}`
    const because = cell.because === undefined ? '' : `. ${withCode(cell.because)}`
    const issue = cell.issue === undefined ? '' : ` (${link('reported', cell.issue)})`
    return `  - ${verdictWords[cell.verdict].symbol} ${words(namesOf(grid, columns))}: ${what}${because}${issue}`
  })
  return [`- ${code(row.id)} ${words(row.title)} (${link(placeOf(row), row.link)})`, ...lines].join('\n')
}

/** Optional features, and what supports them. */
const featureTable = ({ columns, capabilities }: Grid): string =>
  table(
    ['optional feature', ...columns.map(({ name }) => words(name))],
    capabilities.map(({ title, states }) => [
      words(title),
      ...states.map((state) => (state ? verdictWords[verdictOfState[state]].symbol : '')),
    ]),
  )
