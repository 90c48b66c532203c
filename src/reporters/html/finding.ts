import type { RequirementResult } from '../../engine/events.ts'
import type { TargetLog } from '../../engine/log.ts'
import type { Finding } from '../../engine/verdict.ts'
import type { ExchangeRecord } from '../../registry/exchange.ts'
import type { Cause } from '../causes.ts'
import { curlScript } from '../finding-text.ts'
import { cut } from '../printable.ts'
import { plural, verdictWords } from '../verdict-words.ts'
import type { Exhibit } from './exchange.ts'
import { html, pageLink, webLink, type Content, type Markup } from './html.ts'
import { logOfFinding } from './log.ts'

/** What the page's parts need to show evidence. */
export interface Case {
  exhibit: Exhibit
  exchanges: ReadonlyMap<number, ExchangeRecord>
  /** What the target wrote, where the run started it. */
  log?: TargetLog | undefined
}

/** So many findings of one requirement are told, of texts so many characters, of scripts shorter ones. */
const findingLimit = 5
const textLimit = 1500
const scriptLimit = 20_000

/** A requirement that does not hold, with all that is needed to act upon it. */
export function causeArticle({ requirement, blocks }: Cause, about: Case): Markup {
  const { id, level, title, verdict, findings, reason } = requirement
  const { symbol, word } = verdictWords[verdict]
  const more = findings.length - findingLimit
  return html`<article id="${id}" class="cause ${verdict}">
    <header>
      <p class="mark">
        <span aria-hidden="true">${symbol}</span> ${level} <span class="spoken">${word}</span>
      </p>
      <h3>${title}</h3>
      <p class="origin"><code>${id}</code> ${webLink(requirement.link, placeOf(requirement))}</p>
    </header>
    ${findings.length === 0 && reason !== undefined && html`<p class="reason">${cut(reason, textLimit)}</p>`}
    ${findings.slice(0, findingLimit).map((each) => findingPart(each, about))}
    ${more > 0 && html`<p class="quiet">and ${plural(more, 'more finding')} in results.json</p>`}
    ${explanation(requirement)} ${byHand(requirement, about)} ${blocked(blocks)}
  </article>`
}

const findingPart = ({ title, expected, received, evidence }: Finding, about: Case): Markup =>
  html`<section class="finding">
    <h4>${cut(title, textLimit)}</h4>
    <dl class="comparison">
      <dt>expected</dt>
      <dd>
        ${
          expected.length === 1
            ? cut(expected[0] ?? '', textLimit)
            : html`<ul>
                ${expected.map((each) => html`<li>${cut(each, textLimit)}</li>`)}
              </ul>`
        }
      </dd>
      <dt>received</dt>
      <dd class="received">${cut(received, textLimit)}</dd>
      ${
        evidence.length > 0 &&
        html`<dt>seen in</dt>
          <dd>${about.exhibit.evidence(evidence)}</dd>`
      }
      ${logOfFinding(evidence, about)}
    </dl>
  </section>`

/** Why it matters and how the text is read: the house's own words. */
const explanation = ({ field, ruling }: RequirementResult): Content =>
  (field !== undefined || ruling !== undefined) &&
  html`<dl class="comparison explanation">
    ${
      field !== undefined &&
      html`<dt>in the field</dt>
        <dd>${field}</dd>`
    }
    ${
      ruling !== undefined &&
      html`<dt>ruling</dt>
        <dd>${ruling}</dd>`
    }
  </dl>`

function byHand({ id, findings }: RequirementResult, { exchanges }: Case): Content {
  const evidence = findings.slice(0, findingLimit).flatMap((each) => each.evidence)
  const script = curlScript(evidence, exchanges)
  if (script === undefined) return undefined
  if (script.length > scriptLimit)
    return html`<p class="quiet">The script that repeats it is long: <code>oci-assay explain ${id}</code></p>`
  return html`<details class="by-hand">
    <summary>Repeat it by hand</summary>
    <div class="script">
      <button type="button" class="copy" hidden>Copy</button>
      <pre tabindex="0">${script}</pre>
    </div>
  </details>`
}

const blocked = (blocks: readonly RequirementResult[]): Content =>
  blocks.length > 0 &&
  html`<details class="blocks">
    <summary>Keeps ${plural(blocks.length, 'other requirement')} from being decided</summary>
    <ul>
      ${blocks.map(({ id, title }) => html`<li>${pageLink(id, html`<code>${id}</code>`)} ${title}</li>`)}
    </ul>
  </details>`

/** Where it stands in the text: `pulling-manifests, line 107`. */
export function placeOf({ section, link }: Pick<RequirementResult, 'section' | 'link'>): string {
  const line = /#L(?<line>\d+)$/.exec(link)?.groups?.['line']
  return line === undefined ? section : `${section}, line ${line}`
}
