import type { RequirementResult } from '../../engine/events.ts'
import type { TargetLog } from '../../results/log/target-log.ts'
import type { Evidence, Finding } from '../../engine/verdict.ts'
import type { BodyRecord, ExchangeRecord } from '../../registry/record/exchange.ts'
import { answerText } from '../text/response-text.ts'
import { alike, type Alike } from '../text/alike.ts'
import { bodiesApart, contrast } from '../text/differing-bodies.ts'
import type { Cause } from '../../results/causes/causes.ts'
import { alternatives, curlScript } from '../text/finding-text.ts'
import { cut } from '../../results/text/printable.ts'
import { plural, verdictWords } from '../../results/text/words.ts'
import { bodyDifference, marked } from './difference.ts'
import type { Exhibit } from './exchange.ts'
import { html, pageLink, webLink, type Content, type Markup } from '../page/markup.ts'
import { logOfFinding } from './log.ts'

/** What the page's parts need to show evidence. */
export interface Case {
  exhibit: Exhibit
  exchanges: ReadonlyMap<number, ExchangeRecord>
  /** The URL of a registry. */
  target: string
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
const othersLimit = 8
const observedLimit = 20
const beforeLimit = 4

const demands = { MUST: 'Required', SHOULD: 'Recommended', MAY: 'Optional' } as const

/** A requirement that does not hold, with all that is needed to act upon it: what the target does comes first. */
export function causeArticle({ requirement, blocks, observed }: Cause, about: Case): Markup {
  const { id, level, basis, title, verdict, findings, reason } = requirement
  const { symbol, word } = verdictWords[verdict]
  const [first] = findings
  const groups = alike(findings)
  const more = groups.length - findingLimit
  return html`<article id="${id}" class="cause ${verdict}">
    <header>
      <p class="mark">
        <span aria-hidden="true">${symbol}</span> ${level}
        ${basis !== undefined && html`<span class="basis">(${basis})</span>`}
        <span class="spoken">${word}</span>
      </p>
      <h3>${cut(first?.title ?? title, textLimit)}</h3>
      <p class="origin">
        ${first !== undefined && html`<span class="demand">${demands[level]}: ${title}</span>`}
        <code>${id}</code> ${webLink(requirement.link, placeOf(requirement))}
      </p>
    </header>
    ${findings.length === 0 && reason !== undefined && html`<p class="reason">${cut(reason, textLimit)}</p>`}
    ${groups.slice(0, findingLimit).map((each, index) => groupPart(each, index, about))}
    ${more > 0 && html`<p class="quiet">and ${plural(more, 'more finding')} of other kinds in results.json</p>`}
    ${explanation(requirement)} ${byHand(requirement, about)} ${blocked(blocks)} ${alsoObserved(observed)}
  </article>`
}

/** What follows from the failure: evidence that the cause is that of more than one symptom. */
const alsoObserved = (observed: readonly Finding[]): Content =>
  observed.length > 0 &&
  html`<details class="others">
    <summary>Also observed: ${plural(observed.length, 'finding')} of other requirements</summary>
    <ul>
      ${observed
        .slice(0, observedLimit)
        .map(
          ({ requirement, title, received }) =>
            html`<li>
              ${pageLink(requirement, html`<code>${requirement}</code>`)}: ${cut(title, textLimit)} (received
              ${cut(received, 200)})
            </li>`,
        )}
    </ul>
    ${observed.length > observedLimit && html`<p class="quiet">and ${observed.length - observedLimit} more in results.json</p>`}
  </details>`

/** The first finding of a kind, and what others of the kind received. */
const groupPart = ({ first, others }: Alike, index: number, about: Case): Content => [
  findingPart(first, index, about),
  others.length > 0 &&
    html`<details class="others">
      <summary>${plural(others.length, 'more finding')} like this</summary>
      <dl class="comparison">
        ${others.slice(0, othersLimit).map((each) => [against(each), seenRow(each, about)])}
      </dl>
      ${others.length > othersLimit && html`<p class="quiet">and ${others.length - othersLimit} more in results.json</p>`}
    </details>`,
]

const seenRow = ({ evidence }: Finding, { exhibit }: Case): Content =>
  evidence.length > 0 &&
  html`<dt>seen in</dt>
    <dd>${exhibit.links(evidence)}</dd>`

function findingPart(finding: Finding, index: number, about: Case): Markup {
  const { title, evidence } = finding
  const apart = bodiesApart(finding, about.bodies)
  return html`<section class="finding">
    ${index > 0 && html`<h4>${cut(title, textLimit)}</h4>`}
    <dl class="comparison">
      ${against(finding)} ${apart && bodyRow(contrast(apart), bodyDifference(apart))}
      ${
        evidence.length > 0 &&
        html`<dt>seen in</dt>
          <dd>${about.exhibit.evidence(evidence)}</dd>`
      }
      ${beforeIt(evidence, about)} ${logOfFinding(evidence, about)}
    </dl>
  </section>`
}

const bodyRow = (words: string, shown: Markup | undefined): Content =>
  html`<dt>difference</dt>
    <dd>${words} ${shown}</dd>`

/** What the same test sent before: an answer is often wrong because of what came earlier. */
function beforeIt(evidence: readonly Evidence[], { exhibit, exchanges }: Case): Content {
  const [first] = evidence.flatMap((each) => (each.kind === 'exchange' ? [each.exchange] : []))
  const test = first === undefined ? undefined : exchanges.get(first)?.test
  if (first === undefined || test === undefined) return undefined
  const earlier = [...exchanges.values()].filter((each) => each.test === test && each.id < first)
  return (
    earlier.length > 0 &&
    html`<dt>before it</dt>
      <dd>${exhibit.lines(earlier.slice(-beforeLimit))}</dd>`
  )
}

/** Expected against received; where both are of one make, what differs is marked. */
function against({ expected, received }: Finding): Content {
  const [only] = expected
  const pair =
    expected.length === 1 && only !== undefined
      ? marked(cut(only, textLimit), cut(received, textLimit))
      : undefined
  return html`<dt>expected</dt>
    <dd class="expected">${pair ? pair.expected : choices(expected)}</dd>
    <dt>received</dt>
    <dd class="received">${pair ? pair.received : cut(answerText(received), textLimit)}</dd>`
}

function choices(expected: readonly string[]): Content {
  const [only, ...rest] = alternatives(expected.map((each) => cut(each, textLimit)))
  return rest.length === 0
    ? only
    : html`<ul>
        ${[only, ...rest].map((each) => html`<li>${each}</li>`)}
      </ul>`
}

/** Why it matters and how the text is read: the house's own words. */
const explanation = ({ field, reasoning, ruling }: RequirementResult): Content =>
  (field ?? reasoning ?? ruling) !== undefined &&
  html`<dl class="comparison explanation">
    ${pair('in the field', field)} ${pair('reasoning', reasoning)} ${pair('ruling', ruling)}
  </dl>`

const pair = (name: string, value: string | undefined): Content =>
  value !== undefined &&
  html`<dt>${name}</dt>
    <dd>${value}</dd>`

function byHand({ id, findings }: RequirementResult, about: Case): Content {
  // Of many exchanges that show the same, one or two are enough to see it again.
  const evidence = findings.slice(0, findingLimit).flatMap((each) => each.evidence.slice(0, scriptedEach))
  const script = curlScript(evidence, about)
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
    <summary>Keeps ${plural(blocks.length, 'other requirement')} from being evaluated</summary>
    <ul>
      ${blocks.map(({ id, title }) => html`<li>${pageLink(id, html`<code>${id}</code>`)} ${title}</li>`)}
    </ul>
  </details>`

/** Where it stands in the text: `pulling-manifests, line 107`. */
export function placeOf({ section, link }: Pick<RequirementResult, 'section' | 'link'>): string {
  const line = /#L(?<line>\d+)$/.exec(link)?.groups?.['line']
  return line === undefined ? section : `${section}, line ${line}`
}
