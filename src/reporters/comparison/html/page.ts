import type { Grid } from '../../../results/comparison/grid.ts'
import { documentText } from '../../page/document.ts'
import { html, Markup, pageLink, type Content } from '../../page/markup.ts'
import { cut } from '../../../results/text/printable.ts'
import { script, style } from './assets.ts'
import { changeSections } from './changes.ts'
import { featureTable } from './features.ts'
import { head } from './head.ts'
import { filter } from './filter.ts'
import { suiteGrids, suitesIn } from './suites.ts'
import { headlineOf, isHistory } from '../words.ts'

/** More columns than this have their names written upwards, and cells as wide as a symbol. */
const roomy = 5

/** A comparison as one page that needs nothing else; without script it lacks the filter and nothing more. */
export const comparisonPage = (grid: Grid): string =>
  documentText({
    title: `${cut(headlineOf(grid), 150)}, oci-assay`,
    style: `${style}:root { --columns: ${grid.columns.length}; }`,
    script,
    className: grid.columns.length > roomy ? 'crowded' : 'roomy',
    body: unindented(
      html`<a class="skip" href="#main">To the requirements</a>
        ${head(grid)}
        <main id="main">
          ${isHistory(grid) && changeSections(grid)}
          <section id="requirements">
            <h2>Requirements</h2>
            <p class="lead">
              Rows that differ or have failures come first in each suite; each cell links to its finding.
            </p>
            ${jumps(grid)} ${filter(grid)} ${suiteGrids(grid)}
          </section>
          ${!isHistory(grid) && changeSections(grid)} ${featureTable(grid)}
        </main>`,
    ),
  })

/** Templates are indented for those who read the sources; a page of many cells would be a third larger by it. */
const unindented = ({ text }: Markup): Markup => new Markup(text.replaceAll(/\n\s+/g, '\n'))

const jumps = (grid: Grid): Content =>
  html`<nav class="across" aria-label="Suites">
    <ul>
      ${suitesIn(grid).map(
        ({ name, relevant }) =>
          html`<li>
            ${pageLink(`suite-${name}`, html`${name} <span class="quiet">${relevant.length}</span>`)}
          </li>`,
      )}
      ${grid.steps.length > 0 && html`<li>${pageLink('changes', 'what changed')}</li>`}
      ${grid.capabilities.length > 0 && html`<li>${pageLink('features', 'optional features')}</li>`}
    </ul>
  </nav>`
