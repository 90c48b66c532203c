import type { RequirementResult } from '../../engine/events.ts'
import type { TargetLog } from '../../results/log/target-log.ts'
import type { Finding } from '../../engine/verdict.ts'
import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { type Cause } from '../../results/causes/causes.ts'
import {
  evidenceLines,
  brief,
  observedLines,
  placeLabel,
  reproductionText,
  telling,
} from '../text/finding-text.ts'
import { levelText } from '../../results/text/level.ts'
import type { Reproductions } from '../../results/reproduction/reproduction.ts'
import type { WayTo } from '../text/image-ways.ts'
import { logBeside } from '../../results/log/log-beside.ts'
import { alike, type Alike } from '../text/alike.ts'
import { describeResponse } from '../text/response-text.ts'
import { cut, fitMiddle } from '../../results/text/printable.ts'
import { placeOf } from '../text/place.ts'
import { capital, plural, verdictWords } from '../../results/text/words.ts'
import { code, codeBlock, htmlText, link, prose, words } from './escape.ts'
import { table } from './tables.ts'
import { findingTitle, namesIn, titleOf } from '../../results/text/finding-title.ts'

/** What the parts of the report need. */
export interface Part {
  exchanges: ReadonlyMap<number, ExchangeRecord>
  /** What the target wrote, where the run started it. */
  log?: TargetLog | undefined
  reproductions: Reproductions
  /** To the places inside an image. */
  wayTo?: WayTo | undefined
}

/** At most this many findings of one requirement are shown, and scripts of this many characters. */
const findingLimit = 3
/** Requests of each. */
const seenLimit = 2
const scriptLimit = 16_000
const namedLimit = 20

/** A requirement that failed: what happened, the findings, what follows from it. */
export function causeBlock(cause: Cause, part: Part): string {
  const { requirement } = cause
  return [
    `### ${verdictWords[requirement.verdict].symbol} ${prose(capital(titleOf(requirement)))}`,
    ...bodyOf(cause, part),
  ].join('\n\n')
}

/** The same, folded: for warnings, which are not to hide failures. */
export function foldedBlock(cause: Cause, part: Part): string {
  const { requirement } = cause
  const { symbol } = verdictWords[requirement.verdict]
  // HTML: Markdown has no effect in it, and the id needs no escaping.
  const summary = `<details><summary>${symbol} ${htmlText(capital(titleOf(requirement)))}</summary>`
  return [summary, ...bodyOf(cause, part), '</details>'].join('\n\n')
}

function bodyOf({ requirement, blocks, observed }: Cause, part: Part): string[] {
  const { id, title, findings, reason, reasoning, ruling, impact } = requirement
  const groups = alike(findings)
  const more = findings.length - Math.min(groups.length, findingLimit)
  const script = scriptOf(requirement, part)
  return [
    `${code(id)}, ${levelText(requirement)}: ${words(title)} (${link(placeOf(requirement), requirement.link)})`,
    ...(findings.length === 0 && reason !== undefined ? [`Reason: ${prose(reason)}`] : []),
    ...(groups.length > 0 ? [findingTable(groups.slice(0, findingLimit), part)] : []),
    ...(findings[0]?.images ? [`Images: ${prose(cut(namesIn(findings[0].images), 3 * cellLimit))}`] : []),
    ...(more > 0 ? [`and ${plural(more, 'more finding')}`] : []),
    ...logged(findings, part),
    ...(impact === undefined ? [] : [`Impact: ${words(impact)}`]),
    ...(reasoning === undefined ? [] : [`Reasoning: ${words(reasoning)}`]),
    ...(ruling === undefined ? [] : [`Ruling: ${words(ruling)}`]),
    ...(blocks.length > 0 ? [`Blocks: ${ids(blocks)}`] : []),
    ...(observed.length > 0
      ? [
          `Also observed:\n\n${observedLines(observed, findingLimit)
            .map((line) => `- ${prose(line)}`)
            .join('\n')}`,
        ]
      : []),
    ...(script === undefined
      ? []
      : [`<details><summary>Reproduce</summary>\n\n${codeBlock(script, 'sh')}\n\n</details>`]),
  ]
}

/** Characters of a cell. */
const cellLimit = 240

/** Characters of a word: a longer one would make a table wider than the page. */
const wordLimit = 60

/** What a target sent, with digests and long words shortened. */
const shortened = (text: string): string =>
  brief(text)
    .split(' ')
    .map((word) => fitMiddle(word, wordLimit))
    .join(' ')

/** One line for each kind of finding; what was found is in the heading where there is one only. */
function findingTable(groups: readonly Alike[], { exchanges, wayTo }: Part): string {
  const [only, ...others] = groups
  const place = placeLabel(only?.first.evidence ?? [])
  const rows = groups.map(({ first, first: { expected, received, evidence } }) => [
    ...(others.length === 0 ? [] : [prose(cut(findingTitle(first), cellLimit))]),
    expected.map((each) => prose(cut(shortened(each), cellLimit))).join(' or '),
    prose(cut(shortened(describeResponse(received)), cellLimit)),
    evidenceLines(telling(evidence, seenLimit), exchanges, wayTo)
      .map((line) => code(brief(line)))
      .join('<br>'),
  ])
  return table([...(others.length === 0 ? [] : ['found']), 'expected', 'received', place], rows)
}

const logged = (findings: readonly Finding[], { exchanges, log }: Part): string[] => {
  const lines = logBeside(telling(findings[0]?.evidence ?? [], 1), exchanges, log).slice(0, findingLimit)
  return lines.length === 0 ? [] : [`Log:\n\n${codeBlock(lines.join('\n'))}`]
}

function scriptOf(requirement: RequirementResult, part: Part): string | undefined {
  const script = reproductionText(requirement.findings, requirement, part)
  return script === undefined || script.length > scriptLimit ? undefined : script
}

/** Names requirements; of many the first ones. */
export function ids(requirements: readonly { id: string }[]): string {
  const named = requirements.slice(0, namedLimit).map(({ id }) => code(id))
  const more = requirements.length - named.length
  return `${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`
}
