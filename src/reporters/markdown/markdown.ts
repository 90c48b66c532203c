import type { RunResult } from '../../results/result.ts'
import { causesOf, groupBy, type Causes } from '../../results/causes/causes.ts'
import { otherOrigins } from '../../registry/record/other-origins.ts'
import { sinceWhen } from '../text/change-words.ts'
import { measurementsOf } from '../text/measurements.ts'
import { contentMatrix } from '../text/content-matrix.ts'
import { disturbanceSentences } from '../../results/text/disturbances.ts'
import { errorCauses, type ErrorCause } from '../../results/causes/error-causes.ts'
import { headlineParts, type HeadlinePart } from '../../results/conclusion/headline.ts'
import { conclusionOf, type ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import { brief, seenOf } from '../text/finding-text.ts'
import { changeBlock } from './changes.ts'
import { causeBlock, foldedBlock, ids, type Part } from './causes.ts'
import { titleOf } from '../../results/text/finding-title.ts'
import { errorBlock } from './errors.ts'
import { code, link, linked, prose, words } from './escape.ts'
import { levelText } from '../../results/text/level.ts'
import {
  capabilityTable,
  contentTable,
  expectationTable,
  measurementTable,
  suiteTable,
  table,
} from './tables.ts'
import { extentName } from '../../results/text/extent.ts'
import { cut } from '../../results/text/printable.ts'
import { printableResult } from '../../results/text/printable-result.ts'
import type { Reporter } from '../../results/reporter.ts'
import {
  capital,
  countsInWords,
  durationInWords,
  plural,
  textOf,
  verdictWords,
} from '../../results/text/words.ts'
import { writing, type ReportOptions } from '../format.ts'

export interface MarkdownOptions extends ReportOptions {
  /** Bytes; what does not fit is left out from the end, and counted. */
  limit?: number
  /** The page of the workflow run, which lists its artifacts. */
  runUrl?: string
}

/** Writes the report as Markdown. */
export const markdown = (path: string, options: ReportOptions = {}): Reporter =>
  writing('report.md', path, (result) => markdownText(result, options))

/** A result as Markdown: its headline, failures, then everything else by importance. */
export function markdownText(raw: RunResult, options: MarkdownOptions = {}): string {
  const result = printableResult(raw)
  const { limit = Number.POSITIVE_INFINITY } = options
  const causes = causesOf(result)
  const kinds = contentMatrix(result)
  const measurements = measurementsOf(result)
  const part: Part = seenOf(result)
  const errors = errorCauses(result)
  const blocks = [
    head(result, options),
    ...whereToRead(options),
    ...troubleTable(causes, errors),
    ...(result.changes ? [`## ${words(sinceWhen(result.changes))}\n\n${changeBlock(result.changes)}`] : []),
    ...(result.expectations ? [`## Known failures\n\n${expectationTable(result)}`] : []),
    ...headed(
      'Failed',
      causes.failed.map((cause) => causeBlock(cause, part)),
    ),
    ...headed(
      'Not evaluated',
      errors.map((cause) => errorBlock(cause, part)),
    ),
    ...headed(
      'Warnings',
      causes.warned.map((cause) => foldedBlock(cause, part)),
    ),
    ...headed(
      'Expected failures',
      causes.expected.map((cause) => foldedBlock(cause, part)),
    ),
    ...(causes.blockedElsewhere.length > 0
      ? [`## Blocked by requirements outside this run\n\n${ids(causes.blockedElsewhere)}`]
      : []),
    ...(result.requirements.length > 0 ? [`## Suites\n\n${suiteTable(result)}`] : []),
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

/** Where the whole report is, as far as that is known. */
function whereToRead({ reportUrl, runUrl }: MarkdownOptions): string[] {
  if (reportUrl !== undefined) return [link('Full report', reportUrl)]
  return runUrl === undefined
    ? []
    : [
        `The full report is in the ${link('artifacts of this run', `${runUrl}#artifacts`)} if a step uploads it.`,
      ]
}

/** At most this many lines. */
const troubleLimit = 50

/** What failed, or could not be evaluated, at a glance: one line each. */
function troubleTable({ failed }: Causes, errors: readonly ErrorCause[]): string[] {
  const rows = [
    ...failed.map(({ requirement, blocks }) => [
      `${verdictWords.fail.symbol} ${prose(cut(capital(titleOf(requirement)), 200))}`,
      linked(code(requirement.id), requirement.link),
      levelText(requirement),
      blocks.length === 0 ? '' : String(blocks.length),
    ]),
    ...errors.map(({ reason, requirements, blocks }) => [
      `${verdictWords.error.symbol} ${prose(cut(reason, 200))}`,
      requirements.length === 1 ? code(requirements[0]?.id ?? '') : `${requirements.length} requirements`,
      '',
      blocks.length === 0 ? '' : String(blocks.length),
    ]),
  ]
  const more = rows.length - troubleLimit
  if (rows.length === 0) return []
  const shown = table(['what happened', 'requirement', 'level', 'blocks'], rows.slice(0, troubleLimit))
  return [shown, ...(more > 0 ? [`and ${more} more below`] : [])]
}

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
    `**${name}**: ${code(target.name)}, version ${profile.spec} of ${words(textOf(profile.specification))}${depth}${shard}`,
    `${countsInWords(totals.requirements)}. ${words(tool.name)} ${words(tool.version)}${seed === '' ? '' : `, seed ${code(seed)}`}, took ${durationInWords(duration)}.`,
    ...(contacted === undefined ? [] : [`Requests were also sent to ${code(cut(contacted, 500))}`]),
  ].join('\n\n')
}

/** What was left, by kind and reason. */
const notCleanedUp = ({ leftovers }: RunResult): string => {
  const groups = [
    ...groupBy(leftovers, ({ kind, repository, reason }) => `${kind} ${repository} ${reason}`).values(),
  ]
  const rows = groups.slice(0, 50).map((alike) => {
    const { kind = '', repository = '', reference = '', reason = '' } = alike[0] ?? {}
    const what = alike.length === 1 ? code(brief(reference)) : plural(alike.length, kind)
    return [alike.length === 1 ? `${kind} ${what}` : what, code(repository), prose(reason)]
  })
  return `## Could not be cleaned up\n\n${table(['what', 'repository', 'reason'], rows)}`
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
