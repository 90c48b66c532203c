import type { Causes } from '../../results/causes/causes.ts'
import { nameOf, reasonOf, stale } from '../../results/expectations/expected.ts'
import { cut } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { plural } from '../../results/text/words.ts'
import { causeArticle } from './cause.ts'
import type { PageContext } from './context.ts'
import { html, pageLink, type Content } from '../page/markup.ts'

const words = {
  passing: 'passes now',
  expired: 'expired',
  met: 'still fails',
  inconclusive: 'inconclusive',
} as const
const order = ['passing', 'expired', 'met', 'inconclusive'] as const

/** How the run compares with known failures, and those failures themselves. */
export function expectationSection(
  { expectations }: RunResult,
  { expected }: Causes,
  context: PageContext,
): Content {
  if (!expectations) return undefined
  const entries = order.flatMap((state) => expectations.entries.filter((entry) => entry.state === state))
  return html`<section id="expectations">
    <h2>Known failures</h2>
    <p class="lead">${plural(expectations.totals.new, 'failure')} beyond the known ones.</p>
    <table class="capabilities">
      <thead>
        <tr>
          <th scope="col">entry</th>
          <th scope="col">state</th>
          <th scope="col">reason, and requirements</th>
        </tr>
      </thead>
      <tbody>
        ${entries.map((entry) => {
          const todo = stale(entry)
          return html`<tr class="${todo === undefined ? 'unsupported' : 'stale'}">
            <th scope="row"><code>${cut(nameOf(entry), 300)}</code></th>
            <td class="state">${words[entry.state]}</td>
            <td>
              ${cut(reasonOf(entry), 600)} ${todo !== undefined && html`<strong>${cut(todo, 600)}</strong>`}
              ${
                entry.requirements.length > 0 &&
                html`<span class="quiet"
                  >${entry.requirements.map((id, index) => [
                    index > 0 && ', ',
                    pageLink(id, html`<code>${id}</code>`),
                  ])}</span
                >`
              }
            </td>
          </tr>`
        })}
      </tbody>
    </table>
    ${expected.map((cause) => causeArticle(cause, context))}
  </section>`
}
