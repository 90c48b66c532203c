import type { ContentKindRecord } from '../../registry/record/content-kind.ts'
import { describeResponse } from '../text/response-text.ts'
import { contentMatrix, outcomeWords, type KindGroup } from '../text/content-matrix.ts'
import { cut } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import type { PageContext } from './context.ts'
import { html, type Content } from '../page/markup.ts'

/** Which kinds of content the registry accepts, and which field it rejects. */
export function contentTable(result: RunResult, context: PageContext): Content {
  const groups = contentMatrix(result)
  if (groups.length === 0) return undefined
  const kinds = groups.flatMap((group) => group.kinds)
  const taken = kinds.filter(({ outcome }) => outcome === 'accepted').length
  return html`<section id="content">
    <h2>Artifact types</h2>
    <p class="lead">
      ${taken} of ${kinds.length} artifact types were accepted, and returned as they were pushed. Where a type
      is rejected, its fields are pushed one by one to find the one that causes it.
    </p>
    <table class="kinds">
      <thead>
        <tr>
          <th scope="col">outcome</th>
          <th scope="col">artifact type</th>
          <th scope="col">fields</th>
        </tr>
      </thead>
      ${groups.map((group) => groupRows(group, context))}
    </table>
  </section>`
}

const groupRows = ({ title, kinds }: KindGroup, context: PageContext): Content =>
  html`<tbody>
    <tr class="group">
      <th colspan="3" scope="rowgroup">${title}</th>
    </tr>
    ${kinds.map((kind) => row(kind, context))}
  </tbody>`

function row(
  { outcome, what, traits, rejectedFor, response, exchanges }: ContentKindRecord,
  context: PageContext,
): Content {
  const seen = exchanges.map((exchange) => ({ kind: 'exchange', exchange }) as const)
  return html`<tr class="${outcome}">
    <td><span aria-hidden="true">${outcome === 'accepted' ? '✓' : '✗'}</span> ${outcomeWords[outcome]}</td>
    <th scope="row">${what}</th>
    <td>
      ${traits.map(
        ({ field, value }) =>
          html`<span class="${field === rejectedFor ? 'trait rejected-for' : 'trait'}"
            >${field === rejectedFor && html`<span aria-hidden="true">✗</span><span class="spoken">rejected for </span>`}<code
              >${field}</code
            >
            <span class="quiet">${cut(value, 120)}</span></span
          > `,
      )}
      ${
        outcome !== 'accepted' &&
        html`<span class="reason"
          >${response !== undefined && cut(describeResponse(response), 400)}
          <span class="quiet">request${context.exhibit.links(seen)}</span></span
        >`
      }
    </td>
  </tr>`
}
