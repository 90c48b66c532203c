import type { Cell, Grid, Row } from '../../../results/comparison/grid.ts'
import {
  byGravity,
  outcomesOf,
  relevanceOf,
  type Outcome,
  type Relevance,
} from '../../../results/comparison/outcomes.ts'
import { groupBy } from '../../../results/causes/causes.ts'
import { html, pageLink, type Content, type Markup } from '../../page/markup.ts'
import { levelText } from '../../../results/text/level.ts'
import { cut } from '../../../results/text/printable.ts'
import { countOf, plural, verdictOrder, verdictWords } from '../../../results/text/words.ts'
import { namesOf } from '../words.ts'
import { outcomeAnchor } from './links.ts'
import { whyRow } from './why.ts'

interface Suite {
  name: string
  rows: readonly Row[]
  /** Rows to be looked at. */
  relevant: readonly Row[]
}

/** The suites in the order of the specification. */
export const suitesIn = (grid: Grid): Suite[] =>
  [...groupBy(grid.rows, ({ suite }) => suite)].map(([name, rows]) => ({
    name,
    rows,
    relevant: rows.filter((row) => relevanceOf(row) === 'relevant').toSorted(byGravity),
  }))

/** One table a suite: rows to be looked at, the gravest first, then folded the others by what they are worth. */
export const suiteGrids = (grid: Grid): Markup[] =>
  suitesIn(grid).map(({ name, rows, relevant }) => {
    const of = (worth: Relevance): Row[] => rows.filter((row) => relevanceOf(row) === worth)
    const [blocked, optional, alike] = [of('blocked'), of('optional'), of('alike')]
    return html`<details class="suite" id="suite-${name}" ${relevant.length > 0 && html` open`}>
      <summary>
        <h3>${name}</h3>
        <span class="quiet"
          >${relevant.length === 0 ? 'no failures' : `${relevant.length} of ${plural(rows.length, 'row')} to look at`}</span
        >
      </summary>
      ${relevant.length > 0 && table(grid, relevant, `${name}: failures`)}
      ${fold(grid, blocked, (number) => `${plural(number, 'row is', 'rows are')} blocked by failures in one or the other`)}
      ${fold(grid, optional, (number) => `${plural(number, 'row differs', 'rows differ')} in what is optional: one supports it, another does not`)}
      ${fold(grid, alike, () => alikeInWords(alike))}
    </details>`
  })

function fold(grid: Grid, rows: readonly Row[], wordsOf: (number: number) => string): Content {
  if (rows.length === 0) return undefined
  const words = wordsOf(rows.length)
  return html`<details class="fold">
    <summary>${words}</summary>
    ${table(grid, rows, words)}
  </details>`
}

/** `41 rows are the same everywhere: 40 passed, 1 unsupported` */
function alikeInWords(rows: readonly Row[]): string {
  const verdicts = rows.map(
    ({ cells }) => cells.find((cell) => cell && cell.verdict !== 'skipped')?.verdict ?? 'skipped',
  )
  const counts = verdictOrder
    .map((verdict) => ({ verdict, number: verdicts.filter((each) => each === verdict).length }))
    .filter(({ number }) => number > 0)
    .map(({ verdict, number }) => countOf(verdict, number))
  return `${plural(rows.length, 'row is', 'rows are')} the same everywhere: ${counts.join(', ')}`
}

const table = (grid: Grid, rows: readonly Row[], caption: string): Markup =>
  html`<table class="grid">
    <caption class="spoken">
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col"><span class="spoken">requirement</span></th>
        ${grid.columns.map(({ name }) => html`<th scope="col" class="column"><span>${cut(name, 60)}</span></th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => rowOf(grid, row))}
    </tbody>
  </table>`

function rowOf(grid: Grid, row: Row): Markup {
  const { id, level, title, cells, suite } = row
  const outcomes = outcomesOf(row)
  const verdicts = [...new Set(cells.flatMap((cell) => cell?.verdict ?? []))].join(' ')
  const name = outcomes.length > 0 ? pageLink(id, title) : title
  return html`<tr
      class="row"
      data-verdicts="${verdicts}"
      data-level="${level}"
      data-suite="${suite}"
      ${outcomes.length === 0 && html` id="${id}"`}
    >
      <th scope="row">
        <div class="about">
          <p>
            <span class="title">${name}</span>
            <span class="quiet"><code>${id}</code> ${levelText(row)}</span>
          </p>
          ${shortly(grid, outcomes)}
        </div>
      </th>
      ${cells.map((cell, at) =>
        cellOf(
          id,
          cell,
          outcomes.find(({ columns }) => columns.includes(at)),
        ),
      )}
    </tr>
    ${outcomes.length > 0 && whyRow(grid, row, outcomes)}`
}

function cellOf(id: string, cell: Cell | null, outcome: Outcome | undefined): Markup {
  if (!cell) return html`<td class="cell absent"><span class="spoken">not in this version</span></td>`
  const { symbol, word } = verdictWords[cell.verdict]
  const mark = html`<span aria-hidden="true">${symbol}</span> <span class="word">${word}</span>`
  return html`<td class="cell ${cell.verdict}">
    ${outcome ? pageLink(outcomeAnchor(id, outcome.columns), mark) : mark}
  </td>`
}

/** At most this many findings are in the row itself. */
const shown = 2

/** Of those that share a finding, at most this many are named in it. */
const mostNames = 4

/** Those that differ in the reason alone are one line. */
function alikeInTitle(outcomes: readonly Outcome[]): Outcome[] {
  const byTitle = groupBy(outcomes, ({ cell }) => `${cell.verdict} ${cell.title ?? cell.reason ?? ''}`)
  return [...byTitle.values()].flatMap(([first, ...more]) =>
    first
      ? [{ ...first, columns: [first, ...more].flatMap(({ columns }) => columns).toSorted((a, b) => a - b) }]
      : [],
  )
}

/** The findings in a line each: the reason to look further, or not to. */
function shortly(grid: Grid, outcomes: readonly Outcome[]): Content {
  const found = alikeInTitle(
    outcomes.filter(({ cell }) => cell.title !== undefined || cell.verdict === 'error'),
  )
  if (found.length === 0) return undefined
  const named = found.length > 1
  return html`<ul class="shortly">
    ${found
      .slice(0, shown)
      .map(
        ({ cell, columns }) =>
          html`<li class="${cell.verdict}">
            ${named && html`<span class="quiet">${cut(namesOf(grid, columns, mostNames), 160)}:</span>`}
            ${cut(cell.title ?? cell.reason ?? '', 160)}
          </li>`,
      )}
    ${found.length > shown && html`<li class="quiet">and ${found.length - shown} more</li>`}
  </ul>`
}
