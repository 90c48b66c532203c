import type { Evidence } from '../../engine/verdict.ts'
import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { withVia } from '../../results/causes/causes.ts'
import type { WayTo } from '../text/image-ways.ts'
import { beside } from './body.ts'
import { html, pageLink, type Content, type Markup } from '../page/markup.ts'
import { exchangeLine, wire } from './wire.ts'

/** Shows exchanges in a page: beside a finding each in full once; later it is linked. */
export interface Exhibit {
  /** What a finding was seen in. */
  evidence(list: readonly Evidence[]): Markup
  /** The same as links into the list of all exchanges. */
  links(list: readonly Evidence[]): Content
  /** Exchanges in one line each, as links into that list. */
  lines(records: readonly ExchangeRecord[]): Markup
  /** Numbers of the exchanges that are in full beside a finding, so far. */
  readonly shown: ReadonlySet<number>
}

/** At most this many exchanges are in full beside findings, and beside each; the others are linked. */
const fullLimit = 120
const fullEach = 2
const evidenceLimit = 12

export function createExhibit(exchanges: ReadonlyMap<number, ExchangeRecord>, wayTo?: WayTo): Exhibit {
  const shown = new Set<number>()

  const exchange = (record: ExchangeRecord, full: boolean): Markup => {
    const line = exchangeLine(record, exchanges)
    if (!full || shown.has(record.id) || shown.size >= fullLimit)
      return html`<li>${pageLink(`exchange-${record.id}`, line)}</li>`
    shown.add(record.id)
    return html`<li>
      <details class="exchange">
        <summary>${line}<span class="quiet time">${record.duration} ms</span></summary>
        <div id="exchange-${record.id}" class="wire">${wire(record, beside)}</div>
      </details>
    </li>`
  }

  const item = (evidence: Evidence, index: number): Markup | Markup[] => {
    if (evidence.kind === 'exchange') {
      const records = withVia(evidence.exchange, exchanges)
      return records.length > 0
        ? records.map((record) => exchange(record, index < fullEach))
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

  const link = (evidence: Evidence): Content => {
    if (evidence.kind === 'content')
      return html`<span class="way">${wayTo?.(evidence) ?? evidence.source}</span>`
    const record = exchanges.get(evidence.exchange)
    return record && pageLink(`exchange-${record.id}`, html`#${record.id}`)
  }

  return {
    shown,
    evidence(list) {
      if (list.length === 0) return html``
      const more = list.length - evidenceLimit
      return html`<ol class="evidence">
        ${list.slice(0, evidenceLimit).map(item)}
        ${more > 0 && html`<li class="quiet">and ${more} more in results.json</li>`}
      </ol>`
    },
    lines: (records) =>
      html`<ol class="evidence before">
        ${records.map((record) => html`<li>${pageLink(`exchange-${record.id}`, exchangeLine(record, exchanges))}</li>`)}
      </ol>`,
    links: (list) => list.slice(0, evidenceLimit).map((each) => [' ', link(each)]),
  }
}
