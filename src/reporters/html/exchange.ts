import type { Evidence } from '../../engine/verdict.ts'
import type { ExchangeRecord, Headers } from '../../registry/exchange.ts'
import { answerOf, lineOf, withVia } from '../causes.ts'
import { cut } from '../printable.ts'
import { bodyOf } from './body.ts'
import { html, pageLink, type Markup } from './html.ts'

/** Shows exchanges in a page, each in full once; later it is linked. */
export interface Exhibit {
  evidence(list: readonly Evidence[]): Markup
}

/** So many exchanges stand in the page in full, and so many fields of each; the others have one line. */
const fullLimit = 150
const fieldLimit = 40
const evidenceLimit = 12

export function createExhibit(exchanges: ReadonlyMap<number, ExchangeRecord>): Exhibit {
  const shown = new Set<number>()

  const exchange = (record: ExchangeRecord): Markup => {
    const line = html`<span class="number">#${record.id}</span> ${requestLine(record)}`
    if (shown.has(record.id)) return html`<li>${pageLink(`exchange-${record.id}`, line)}</li>`
    if (shown.size >= fullLimit) return html`<li>${line} <span class="quiet">in results.json</span></li>`
    shown.add(record.id)
    return html`<li>
      <details class="exchange">
        <summary>${line}<span class="quiet time">${record.duration} ms</span></summary>
        <div id="exchange-${record.id}" class="wire">${request(record)}${response(record)}</div>
      </details>
    </li>`
  }

  const item = (evidence: Evidence): Markup | Markup[] => {
    if (evidence.kind === 'exchange') {
      const records = withVia(evidence.exchange, exchanges)
      return records.length > 0
        ? records.map(exchange)
        : html`<li>#${evidence.exchange} <span class="quiet">not stored</span></li>`
    }
    const { source, pointer } = evidence
    return html`<li><code>${source}</code>${pointer !== undefined && html` at <code>${pointer}</code>`}</li>`
  }

  return {
    evidence(list) {
      if (list.length === 0) return html``
      const more = list.length - evidenceLimit
      return html`<ol class="evidence">
        ${list.slice(0, evidenceLimit).map(item)}
        ${more > 0 && html`<li class="quiet">and ${more} more in results.json</li>`}
      </ol>`
    },
  }
}

const requestLine = (record: ExchangeRecord): Markup => {
  const [words = ''] = lineOf(record).split(' → ')
  return html`<code>${cut(words, 300)}</code> <span class="status">${answerOf(record)}</span>`
}

const request = ({ request }: ExchangeRecord): Markup =>
  html`<section aria-label="Request">
    <p class="label">Request</p>
    <p class="line"><code>${request.method} ${cut(request.url, 1000)}</code></p>
    ${fields(request.headers)} ${bodyOf(request.body)}
  </section>`

const response = ({ response, error }: ExchangeRecord): Markup =>
  html`<section aria-label="Response">
    <p class="label">Response</p>
    ${
      response &&
      html`<p class="line"><code>${response.status}</code></p>
        ${fields(response.headers)} ${bodyOf(response.body)}`
    }
    ${error && html`<p class="broken">${error.code}: ${cut(error.message, 500)}</p>`}
  </section>`

const fields = (headers: Headers): Markup =>
  html`<dl class="fields">
      ${headers.slice(0, fieldLimit).map(
        ([name, value]) =>
          html`<div>
            <dt>${cut(name, 100)}</dt>
            <dd>${cut(value, 500)}</dd>
          </div>`,
      )}
    </dl>
    ${headers.length > fieldLimit && html`<p class="quiet">and ${headers.length - fieldLimit} more fields</p>`}`
