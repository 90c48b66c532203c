import { causesOf, groupBy } from '../../results/causes/causes.ts'
import { conclusionOf, type ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import { errorCauses } from '../../results/causes/error-causes.ts'
import { otherOrigins } from '../../registry/record/other-origins.ts'
import { headlineOf } from '../../results/conclusion/headline.ts'
import { printableValue, seenOf } from '../text/finding-text.ts'
import { wrap } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { sinceWhen } from '../text/change-words.ts'
import { countsInWords, durationInWords } from '../../results/text/words.ts'
import { changeLines } from './changes.ts'
import { contentLines } from './content.ts'
import { errorLines } from './errors.ts'
import { expectationLines } from './expectations.ts'
import { disturbanceSentences } from '../../results/text/disturbances.ts'
import { failure, warning } from './findings.ts'
import { ids, type Page } from './page.ts'
import { imageLines } from './image.ts'
import { logLines } from './log.ts'
import { measurementLines } from './measurements.ts'
import { noteLines, timingLines } from './notes.ts'
import { capabilityTable, otherAbsences, suiteTable } from './tables.ts'
import type { Paint } from './paint.ts'

export interface SummaryOptions extends ConclusionOptions {
  paint: Paint
  width: number
  verbose: boolean
  /** Files that were written, as the user may open them. */
  reports: readonly string[]
}

/** What is printed at the end of a run: failures first, the count last. */
export function summary(result: RunResult, options: SummaryOptions): string[] {
  const { paint, width, verbose, reports } = options
  const page: Page = { paint, width, ...seenOf(result), verbose }
  const causes = causesOf(result)
  const all = <Item>(list: readonly Item[], linesOf: (item: Item, page: Page) => string[]): string[] =>
    list.flatMap((cause, index) => (index === 0 ? linesOf(cause, page) : ['', ...linesOf(cause, page)]))
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', paint.strong(title), '', ...lines]
  const { name, exitCode } = conclusionOf(result, options)
  const tone = exitCode === 0 ? 'pass' : exitCode === 1 ? 'fail' : 'error'
  return [
    ...section('Failed', all(causes.failed, failure)),
    ...section('Warnings', all(causes.warned, warning)),
    ...section('Known failures', expectationLines(result, page)),
    ...section('Not evaluated', all(errorCauses(result), errorLines)),
    ...section(
      'Blocked by requirements outside this run',
      causes.blockedElsewhere.length === 0 ? [] : wrap(ids(causes.blockedElsewhere), width),
    ),
    ...section(
      'Capabilities',
      result.capabilities.length === 0 ? [] : capabilityTable(result, causes.absences, page),
    ),
    ...section('Artifact types', contentLines(result, page)),
    ...section('Optional features not implemented', otherAbsences(causes.absences, page)),
    ...section('Image', imageLines(result, page)),
    ...section('Notes', noteLines(result, page)),
    ...section('Measurements', measurementLines(result, page)),
    ...section('Timings', timingLines(result, page)),
    ...section('Suites', result.requirements.length === 0 ? [] : suiteTable(result, page)),
    ...section(
      'Disturbances',
      disturbanceSentences(result).flatMap((sentence) => wrap(printableValue(sentence), width)),
    ),
    ...section('Log of the container', logLines(result, page)),
    ...section('Could not be cleaned up', leftovers(result, width)),
    ...(result.changes ? section(sinceWhen(result.changes), changeLines(result.changes, page)) : []),
    '',
    ...contacted(result, width),
    ...wrap(totals(result), width),
    ...wrap(`${name} (exit code ${exitCode}): ${printableValue(headlineOf(result, options))}`, width).map(
      (line) => paint.verdict(tone, line),
    ),
    ...(reports.length === 0 ? [] : ['', ...reports.map((path) => `report  ${path}`)]),
  ]
}

/** Where requests went besides the target, since the user has named only that. */
const contacted = ({ target }: RunResult, width: number): string[] => {
  const origins = target.details[otherOrigins]
  return origins === undefined ? [] : wrap(`requests were also sent to ${printableValue(origins)}`, width)
}

const totals = ({ totals, profile, seed, duration }: RunResult): string =>
  `oci-assay: ${countsInWords(totals.requirements)} — ${profile.spec}, ${seed === '' ? '' : `seed ${seed}, `}${durationInWords(duration)}`

/** Of those that are left for one reason; a registry that cancels no uploads leaves dozens. */
const namedLeftovers = 5

const leftovers = (result: RunResult, width: number): string[] =>
  [...groupBy(result.leftovers, ({ kind, reason }) => `${kind} ${reason}`).values()].flatMap((alike) => {
    const more = alike.length - namedLeftovers
    const reason = printableValue(alike[0]?.reason ?? '')
    return [
      ...alike
        .slice(0, namedLeftovers)
        .map(
          ({ kind, repository, reference }) =>
            `${kind.padEnd(9)}${printableValue(`${repository} ${reference}`)}`,
        ),
      ...[...(more > 0 ? [`and ${more} more, see results.json`] : []), ...wrap(reason, width - 9)].map(
        (line) => ' '.repeat(9) + line,
      ),
    ]
  })
