import type { Cell, Grid, Row } from '../../../results/comparison/grid.ts'
import type { Outcome } from '../../../results/comparison/outcomes.ts'
import { placeOf } from '../../text/place.ts'
import { html, pageLink, webLink, type Content, type Markup } from '../../page/markup.ts'
import { cut } from '../../../results/text/printable.ts'
import { plural, verdictWords } from '../../../results/text/words.ts'
import { namesOf } from '../words.ts'
import { outcomeAnchor, reportLink } from './links.ts'

/** Longer texts of a target are cut; the whole of it is in its results.json. */
const textLimit = 600

/** What each target did about a requirement, folded up under its row. */
export function whyRow(grid: Grid, row: Row, outcomes: readonly Outcome[]): Markup {
  const { id, impact, reasoning, ruling } = row
  const passed = row.cells.flatMap((cell, at) => (cell?.verdict === 'pass' ? [at] : []))
  return html`<tr class="why" id="${id}">
    <td colspan="${grid.columns.length + 1}">
      <article aria-label="${id}">
        ${outcomes.map((outcome) => outcomePart(grid, id, outcome))}
        ${passed.length > 0 && html`<p class="passed"><span aria-hidden="true">✓</span> passed: ${namesOf(grid, passed)}</p>`}
        <dl class="explanation">
          <dt>spec</dt>
          <dd>${webLink(row.link, placeOf(row))}</dd>
          ${pair('impact', impact)} ${pair('reasoning', reasoning)} ${pair('ruling', ruling)}
        </dl>
      </article>
    </td>
  </tr>`
}

/** A sentence of ours, in which commands and values are between backticks. */
const withCode = (text: string): Content =>
  text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part))

const pair = (name: string, value: Content): Content =>
  value !== undefined &&
  html`<dt>${name}</dt>
    <dd>${value}</dd>`

function outcomePart(grid: Grid, id: string, { cell, columns }: Outcome): Markup {
  const { symbol, word } = verdictWords[cell.verdict]
  return html`<section id="${outcomeAnchor(id, columns)}" class="outcome ${cell.verdict}">
    <h4>
      <span class="mark"><span aria-hidden="true">${symbol}</span> ${word}</span> ${namesOf(grid, columns)}
    </h4>
    ${cell.title === undefined ? reasonOf(cell) : findingOf(cell)} ${inReports(grid, id, columns)}
  </section>`
}

const reasonOf = ({ reason, blockedBy }: Cell): Content =>
  html`<p>
    ${blockedBy !== undefined && html`by ${pageLink(blockedBy, html`<code>${blockedBy}</code>`)}: `}${cut(reason ?? 'no reason was recorded', textLimit)}
  </p>`

const findingOf = ({ title = '', expected = [], received = '', seen, more, because, issue }: Cell): Content =>
  html`<p class="found">${cut(title, textLimit)}</p>
    <dl class="comparison">
      <dt>expected</dt>
      <dd>
        ${
          expected.length === 1
            ? cut(expected[0] ?? '', textLimit)
            : html`<ul>
                ${expected.map((each) => html`<li>${cut(each, textLimit)}</li>`)}
              </ul>`
        }
      </dd>
      <dt>received</dt>
      <dd class="received">${cut(received, textLimit)}</dd>
      ${
        seen !== undefined &&
        html`<dt>request</dt>
          <dd>
            <code>${cut(seen, textLimit)}</code
            >${more !== undefined && html` <span class="quiet">and ${plural(more, 'more finding')}</span>`}
          </dd>`
      }
      ${pair('because', because === undefined ? undefined : withCode(because))}
      ${
        issue !== undefined &&
        html`<dt>reported</dt>
          <dd>${webLink(issue, issue)}</dd>`
      }
    </dl>`

function inReports({ columns }: Grid, id: string, positions: readonly number[]): Content {
  const links = positions.flatMap((at) => {
    const { report, name = '' } = columns[at] ?? {}
    return report === undefined ? [] : [html`<li>${reportLink(report, id, `report of ${name}`)}</li>`]
  })
  return (
    links.length > 0 &&
    html`<ul class="reports">
      ${links}
    </ul>`
  )
}
