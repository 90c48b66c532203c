import { groupBy } from '../../results/causes/causes.ts'
import { cut } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { html, pageLink, type Content } from '../page/markup.ts'

/** What the run did not evaluate, grouped by reason. */
export function notTestable(result: RunResult): Content {
  const skipped = result.requirements.filter(({ verdict }) => verdict === 'skipped')
  if (skipped.length === 0) return undefined
  const hidden = skipped.filter(({ unobservable }) => unobservable !== undefined)
  const left = skipped.filter(({ unobservable }) => unobservable === undefined)
  const named = (list: typeof skipped): Content =>
    list.map(({ id }, index) => [index > 0 && ', ', pageLink(id, html`<code>${id}</code>`)])
  return html`<section id="not-testable">
    <h2>Not testable</h2>
    <dl class="comparison wide">
      ${[...groupBy(left, ({ reason }) => reason ?? 'skipped')].map(
        ([reason, list]) =>
          html`<dt>${cut(reason, 300)}</dt>
            <dd>${named(list)}</dd>`,
      )}
      ${
        hidden.length > 0 &&
        html`<dt>not observable by a client</dt>
          <dd>
            <ul>
              ${hidden.map(
                ({ id, unobservable = '' }) =>
                  html`<li>${pageLink(id, html`<code>${id}</code>`)}: ${cut(unobservable, 500)}</li>`,
              )}
            </ul>
          </dd>`
      }
    </dl>
  </section>`
}
