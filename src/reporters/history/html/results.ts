import type { Point, Series } from '../../../results/history/history.ts'
import { cut } from '../../../results/text/printable.ts'
import { plural } from '../../../results/text/words.ts'
import { html, pageLink, type Markup } from '../../page/markup.ts'
import { conclusionWords, dayOf, stepInWords } from '../words.ts'
import { resultAnchor, stepAnchor } from './links.ts'

/** All results of a series in a table, newest first, folded. */
export const resultTable = (series: Series): Markup =>
  html`<details class="results">
    <summary>${plural(series.results.length, 'result')}</summary>
    <div class="sideways" tabindex="0" role="region" aria-label="Results of ${series.slug}">
      <table>
        <thead>
          <tr>
            <th scope="col">tested on</th>
            <th scope="col">version</th>
            <th scope="col">conclusion</th>
            <th scope="col" class="count">passed</th>
            <th scope="col" class="count">failed</th>
            <th scope="col" class="count">warnings</th>
            <th scope="col" class="count">not evaluated</th>
            <th scope="col">changes</th>
          </tr>
        </thead>
        <tbody>
          ${series.results.map((point, at) => row(series, point, at)).toReversed()}
        </tbody>
      </table>
    </div>
  </details>`

function row(series: Series, point: Point, at: number): Markup {
  const { startedAt, version = '', conclusion, totals, unevaluated } = point
  const { symbol, word } = conclusionWords[conclusion.name]
  const step = series.steps.find(({ to }) => to === at)
  return html`<tr id="${resultAnchor(series, at)}">
    <th scope="row">
      <time datetime="${startedAt}" title="${startedAt}">${dayOf(startedAt)}</time>
    </th>
    <td>${cut(version, 60)}</td>
    <td class="conclusion ${conclusion.name}" title="${cut(conclusion.headline, 300)}">
      <span aria-hidden="true">${symbol}</span> ${word}
    </td>
    ${[totals.pass, totals.fail, totals.warn, unevaluated].map((number) => html`<td class="count${number === 0 && ' none'}">${number}</td>`)}
    <td>${step && pageLink(stepAnchor(series, step), stepInWords(step))}</td>
  </tr>`
}
