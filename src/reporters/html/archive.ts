import { deflateRawSync } from 'node:zlib'
import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import type { Exchanges } from '../../results/causes/causes.ts'
import { plural } from '../../results/text/words.ts'
import { listed } from './body.ts'
import type { Exhibit } from './exchange.ts'
import { html, Markup, type Content } from '../page/markup.ts'
import { exchangeLine, wire } from './wire.ts'

/** At most this many exchanges are in the page: the first ones. */
const mostExchanges = 3000

/**
 * All exchanges of the run, in the order of sending. They are most of a page and few of them are ever
 * read, so they are packed (raw deflate in base64) as the markup that the page's script unpacks when
 * they are needed; those of findings are beside the findings, for readers without script.
 */
export function exchangeList(
  exchanges: ReadonlyMap<number, ExchangeRecord>,
  { shown }: Exhibit,
  seen: ReadonlySet<number>,
): Content {
  if (exchanges.size === 0) return undefined
  const records = [...exchanges.values()].toSorted((one, other) => one.id - other.id).slice(0, mostExchanges)
  const more = exchanges.size - records.length
  return html`<section id="exchanges">
    <h2>Exchanges</h2>
    <p class="lead">
      ${plural(exchanges.size, 'request')} with their responses, secrets masked; the numbers are those of
      results.json.
    </p>
    <noscript><p class="quiet">This list needs the page's script; results.json holds the same.</p></noscript>
    <div class="filter" id="exchange-filter" hidden>
      <input
        type="search"
        aria-label="Find exchanges by their text"
        placeholder="Find: a path, a status, a test"
      />
      <button type="button" id="show-exchanges">Show all ${records.length}</button>
      <p class="quiet" role="status"></p>
    </div>
    <ol class="evidence" id="exchange-list"></ol>
    ${more > 0 && html`<p class="quiet">and ${more} more in results.json</p>`}
    <template id="packed-exchanges">${packed(records, exchanges, shown, seen)}</template>
  </section>`
}

/**
 * `[number, markup of its line, markup of what crossed the wire]` for each, the last one absent where it
 * is beside a finding. Line and wire are together, since they repeat each other.
 */
function packed(
  records: readonly ExchangeRecord[],
  exchanges: Exchanges,
  shown: ReadonlySet<number>,
  seen: ReadonlySet<number>,
): Markup {
  const entries = records.map((record) => [
    record.id,
    line(record, exchanges, seen.has(record.id)),
    ...(shown.has(record.id) ? [] : [wire(record, listed).text]),
  ])
  return new Markup(deflateRawSync(JSON.stringify(entries), { level: 6, memLevel: 9 }).toString('base64'))
}

const line = (record: ExchangeRecord, exchanges: Exchanges, isSeen: boolean): string =>
  html`<li>
    <details class="exchange${isSeen ? ' seen' : ''}" data-exchange="${record.id}">
      <summary>
        ${exchangeLine(record, exchanges)}<span class="quiet time">${record.duration} ms</span>
        <span class="quiet test">${record.test ?? ''}</span>
      </summary>
    </details>
  </li>`.text
