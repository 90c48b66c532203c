import type { Change, Odd } from '../../../engine/changes.ts'
import type { Grid, Step } from '../../../compare/grid.ts'
import { html, pageLink, type Content, type Markup } from '../../html/html.ts'
import { cut } from '../../printable.ts'
import { plural, verdictWords } from '../../verdict-words.ts'
import { changeKeys, changesInWords, changeWords, stepName, type ChangeKey } from '../words.ts'
import { capital } from './head.ts'

/** What changed from version to version of a product, newest step first. */
export const changeSections = (grid: Grid): Content =>
  grid.steps.length > 0 &&
  html`<section id="changes">
    <h2>${grid.steps.length === 1 ? 'What changed' : 'What changed from version to version'}</h2>
    ${grid.steps.toReversed().map((step) => stepPart(grid, step))}
  </section>`

const stepPart = (grid: Grid, step: Step): Markup =>
  html`<article class="step">
    <h3>${stepName(grid, step)}</h3>
    <p class="quiet">${capital(changesInWords(step.changes))}</p>
    ${changeKeys.map((key) => listPart(key, step))}
  </article>`

/** What began to fail is open; the rest is there to be unfolded. */
const listPart = (key: ChangeKey, { changes }: Step): Content => {
  const list = changes[key]
  return (
    list.length > 0 &&
    html`<details class="change ${key}" ${(key === 'failing' || key === 'warning') && html` open`}>
      <summary>${plural(list.length, 'requirement')} ${changeWords[key]}</summary>
      <ul>
        ${list.map(item)}
      </ul>
    </details>`
  )
}

function item(each: Change | Odd): Markup {
  const { id, title } = each
  if (!('was' in each)) {
    const { symbol, word } = verdictWords[each.verdict]
    return html`<li>
      ${pageLink(id, html`<code>${id}</code>`)} ${title} <span class="quiet">${symbol} ${word}</span>
    </li>`
  }
  const words = `${verdictWords[each.was].word} → ${verdictWords[each.is].word}`
  return html`<li>
    ${pageLink(id, html`<code>${id}</code>`)} ${title} <span class="quiet">${words}</span>
    ${each.why !== undefined && html`<span class="because">${cut(each.why, 300)}</span>`}
  </li>`
}
