import type { RequirementResult } from '../../engine/events.ts'
import type { Finding } from '../../engine/verdict.ts'
import type { Cause } from '../../results/causes/causes.ts'
import { cut, printableLines } from '../../results/text/printable.ts'
import { plural, verdictWords } from '../../results/text/words.ts'
import { html, pageLink, webLink, type Content, type Markup } from '../page/markup.ts'
import { alike } from '../text/alike.ts'
import { reproductionText } from '../text/finding-text.ts'
import { placeOf } from '../text/place.ts'
import type { PageContext } from './context.ts'
import { groupPart } from './finding.ts'
import { titleOf } from '../../results/text/finding-title.ts'

/** At most this many findings of a requirement are shown, and this many that follow from it. */
const findingLimit = 5
const observedLimit = 20
/** Characters. */
const textLimit = 1500
const scriptLimit = 50_000

const demands = { MUST: 'Required', SHOULD: 'Recommended', MAY: 'Optional' } as const

/** A requirement that failed, with all that is needed to fix it: what the target does comes first. */
export function causeArticle({ requirement, blocks, observed }: Cause, context: PageContext): Markup {
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
      <h3>${cut(titleOf(requirement), textLimit)}</h3>
      <p class="origin">
        ${first !== undefined && html`<span class="demand">${demands[level]}: ${title}</span>`}
        <code>${id}</code> ${webLink(requirement.link, placeOf(requirement))}
      </p>
    </header>
    ${findings.length === 0 && reason !== undefined && html`<p class="reason">${cut(reason, textLimit)}</p>`}
    ${groups.slice(0, findingLimit).map((each, index) => groupPart(each, index, context))}
    ${more > 0 && html`<p class="quiet">and ${more} more, different, in results.json</p>`}
    ${explanation(requirement)} ${reproduction(requirement, context)} ${blocked(blocks)}
    ${alsoObserved(observed)}
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

/** The impact and how the text is read, in our own words. */
const explanation = ({ impact, reasoning, ruling }: RequirementResult): Content =>
  (impact ?? reasoning ?? ruling) !== undefined &&
  html`<dl class="comparison explanation">
    ${pair('impact', impact)} ${pair('reasoning', reasoning)} ${pair('ruling', ruling)}
  </dl>`

const pair = (name: string, value: string | undefined): Content =>
  value !== undefined &&
  html`<dt>${name}</dt>
    <dd>${value}</dd>`

function reproduction(requirement: RequirementResult, context: PageContext): Content {
  const script = reproductionText(requirement.findings, requirement, context)
  if (script === undefined) return undefined
  const { id } = requirement
  context.scripts.set(id, cut(printableLines(script), scriptLimit))
  return html`<details class="reproduction">
    <summary>Reproduce</summary>
    <noscript
      ><p><code>oci-assay reproduce results.json ${id}</code> prints the script.</p></noscript
    >
    <div class="script">
      <button type="button" class="copy" hidden>Copy</button>
      <pre tabindex="0" data-script="${id}"></pre>
    </div>
  </details>`
}

const blocked = (blocks: readonly RequirementResult[]): Content =>
  blocks.length > 0 &&
  html`<details class="blocks">
    <summary>Blocks ${plural(blocks.length, 'other requirement')}</summary>
    <ul>
      ${blocks.map(({ id, title }) => html`<li>${pageLink(id, html`<code>${id}</code>`)} ${title}</li>`)}
    </ul>
  </details>`
