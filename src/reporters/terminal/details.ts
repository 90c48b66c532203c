import { causesOf, groupBy, type Causes } from '../../results/causes/causes.ts'
import { disturbanceSentences } from '../../results/text/disturbances.ts'
import { errorCauses } from '../../results/causes/error-causes.ts'
import { printableValue } from '../text/finding-text.ts'
import { wrap } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { sinceWhen } from '../text/change-words.ts'
import { changeLines } from './changes.ts'
import { contentLines } from './content.ts'
import { coverageLines } from './coverage.ts'
import { errorLines } from './errors.ts'
import { expectationLines } from './expectations.ts'
import { failure, warning } from './findings.ts'
import { ids, type Page } from './page.ts'
import { imageLines } from './image.ts'
import { logLines } from './log.ts'
import { measurementLines } from './measurements.ts'
import { noteLines, timingLines } from './notes.ts'
import { capabilityTable, otherAbsences, suiteTable } from './tables.ts'

/** Lines of the tree of an image. */
const treeLimit = 40

/** All that is known of a run, with --verbose: failures first. */
export function details(result: RunResult, page: Page, causes: Causes = causesOf(result)): string[] {
  const { paint, width } = page
  const all = <Item>(list: readonly Item[], linesOf: (item: Item, page: Page) => string[]): string[] =>
    list.flatMap((cause, index) => (index === 0 ? linesOf(cause, page) : ['', ...linesOf(cause, page)]))
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', paint.strong(title), '', ...lines]
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
    ...section('Image', imageLines(result, page, treeLimit)),
    ...section('Notes', noteLines(result, page)),
    ...section('Generated sequences', coverageLines(result, page)),
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
  ]
}

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
