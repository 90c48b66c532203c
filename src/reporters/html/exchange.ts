import { placesIn, type Evidence, type Place } from '../../engine/verdict.ts'
import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { responseOf, withVia } from '../../results/causes/causes.ts'
import type { WayTo } from '../text/image-ways.ts'
import { telling } from '../text/finding-text.ts'
import { beside } from './body.ts'
import { html, pageLink, type Content, type Markup } from '../page/markup.ts'
import { exchangeLine, wire } from './wire.ts'

/** Shows exchanges in a page: beside a finding each in full once; later it is linked. */
export interface Exhibit {
  /** What a finding was seen in, the last `full` of its exchanges in full. */
  evidence(list: readonly Evidence[], full?: number): Markup
  /** The same as links into the list of all exchanges. */
  links(list: readonly Evidence[]): Content
  /** Exchanges in one line each, as links into that list. */
  lines(records: readonly ExchangeRecord[]): Markup
  /** Words as a link into that list. */
  link(exchange: number, words: Content): Markup
  /** Numbers of the exchanges that are in full beside a finding, so far. */
  readonly shown: ReadonlySet<number>
  /** Numbers of those that were linked, so far. */
  readonly linked: ReadonlySet<number>
}

/** At most this many exchanges are in full beside findings, and beside each; the others are linked. */
const fullLimit = 60
const fullEach = 2
const evidenceLimit = 12

/** What led to an exchange: challenges and redirects, and apart from them the same request as it was sent before. */
function apart(records: readonly ExchangeRecord[]): {
  before: readonly ExchangeRecord[]
  attempts: readonly ExchangeRecord[]
} {
  const last = records.at(-1)
  const isAttempt = ({ request, response }: ExchangeRecord) =>
    request.method === last?.request.method && request.url === last.request.url && response?.status !== 401
  const others = records.slice(0, -1)
  return { before: others.filter((each) => !isAttempt(each)), attempts: others.filter(isAttempt) }
}

export function createExhibit(exchanges: ReadonlyMap<number, ExchangeRecord>, wayTo?: WayTo): Exhibit {
  const shown = new Set<number>()
  const linked = new Set<number>()
  const linkTo = (id: number, words: Content): Markup => {
    linked.add(id)
    return pageLink(`exchange-${id}`, words)
  }

  const exchange = (record: ExchangeRecord, full: boolean): Markup => {
    const line = exchangeLine(record, exchanges)
    if (!full || shown.has(record.id) || shown.size >= fullLimit)
      return html`<li>${linkTo(record.id, line)}</li>`
    shown.add(record.id)
    return html`<li>
      <details class="exchange">
        <summary>${line}<span class="quiet time">${record.duration} ms</span></summary>
        <div id="exchange-${record.id}" class="wire">${wire(record, beside)}</div>
      </details>
    </li>`
  }

  const item = (evidence: Place, full: boolean): Markup | Markup[] => {
    if (evidence.kind === 'exchange') {
      const { before, attempts } = apart(withVia(evidence.exchange, exchanges))
      const last = exchanges.get(evidence.exchange)
      return last
        ? [
            ...before.map((record) => exchange(record, full)),
            exchange(last, full),
            ...(attempts.length > 0 ? [html`<li class="quiet">${earlier(attempts)}</li>`] : []),
          ]
        : html`<li>#${evidence.exchange} <span class="quiet">not stored</span></li>`
    }
    const { source, pointer } = evidence
    const way = wayTo?.(evidence)
    return html`<li>
      ${way !== undefined && html`<strong class="way">${way}</strong> `}<code>${source}</code>${
        pointer !== undefined && html` at <code>${pointer}</code>`
      }
    </li>`
  }

  const earlier = (attempts: readonly ExchangeRecord[]): Content => [
    'earlier attempts: ',
    attempts.map((record, index) => [
      index > 0 && ', ',
      linkTo(record.id, html`#${record.id} → ${responseOf(record)}`),
    ]),
  ]

  const link = (evidence: Place): Content => {
    if (evidence.kind === 'content')
      return html`<span class="way">${wayTo?.(evidence) ?? evidence.source}</span>`
    const record = exchanges.get(evidence.exchange)
    return record && linkTo(record.id, html`#${record.id}`)
  }

  return {
    shown,
    linked,
    link: linkTo,
    evidence(list, fully = fullEach) {
      const places = placesIn(list)
      if (places.length === 0) return html``
      const listed = telling(places, evidenceLimit)
      const full = new Set(telling(places, fully))
      const more = places.length - listed.length
      const rest = more > 0 && html`<li class="quiet">and ${more} more in results.json</li>`
      const areFirst = listed[0] === places[0]
      return html`<ol class="evidence">
        ${!areFirst && rest} ${listed.map((each) => item(each, full.has(each)))} ${areFirst && rest}
      </ol>`
    },
    lines: (records) =>
      html`<ol class="evidence before">
        ${records.map((record) => html`<li>${linkTo(record.id, exchangeLine(record, exchanges))}</li>`)}
      </ol>`,
    links: (list) =>
      placesIn(list)
        .slice(0, evidenceLimit)
        .map((each) => [' ', link(each)]),
  }
}
