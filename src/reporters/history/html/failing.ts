import type { Series } from '../../../results/history/history.ts'
import { cut } from '../../../results/text/printable.ts'
import { html, type Content } from '../../page/markup.ts'

/** What fails in the latest result, whether that is new or not; folded, since what changed is below. */
export const failingPart = ({ failing }: Series): Content =>
  failing.length > 0 &&
  html`<details class="change failing">
    <summary>${failing.length} failed in the latest result</summary>
    <ul>
      ${failing.map(
        ({ id, title, why }) =>
          html`<li>
            <code>${id}</code> ${title}
            ${why !== undefined && html`<span class="because">${cut(why, 300)}</span>`}
          </li>`,
      )}
    </ul>
  </details>`
