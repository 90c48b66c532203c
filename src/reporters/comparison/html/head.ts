import type { Column, Grid } from '../../../results/comparison/grid.ts'
import { tallyOf } from '../../../results/comparison/outcomes.ts'
import { bar } from '../../page/bar.ts'
import { lengthClass } from '../../page/heading.ts'
import { html, type Markup } from '../../page/markup.ts'
import { cut } from '../../../results/text/printable.ts'
import { capital, plural, textOf, verdictOrder, verdictWords } from '../../../results/text/words.ts'
import { dayOf, headlineOf } from '../words.ts'
import { reportLink } from './links.ts'

/** The top of the page: the headline of the comparison, and each target with its counts. */
export function head(grid: Grid): Markup {
  const { failedEverywhere } = tallyOf(grid)
  const specs = [...new Set(grid.columns.map(({ spec }) => spec))]
  return html`<header class="overview">
    <p class="product">oci-assay <span class="quiet">${grid.tool.version}</span></p>
    <h1 class="compared${lengthClass(headlineOf(grid))}">${capital(cut(headlineOf(grid), 300))}</h1>
    <p class="target">
      Tested against ${specs.length === 1 ? 'version' : 'versions'} ${specs.join(', ')} of
      ${textOf(grid.specification)}${
        failedEverywhere > 0 &&
        html`; ${plural(failedEverywhere, 'requirement is', 'requirements are')} violated in the same way
        everywhere`
      }
    </p>
    ${grid.notes.map((note) => html`<p class="note">${cut(note, 500)}</p>`)} ${targets(grid)}
  </header>`
}

function targets(grid: Grid): Markup {
  const shown = verdictOrder.filter(
    (verdict) => verdict === 'fail' || grid.columns.some(({ totals }) => totals[verdict] > 0),
  )
  return html`<div class="sideways" tabindex="0" role="region" aria-label="What was compared">
    <table class="targets">
      <thead>
        <tr>
          <th scope="col">${grid.kind}</th>
          <th scope="col" class="share"><span class="spoken">share of verdicts</span></th>
          ${shown.map(
            (verdict) =>
              html`<th scope="col" class="count" title="${verdictWords[verdict].meaning}">
                ${verdictWords[verdict].many}
              </th>`,
          )}
          ${new Set(grid.columns.map(({ spec }) => spec)).size > 1 && html`<th scope="col">spec</th>`}
          <th scope="col">tested on</th>
        </tr>
      </thead>
      <tbody>
        ${grid.columns.map((column) => target(column, shown, grid))}
      </tbody>
    </table>
  </div>`
}

const target = (column: Column, shown: readonly (typeof verdictOrder)[number][], grid: Grid): Markup =>
  html`<tr>
    <th scope="row">
      ${column.report === undefined ? cut(column.name, 100) : reportLink(column.report, undefined, cut(column.name, 100))}
      ${!column.name.includes(withoutScheme(column.target)) && html`<span class="quiet">${cut(column.target, 100)}</span>`}
    </th>
    <td class="share">${bar(column.totals)}</td>
    ${shown.map(
      (verdict) =>
        html`<td
          class="count ${verdict}${column.totals[verdict] === 0 && ' none'}"
          data-name="${verdictWords[verdict].many}"
        >
          ${column.totals[verdict]}
        </td>`,
    )}
    ${new Set(grid.columns.map(({ spec }) => spec)).size > 1 && html`<td>${column.spec}</td>`}
    <td class="quiet">
      <time datetime="${column.startedAt}">${dayOf(column.startedAt)}</time
      >${column.readOnly && grid.kind === 'registry' && ', read only'}
    </td>
  </tr>`

const withoutScheme = (address: string): string =>
  address.replace(/^https?:\/\//i, '').replace(/(?<!\/)\/+$/, '')
