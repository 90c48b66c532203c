import type { RequirementResult } from '../../engine/events.ts'
import type { TargetLog } from '../../results/log/target-log.ts'
import type { Finding } from '../../engine/verdict.ts'
import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { type Cause } from '../../results/causes/causes.ts'
import { evidenceLines, observedLines, placeLabel, reproductionText, telling } from '../text/finding-text.ts'
import { levelText } from '../../results/text/level.ts'
import type { Reproductions } from '../../results/reproduction/reproduction.ts'
import type { WayTo } from '../text/image-ways.ts'
import { logBeside } from '../../results/log/log-beside.ts'
import { placeOf } from '../text/place.ts'
import { plural, verdictWords } from '../../results/text/words.ts'
import { code, codeBlock, link, words } from './escape.ts'

/** What the parts of the report need. */
export interface Part {
  exchanges: ReadonlyMap<number, ExchangeRecord>
  /** What the target wrote, where the run started it. */
  log?: TargetLog | undefined
  reproductions: Reproductions
  /** With the scripts that reproduce findings. */
  scripts: boolean
  /** To the places inside an image. */
  wayTo?: WayTo | undefined
}

/** At most this many findings of one requirement are shown, and scripts of this many characters. */
const findingLimit = 3
const scriptLimit = 16_000
const namedLimit = 20

/** A requirement that failed: heading, findings, where the specification states it. */
export function causeBlock({ requirement, blocks, observed }: Cause, part: Part): string {
  const { id, title, verdict, findings, reason, reasoning, ruling, impact } = requirement
  const more = findings.length - findingLimit
  const script = part.scripts ? scriptOf(requirement, part) : undefined
  return [
    `### ${verdictWords[verdict].symbol} ${code(id)} ${levelText(requirement)}`,
    `${words(title)} (${link(placeOf(requirement), requirement.link)})`,
    ...(findings.length === 0 && reason !== undefined ? [`- reason: ${code(reason)}`] : []),
    ...findings.slice(0, findingLimit).map((finding) => findingList(finding, part)),
    ...(more > 0 ? [`and ${plural(more, 'more finding')}`] : []),
    ...(impact === undefined ? [] : [`Impact: ${words(impact)}`]),
    ...(reasoning === undefined ? [] : [`Reasoning: ${words(reasoning)}`]),
    ...(ruling === undefined ? [] : [`Ruling: ${words(ruling)}`]),
    ...(blocks.length > 0 ? [`Blocks: ${ids(blocks)}`] : []),
    ...(observed.length > 0
      ? [
          `Also observed:\n\n${observedLines(observed, findingLimit)
            .map((line) => `- ${code(line)}`)
            .join('\n')}`,
        ]
      : []),
    ...(script === undefined
      ? []
      : [`<details><summary>Reproduce</summary>\n\n${codeBlock(script, 'sh')}\n\n</details>`]),
  ].join('\n\n')
}

const findingList = (
  { title, expected, received, evidence }: Finding,
  { exchanges, log, wayTo }: Part,
): string =>
  [
    `- found: ${code(title)}`,
    `- expected: ${expected.map((each) => code(each)).join(' or ')}`,
    `- received: ${code(received)}`,
    ...evidenceLines(telling(evidence, findingLimit), exchanges, wayTo).map(
      (each) => `- ${placeLabel(evidence)}: ${code(each)}`,
    ),
    ...logBeside(evidence, exchanges, log)
      .slice(0, findingLimit)
      .map((each) => `- log: ${code(each)}`),
  ].join('\n')

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
