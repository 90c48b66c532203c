import type { CapabilityRow, Grid } from '../../../results/comparison/grid.ts'
import type { Verdict } from '../../../engine/verdict.ts'
import { html, type Content, type Markup } from '../../page/markup.ts'
import { cut } from '../../../results/text/printable.ts'
import { verdictWords } from '../../../results/text/words.ts'

type State = NonNullable<CapabilityRow['states'][number]>

/** A state looks like the verdict that it leads to. */
export const verdictOfState: Readonly<Record<State, Verdict>> = {
  supported: 'pass',
  unsupported: 'unsupported',
  nonconformant: 'fail',
  unknown: 'skipped',
}

/** Optional features, and what supports them. */
export const featureTable = ({ capabilities, columns }: Grid): Content =>
  capabilities.length > 0 &&
  html`<section id="features">
    <h2>Optional features</h2>
    <p class="lead">Requirements of an optional feature that is absent are unsupported.</p>
    <table class="grid">
      <caption class="spoken">
        Optional features, and what supports them
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="spoken">feature</span></th>
          ${columns.map(({ name }) => html`<th scope="col" class="column"><span>${cut(name, 60)}</span></th>`)}
        </tr>
      </thead>
      <tbody>
        ${capabilities.map(
          ({ name, title, states }) =>
            html`<tr class="row">
              <th scope="row"><span class="title">${title}</span> <code class="quiet">${name}</code></th>
              ${states.map(stateCell)}
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`

function stateCell(state: State | null): Markup {
  if (!state) return html`<td class="cell absent"><span class="spoken">not probed</span></td>`
  const verdict = verdictOfState[state]
  return html`<td class="cell ${verdict}">
    <span aria-hidden="true">${verdictWords[verdict].symbol}</span> <span class="word">${state}</span>
  </td>`
}
