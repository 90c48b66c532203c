import type { ExchangeRecord, Headers } from '../../registry/record/exchange.ts'
import { responseOf, lineOf, type Exchanges } from '../../results/causes/causes.ts'
import { brief } from '../text/finding-text.ts'
import { cut, fit } from '../../results/text/printable.ts'
import { bodyOf, type BodyLimits } from './body.ts'
import { html, type Markup } from '../page/markup.ts'

/** At most this many fields of each message are shown. */
const fieldLimit = 40

/** An exchange as it was sent: the request beside the response. */
export const wire = (record: ExchangeRecord, limits: BodyLimits): Markup =>
  html`${request(record, limits)}${response(record, limits)}`

/** An exchange in one line: number, request, response. */
export function exchangeLine(record: ExchangeRecord, exchanges: Exchanges): Markup {
  const [words = ''] = lineOf(record, exchanges).split(' → ')
  return html`<span class="number">#${record.id}</span> <code>${fit(brief(words), 150)}</code>
    <span class="status">${responseOf(record)}</span>`
}

const request = ({ request }: ExchangeRecord, limits: BodyLimits): Markup =>
  html`<section aria-label="Request">
    <p class="label">Request</p>
    <p class="line"><code>${request.method} ${cut(request.url, 1000)}</code></p>
    ${fields(request.headers)} ${bodyOf(request.body, limits)}
  </section>`

const response = ({ response, error }: ExchangeRecord, limits: BodyLimits): Markup =>
  html`<section aria-label="Response">
    <p class="label">Response</p>
    ${
      response &&
      html`<p class="line"><code>${response.status}</code></p>
        ${fields(response.headers)} ${bodyOf(response.body, limits)}`
    }
    ${error && html`<p class="failure">${error.code}: ${cut(error.message, 500)}</p>`}
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
