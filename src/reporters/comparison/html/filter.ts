import type { Grid } from '../../../results/comparison/grid.ts'
import { html, type Markup } from '../../page/markup.ts'
import { verdictOrder, verdictWords } from '../../../results/text/words.ts'
import { suitesIn } from './suites.ts'

const levels = ['MUST', 'SHOULD', 'MAY'] as const

/** Put to work by the page's script; without it, hidden. */
export function filter(grid: Grid): Markup {
  const present = (verdict: string) =>
    grid.rows.some(({ cells }) => cells.some((cell) => cell?.verdict === verdict))
  return html`<form class="filter" hidden>
    <input
      type="search"
      aria-label="Find requirements by their text"
      placeholder="Find: a word, an id, a finding"
    />
    <select aria-label="Suite">
      <option value="">all suites</option>
      ${suitesIn(grid).map(({ name }) => html`<option value="${name}">${name}</option>`)}
    </select>
    <fieldset>
      <legend class="spoken">Levels to show</legend>
      ${levels
        .filter((level) => grid.rows.some((row) => row.level === level))
        .map(
          (level) => html`<label><input type="checkbox" name="level" value="${level}" /> ${level}</label>`,
        )}
    </fieldset>
    <fieldset>
      <legend class="spoken">Verdicts in any column</legend>
      ${verdictOrder.filter(present).map(
        (verdict) =>
          html`<label title="${verdictWords[verdict].meaning}"
            ><input type="checkbox" name="verdict" value="${verdict}" />
            <span aria-hidden="true">${verdictWords[verdict].symbol}</span>
            ${verdictWords[verdict].many}</label
          >`,
      )}
    </fieldset>
    <p class="quiet" role="status"></p>
  </form>`
}
