import type { Level } from '../../engine/requirement.ts'
import { count } from '../../engine/verdict.ts'
import type { RunResult } from '../../results/result.ts'
import { verdictOrder, verdictWords } from '../../results/text/words.ts'
import { html, type Markup } from '../page/markup.ts'

const levels = ['MUST', 'SHOULD', 'MAY'] as const satisfies readonly Level[]

/** How many requirements have each verdict, in all and by level. */
export function levelTable({ requirements, totals }: RunResult): Markup {
  const byLevel = levels.map((level) =>
    count(requirements.filter((each) => each.level === level).map(({ verdict }) => verdict)),
  )
  return html`<table class="levels">
    <caption class="spoken">
      Requirements by verdict and level
    </caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">all</th>
        ${levels.map((level) => html`<th scope="col">${level}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${verdictOrder.map((verdict) => {
        const all = totals.requirements[verdict]
        const { one, many, meaning } = verdictWords[verdict]
        return html`<tr class="${verdict}${all === 0 ? ' none' : ''}">
          <th scope="row" title="${meaning}">${all === 1 ? one : many}</th>
          ${[totals.requirements, ...byLevel].map(
            (each) =>
              html`<td>${each[verdict] === 0 ? html`<span class="nil">0</span>` : each[verdict]}</td>`,
          )}
        </tr>`
      })}
    </tbody>
  </table>`
}
