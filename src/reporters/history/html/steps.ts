import type { Redefined, Series, Step } from '../../../results/history/history.ts'
import { capital, verdictWords } from '../../../results/text/words.ts'
import { changeParts } from '../../html/changes.ts'
import { html, type Content, type Markup } from '../../page/markup.ts'
import { circumstancesOf, dayOf, stepInWords } from '../words.ts'
import { stepAnchor } from './links.ts'

/** What changed from result to result, newest first. */
export const stepSections = (series: Series): Content =>
  series.steps.length === 0
    ? series.results.length > 1 && html`<p class="quiet">Nothing changed between these results.</p>`
    : html`<h3>What changed</h3>
        ${series.steps.toReversed().map((step) => stepPart(series, step))}`

function stepPart(series: Series, step: Step): Markup {
  const [before, after] = [series.results[step.from], series.results[step.to]]
  return html`<article class="step" id="${stepAnchor(series, step)}">
    <h4>
      <time datetime="${after?.startedAt ?? ''}">${dayOf(after?.startedAt ?? '')}</time>
      ${capital(stepInWords(step))}
    </h4>
    <p class="quiet">Since ${dayOf(before?.startedAt ?? '')}: ${circumstancesOf(series, step)}</p>
    ${changeParts(step.changes, 'none')} ${redefinedPart(step.redefined)}
  </article>`
}

const redefinedPart = (redefined: readonly Redefined[]): Content =>
  redefined.length > 0 &&
  html`<details class="change">
    <summary>${redefined.length} with another level: their verdicts are not compared</summary>
    <ul>
      ${redefined.map(
        ({ id, title, level, verdict }) =>
          html`<li>
            <code>${id}</code> ${title}
            <span class="quiet"
              >${level.was} → ${level.is}, ${verdictWords[verdict.was].word} →
              ${verdictWords[verdict.is].word}</span
            >
          </li>`,
      )}
    </ul>
  </details>`
