import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { placesIn, type Evidence, type Finding } from '../../engine/verdict.ts'
import { cut } from '../../results/text/printable.ts'
import { plural } from '../../results/text/words.ts'
import { html, type Content, type Markup } from '../page/markup.ts'
import type { Alike } from '../text/alike.ts'
import { differingBodies, differenceInWords } from '../text/differing-bodies.ts'
import { invocationRows } from '../text/invocations.ts'
import { alternatives, exchangesSeen, placeLabel } from '../text/finding-text.ts'
import { describeResponse } from '../text/response-text.ts'
import type { PageContext } from './context.ts'
import { bodyDifference, marked } from './difference.ts'
import { logOfFinding } from './log.ts'
import { findingTitle, namesIn } from '../../results/text/finding-title.ts'

/** Characters. */
const textLimit = 1500
/** At most this many similar findings are shown, and this many exchanges before the one of the finding. */
const othersLimit = 8
const beforeLimit = 4
/** Lines of output of a command. */
const outputLines = 20

/** The first finding of a kind, and what others of the kind received. */
export const groupPart = ({ first, others }: Alike, index: number, context: PageContext): Content => [
  findingPart(first, index, context),
  others.length > 0 &&
    html`<details class="others">
      <summary>${plural(others.length, 'similar finding')}</summary>
      <dl class="comparison">
        ${others.slice(0, othersLimit).map((each) => [against(each), seenRow(each, context)])}
      </dl>
      ${others.length > othersLimit && html`<p class="quiet">and ${others.length - othersLimit} more in results.json</p>`}
    </details>`,
]

const seenRow = ({ evidence }: Finding, { exhibit }: PageContext): Content =>
  placesIn(evidence).length > 0 &&
  html`<dt>${placeLabel(evidence)}</dt>
    <dd>${exhibit.links(evidence)}</dd>`

function findingPart(finding: Finding, index: number, context: PageContext): Markup {
  const { evidence } = finding
  const apart = differingBodies(finding, context.bodies)
  return html`<section class="finding">
    ${index > 0 && html`<h4>${cut(findingTitle(finding), textLimit)}</h4>`}
    <dl class="comparison">
      ${against(finding)} ${apart && bodyRow(differenceInWords(apart), bodyDifference(apart))}
      ${invocationRows(finding, context.invocations, outputLines).map(
        ([label, lines]) =>
          html`<dt>${label}</dt>
            <dd>${lines.map((line) => html`<div><code>${line}</code></div>`)}</dd>`,
      )}
      ${
        placesIn(evidence).length > 0 &&
        html`<dt>${placeLabel(evidence)}</dt>
          <dd>${context.exhibit.evidence(evidence, index === 0 ? 2 : 1)}</dd>`
      }
      ${preceding(evidence, index === 0 ? beforeLimit : 1, context)} ${logOfFinding(evidence, context)}
    </dl>
  </section>`
}

const hostOf = ({ request }: ExchangeRecord): string => request.url.split('/', 3).join('/')

const ofCommand = (evidence: readonly Evidence[]): boolean =>
  evidence.some(({ kind }) => kind === 'invocation')

const bodyRow = (words: string, shown: Markup | undefined): Content =>
  html`<dt>difference</dt>
    <dd>${words} ${shown}</dd>`

/** What the same test sent before: a response is often wrong because of an earlier request. */
function preceding(
  evidence: readonly Evidence[],
  limit: number,
  { exhibit, exchanges }: PageContext,
): Content {
  const [first] = exchangesSeen(evidence, exchanges)
  if (first?.test === undefined) return undefined
  // What was run again has a registry of its own each time.
  const hosts = new Set(exchangesSeen(evidence, exchanges).map(hostOf))
  const isOfOneRun = ofCommand(evidence) ? (each: ExchangeRecord) => hosts.has(hostOf(each)) : () => true
  const earlier = [...exchanges.values()]
    .filter((each) => each.test === first.test && each.id < first.id && isOfOneRun(each))
    .toSorted((one, other) => one.id - other.id)
  return (
    earlier.length > 0 &&
    html`<dt>preceding requests</dt>
      <dd>${exhibit.lines(earlier.slice(-limit))}</dd>`
  )
}

/** Expected against received; where both are similar, what differs is marked. */
function against({ expected, received, images }: Finding): Content {
  const [only] = expected
  const pair =
    expected.length === 1 && only !== undefined
      ? marked(cut(only, textLimit), cut(received, textLimit))
      : undefined
  return html`<dt>expected</dt>
    <dd class="expected">${pair ? pair.expected : choices(expected)}</dd>
    <dt>received</dt>
    <dd class="received">${pair ? pair.received : cut(describeResponse(received), textLimit)}</dd>
    ${
      images &&
      html`<dt>images</dt>
        <dd>${cut(namesIn(images), textLimit)}</dd>`
    }`
}

function choices(expected: readonly string[]): Content {
  const [only, ...rest] = alternatives(expected.map((each) => cut(each, textLimit)))
  return rest.length === 0
    ? only
    : html`<ul>
        ${[only, ...rest].map((each) => html`<li>${each}</li>`)}
      </ul>`
}
