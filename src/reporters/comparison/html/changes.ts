import type { Grid, Step } from '../../../results/comparison/grid.ts'
import { changesInWords } from '../../text/change-words.ts'
import { changeParts } from '../../html/changes.ts'
import { html, type Content, type Markup } from '../../page/markup.ts'
import { stepName } from '../words.ts'
import { capital } from '../../../results/text/words.ts'

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
    ${changeParts(step.changes)}
  </article>`
