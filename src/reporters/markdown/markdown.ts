import type { RunResult } from '../../results/result.ts'
import { causesOf, type Cause } from '../../results/causes/causes.ts'
import { otherOrigins } from '../../registry/record/other-origins.ts'
import { sinceWhen } from '../text/change-words.ts'
import { measurementsOf } from '../text/measurements.ts'
import { contentMatrix } from '../text/content-matrix.ts'
import { disturbanceSentences } from '../../results/text/disturbances.ts'
import { errorCauses } from '../../results/causes/error-causes.ts'
import { headlineParts, type HeadlinePart } from '../../results/conclusion/headline.ts'
import { conclusionOf, type ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import { seenOf } from '../text/finding-text.ts'
import { changeBlock } from './changes.ts'
import { causeBlock, ids, type Part } from './causes.ts'
import { errorBlock } from './errors.ts'
import { code, words } from './escape.ts'
import { capabilityTable, contentTable, expectationTable, measurementTable, suiteTable } from './tables.ts'
import { extentName } from '../../results/text/extent.ts'
import { cut } from '../../results/text/printable.ts'
import { printableResult } from '../../results/text/printable-result.ts'
import type { Reporter } from '../../results/reporter.ts'
import { countsInWords, durationInWords, plural } from '../../results/text/words.ts'
import { writing } from '../format.ts'

export interface MarkdownOptions extends ConclusionOptions {
  /** Bytes; what does not fit is left out from the end, and counted. */
  limit?: number
  /** With curl scripts; default true. */
  scripts?: boolean
}

/** Writes the report as Markdown. */
export const markdown = (path: string, options: ConclusionOptions = {}): Reporter =>
  writing('report.md', path, (result) => markdownText(result, options))

/** A result as Markdown: its headline, failures, then everything else by importance. */
export function markdownText(raw: RunResult, options: MarkdownOptions = {}): string {
  const result = printableResult(raw)
  const { limit = Number.POSITIVE_INFINITY, scripts = true } = options
  const causes = causesOf(result)
  const kinds = contentMatrix(result)
  const measurements = measurementsOf(result)
  const part: Part = { ...seenOf(result), scripts }
  const blocks = [
    head(result, options),
    ...(result.expectations ? [`## Known failures\n\n${expectationTable(result)}`] : []),
    ...(result.changes ? [`## ${words(sinceWhen(result.changes))}\n\n${changeBlock(result.changes)}`] : []),
    ...section('Failed', causes.failed, part),
    ...section('Warnings', causes.warned, part),
    ...headed(
      'Not evaluated',
      errorCauses(result).map((cause) => errorBlock(cause, part)),
    ),
    ...section('Expected failures', causes.expected, part),
    ...(causes.blockedElsewhere.length > 0
      ? [`## Blocked by requirements outside this run\n\n${ids(causes.blockedElsewhere)}`]
      : []),
    ...(result.capabilities.length > 0 ? [`## Capabilities\n\n${capabilityTable(result)}`] : []),
    ...(kinds.length > 0 ? [`## Artifact types\n\n${contentTable(kinds)}`] : []),
    ...(measurements.length > 0 ? [`## Measurements\n\n${measurementTable(measurements)}`] : []),
    ...headed(
      'Disturbances',
      disturbanceSentences(result).map((sentence) => words(sentence)),
    ),
    ...(result.leftovers.length > 0 ? [notCleanedUp(result)] : []),
  ]
  return fitting(blocks, limit)
}

const section = (title: string, causes: readonly Cause[], part: Part): string[] =>
  headed(
    title,
    causes.map((cause) => causeBlock(cause, part)),
  )

const headed = (title: string, blocks: readonly string[]): string[] =>
  blocks.map((block, index) => `${index === 0 ? `## ${title}\n\n` : ''}${block}`)

/** What may come from the target is in code. */
const quotedPart = ({ text, because }: HeadlinePart): string =>
  because === undefined ? words(text) : `${words(text)}: ${code(cut(because, 300))}`

/** A mark that distinguishes an incomplete run from a failed one. */
const marks = { 0: '✓', 1: '✗', 3: '?', 130: '?' } as const

function head(result: RunResult, options: ConclusionOptions): string {
  const { target, profile, totals, seed, duration, tool } = result
  const { name, exitCode } = conclusionOf(result, options)
  const contacted = target.details[otherOrigins]
  const depth = profile.depth === undefined ? '' : `, depth ${words(extentName(profile))}`
  const shard = profile.shard === undefined ? '' : `, shard ${words(profile.shard)}`
  return [
    `# ${marks[exitCode]} ${headlineParts(result, options).map(quotedPart).join('; ')}`,
    `Conclusion: **${name}**`,
    `${code(target.name)} against version ${profile.spec} of the ${words(profile.specification)} specification${depth}${shard}: ${countsInWords(totals.requirements)}.`,
    suiteTable(result),
    `${words(tool.name)} ${words(tool.version)}, seed ${code(seed)}, took ${durationInWords(duration)}`,
    ...(contacted === undefined ? [] : [`Requests were also sent to ${code(cut(contacted, 500))}`]),
  ].join('\n\n')
}

const notCleanedUp = ({ leftovers }: RunResult): string => {
  const lines = leftovers
    .slice(0, 50)
    .map(
      ({ kind, repository, reference, reason }) =>
        `- ${kind} ${code(`${repository} ${reference}`)}: ${code(reason)}`,
    )
  const more = leftovers.length - lines.length
  return ['## Could not be cleaned up', '', ...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n')
}

/** As many blocks as there is room for, and a word about the rest. */
function fitting(blocks: readonly string[], limit: number): string {
  const room = limit - 200
  const kept: string[] = []
  let size = 0
  for (const block of blocks) {
    size += Buffer.byteLength(block) + 2
    if (size > room) break
    kept.push(block)
  }
  const left = blocks.length - kept.length
  const rest = `and ${plural(left, 'more part')} that did not fit here: see the other reports`
  return `${[...kept, ...(left > 0 ? [rest] : [])].join('\n\n')}\n`
}
