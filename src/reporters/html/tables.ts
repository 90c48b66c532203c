import type { RequirementResult } from '../../engine/events.ts'
import { groupBy, type Causes } from '../../results/causes/causes.ts'
import { disturbanceSentences } from '../../results/text/disturbances.ts'
import { brief } from '../text/finding-text.ts'
import { cut, fitMiddle } from '../../results/text/printable.ts'
import { plural } from '../../results/text/words.ts'
import type { RunResult } from '../../results/result.ts'
import type { PageContext } from './context.ts'
import { html, pageLink, type Content } from '../page/markup.ts'

const textLimit = 600

/** Optional features, and what is unsupported because of their absence. */
export const capabilityTable = (result: RunResult, { absences }: Causes): Content =>
  result.capabilities.length > 0 &&
  html`<section id="capabilities">
    <h2>Capabilities</h2>
    <table class="capabilities">
      <thead>
        <tr>
          <th scope="col">optional feature</th>
          <th scope="col">state</th>
          <th scope="col">details</th>
        </tr>
      </thead>
      <tbody>
        ${result.capabilities.map(({ name, title, state, detail = '' }) => {
          const dependent = absences.find(({ capability }) => capability === name)?.requirements ?? []
          return html`<tr class="${state}">
            <th scope="row">${title} <code>${name}</code></th>
            <td class="state">${state}</td>
            <td>
              ${cut(detail, textLimit)}
              ${dependent.length > 0 && html`<span class="quiet">skipped as a result: ${idLinks(dependent)}</span>`}
            </td>
          </tr>`
        })}
      </tbody>
    </table>
  </section>`

const idLinks = (list: readonly RequirementResult[]): Content =>
  list.map(({ id }, index) => [index > 0 && ', ', pageLink(id, html`<code>${id}</code>`)])

/** Notes on requirements, whatever their verdict. */
export const noteList = ({ noted }: Causes, { exhibit }: PageContext): Content =>
  noted.length > 0 &&
  html`<section id="notes">
    <h2>Notes</h2>
    <dl class="comparison wide">
      ${noted.map(
        ({ id, notes }) =>
          html`<dt>${pageLink(id, html`<code>${id}</code>`)}</dt>
            <dd>
              ${notes
                .slice(0, 5)
                .map(({ text, evidence }) => html`<p>${cut(text, textLimit)}${exhibit.links(evidence)}</p>`)}
            </dd>`,
      )}
    </dl>
  </section>`

/** What disturbed the run. */
export const disturbanceList = (result: RunResult): Content => {
  const sentences = disturbanceSentences(result)
  return (
    sentences.length > 0 &&
    html`<section id="disturbances">
      <h2>Disturbances</h2>
      ${sentences.map((sentence) => html`<p>${cut(sentence, textLimit)}</p>`)}
    </section>`
  )
}

/** What the run could not remove from the target. */
export const leftoverTable = ({ leftovers }: RunResult): Content =>
  leftovers.length > 0 &&
  html`<section id="not-cleaned-up">
    <h2>Could not be cleaned up</h2>
    <dl class="comparison wide">
      ${[...groupBy(leftovers, ({ kind, repository, reason }) => `${kind} ${repository} ${reason}`).values()]
        .slice(0, 50)
        .map(leftoverGroup)}
    </dl>
  </section>`

const namedLeftovers = 30

/** What was left for one reason: a registry that cancels no uploads leaves dozens. */
function leftoverGroup(alike: RunResult['leftovers']): Content {
  const { kind = '', repository = '', reason = '' } = alike[0] ?? {}
  const list = html`<ul>
    ${alike.slice(0, namedLeftovers).map(({ reference }) => html`<li><code>${fitMiddle(brief(reference), 120)}</code></li>`)}
    ${alike.length > namedLeftovers && html`<li class="quiet">and ${alike.length - namedLeftovers} more in results.json</li>`}
  </ul>`
  return html`<dt>${plural(alike.length, kind)}</dt>
    <dd>
      in <code>${cut(repository, 200)}</code>: ${cut(reason, textLimit)}
      ${
        alike.length <= 3
          ? list
          : html`<details class="others">
              <summary>Show all</summary>
              ${list}
            </details>`
      }
    </dd>`
}
