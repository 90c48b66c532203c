import type { RequirementResult } from '../../engine/events.ts'
import type { TargetLog } from '../../engine/log.ts'
import type { Finding } from '../../engine/verdict.ts'
import type { BodyRecord, ExchangeRecord } from '../../registry/exchange.ts'
import { answerText } from '../answer-text.ts'
import { bodiesApart } from '../bodies-apart.ts'
import type { Cause } from '../causes.ts'
import { curlScript } from '../finding-text.ts'
import { cut } from '../printable.ts'
import { plural, verdictWords } from '../verdict-words.ts'
import { bodyDifference, marked } from './difference.ts'
import type { Exhibit } from './exchange.ts'
import { html, pageLink, webLink, type Content, type Markup } from './html.ts'
import { logOfFinding } from './log.ts'

/** What the page's parts need to show evidence. */
export interface Case {
  exhibit: Exhibit
  exchanges: ReadonlyMap<number, ExchangeRecord>
  /** Bodies of the run by their digest. */
  bodies: ReadonlyMap<string, BodyRecord>
  /** What the target wrote, where the run started it. */
  log?: TargetLog | undefined
}

/** So many findings of one requirement are told, of texts so many characters, of scripts shorter ones. */
const findingLimit = 5
const textLimit = 1500
const scriptLimit = 20_000
const scriptedEach = 3

const demands = { MUST: 'Required', SHOULD: 'Recommended', MAY: 'Optional' } as const

/** A requirement that does not hold, with all that is needed to act upon it: what the target does comes first. */
export function causeArticle({ requirement, blocks }: Cause, about: Case): Markup {
  const { id, level, title, verdict, findings, reason } = requirement
  const { symbol, word } = verdictWords[verdict]
  const [first] = findings
  const more = findings.length - findingLimit
  return html`<article id="${id}" class="cause ${verdict}">
    <header>
      <p class="mark">
        <span aria-hidden="true">${symbol}</span> ${level} <span class="spoken">${word}</span>
      </p>
      <h3>${cut(first?.title ?? title, textLimit)}</h3>
      <p class="origin">
        ${first !== undefined && html`<span class="demand">${demands[level]}: ${title}</span>`}
        <code>${id}</code> ${webLink(requirement.link, placeOf(requirement))}
      </p>
    </header>
    ${findings.length === 0 && reason !== undefined && html`<p class="reason">${cut(reason, textLimit)}</p>`}
    ${findings.slice(0, findingLimit).map((each, index) => findingPart(each, index, about))}
    ${more > 0 && html`<p class="quiet">and ${plural(more, 'more finding')} in results.json</p>`}
    ${explanation(requirement)} ${byHand(requirement, about)} ${blocked(blocks)}
  </article>`
}

function findingPart(finding: Finding, index: number, about: Case): Markup {
  const { title, evidence } = finding
  const apart = bodiesApart(finding, about.bodies)
  return html`<section class="finding">
    ${index > 0 && html`<h4>${cut(title, textLimit)}</h4>`}
    <dl class="comparison">
      ${against(finding)} ${apart && bodyRow(bodyDifference(apart))}
      ${
        evidence.length > 0 &&
        html`<dt>seen in</dt>
          <dd>${about.exhibit.evidence(evidence)}</dd>`
      }
      ${logOfFinding(evidence, about)}
    </dl>
  </section>`
}

const bodyRow = (shown: Markup | undefined): Content =>
  shown &&
  html`<dt>difference</dt>
    <dd>${shown}</dd>`

/** Expected against received; where both are of one make, what differs is marked. */
function against({ expected, received }: Finding): Content {
  const [only] = expected
  const pair =
    expected.length === 1 && only !== undefined
      ? marked(cut(only, textLimit), cut(received, textLimit))
      : undefined
  return html`<dt>expected</dt>
    <dd class="expected">${pair ? pair.expected : alternatives(expected)}</dd>
    <dt>received</dt>
    <dd class="received">${pair ? pair.received : cut(answerText(received), textLimit)}</dd>`
}

const alternatives = (expected: readonly string[]): Content =>
  expected.length === 1
    ? cut(expected[0] ?? '', textLimit)
    : html`<ul>
        ${expected.map((each) => html`<li>${cut(each, textLimit)}</li>`)}
      </ul>`

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
  // Of many exchanges that show the same, one or two are enough to see it again.
  const evidence = findings.slice(0, findingLimit).flatMap((each) => each.evidence.slice(0, scriptedEach))
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
