import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import type { Exchanges } from '../../results/causes/causes.ts'
import { plural } from '../../results/text/words.ts'
import { listed } from './body.ts'
import type { Exhibit } from './exchange.ts'
import { html, type Content, type Markup } from '../page/markup.ts'
import { packed } from './packed.ts'
import { exchangeLine, wire } from './wire.ts'

/**
 * Exchanges of the run, in the order of sending. Few of them are ever read, so they are packed (raw deflate in base64) as
 * the markup that the page's script unpacks when they are needed; those of findings are beside the findings, for readers
 * without script. Of a long run those are left out that least explain a finding, as `room` (bytes) requires.
 */
export function exchangeList(
  exchanges: ReadonlyMap<number, ExchangeRecord>,
  exhibit: Exhibit,
  seen: ReadonlySet<number>,
  room: number,
): Content {
  if (exchanges.size === 0) return undefined
  const { text, count } = packedInto(
    room,
    byImportance(exchanges, exhibit, seen),
    exchanges,
    exhibit.shown,
    seen,
  )
  const more = exchanges.size - count
  return html`<section id="exchanges">
    <h2>Exchanges</h2>
    <p class="lead">
      ${plural(exchanges.size, 'request')} with their responses, secrets masked; the numbers are those of
      results.json.
    </p>
    <noscript
      ><p class="quiet">This list needs JavaScript; results.json contains the same exchanges.</p></noscript
    >
    <div class="filter" id="exchange-filter" hidden>
      <input
        type="search"
        aria-label="Find exchanges by their text"
        placeholder="Find a path, status or test"
      />
      <button type="button" id="show-exchanges">Show ${more > 0 ? count : `all ${count}`}</button>
      <p class="quiet" role="status"></p>
    </div>
    <ol class="evidence" id="exchange-list"></ol>
    ${
      more > 0 &&
      html`<p class="quiet">
        ${plural(more, 'exchange')} of tests without findings ${more === 1 ? 'is' : 'are'} left out:
        <code>oci-assay report results.json --exchange &lt;number&gt;</code> prints one of them.
      </p>`
    }
    <template id="packed-exchanges">${text}</template>
  </section>`
}

/** What the page links to, then all that tests with findings sent, then the others; each in the order of sending. */
function byImportance(
  exchanges: Exchanges,
  { linked, shown }: Exhibit,
  seen: ReadonlySet<number>,
): { records: readonly ExchangeRecord[]; needed: number } {
  const tests = new Set([...seen].map((id) => exchanges.get(id)?.test))
  const isNeeded = ({ id }: ExchangeRecord): boolean => linked.has(id) || shown.has(id)
  const rank = (record: ExchangeRecord): number =>
    isNeeded(record) ? 0 : record.test !== undefined && tests.has(record.test) ? 1 : 2
  const records = [...exchanges.values()].toSorted(
    (one, other) => rank(one) - rank(other) || one.id - other.id,
  )
  return { records, needed: records.filter(isNeeded).length }
}

/**
 * As many exchanges as there is room for, but all that are needed: how many a size allows is estimated from what those
 * tried before took.
 */
function packedInto(
  room: number,
  { records, needed }: { records: readonly ExchangeRecord[]; needed: number },
  ...rest: [exchanges: Exchanges, shown: ReadonlySet<number>, seen: ReadonlySet<number>]
): { text: Markup; count: number } {
  const first = (count: number) => {
    const chosen = records.slice(0, count).toSorted((one, other) => one.id - other.id)
    return { text: packedRecords(chosen, ...rest), count }
  }
  let best: { text: Markup; count: number } | undefined
  let count = Math.min(records.length, Math.max(needed, mostTried))
  for (let round = 0; round < rounds && count > (best?.count ?? needed); round += 1) {
    const tried = first(count)
    const { length } = tried.text.text
    if (length <= room) best = tried
    count = Math.min(records.length, mostTried, Math.floor(((count * room) / length) * 0.98))
  }
  return best ?? first(needed)
}

const rounds = 5
/** More are in no page, and would only take time. */
const mostTried = 3000

/**
 * `[number, markup of its line, markup of what crossed the wire]` for each, the last one absent where it
 * is beside a finding. Line and wire are together, since they repeat each other.
 */
function packedRecords(
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
  return packed(entries)
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
