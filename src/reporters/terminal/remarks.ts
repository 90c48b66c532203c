import { outcomesOf } from '../../results/conclusion/images.ts'
import { basename, dirname, join } from 'node:path'
import { groupBy, type Causes } from '../../results/causes/causes.ts'
import { otherOrigins } from '../../registry/record/other-origins.ts'
import { contentMatrix } from '../text/content-matrix.ts'
import { printableValue } from '../text/finding-text.ts'
import { changesInWords, sinceWhen } from '../text/change-words.ts'
import { measurementsOf } from '../text/measurements.ts'
import { disturbanceSentences } from '../../results/text/disturbances.ts'
import type { RunResult } from '../../results/result.ts'
import { logTail } from '../../results/log/log-beside.ts'
import { fit, printable, wrap } from '../../results/text/printable.ts'
import { plural } from '../../results/text/words.ts'
import type { Page } from './page.ts'

interface RemarkOptions {
  reports: readonly string[]
  verbose: boolean
}

const labelWidth = 13

/** What else is to be known of a run, one line each. */
export function remarkLines(
  result: RunResult,
  causes: Causes,
  { paint, width }: Page,
  options: RemarkOptions,
): string[] {
  const room = width - labelWidth
  const lines = (label: string, texts: readonly string[]): string[] =>
    texts.map((text, at) => paint.quiet((at === 0 ? label : '').padEnd(labelWidth)) + text)
  return [
    ...remarks(result, causes, options, room).flatMap(([label, text]) =>
      text === '' ? [] : lines(label, [fit(text, room)]),
    ),
    // To be copied: they are never cut.
    ...reportFiles(result, options).flatMap(([label, text]) => lines(label, wrap(text, room))),
  ]
}

type Remark = readonly [label: string, text: string]

const remarks = (result: RunResult, causes: Causes, options: RemarkOptions, room: number): Remark[] => [
  [
    'warnings',
    named(
      causes.warned.map(({ requirement }) => requirement.id),
      room,
    ),
  ],
  ['known', knownFailures(result)],
  ['blocked', elsewhere(causes, room)],
  ['unsupported', unsupported(result, room)],
  ['artifacts', artifacts(result, room)],
  ['measured', options.verbose ? '' : measured(result)],
  ...disturbanceSentences(result).map((sentence): Remark => ['disturbed', printableValue(sentence)]),
  ['also sent to', printableValue(result.target.details[otherOrigins] ?? '')],
  ...lastWords(result),
  ...leftovers(result),
  ...changed(result, room),
]

/** As many names as there is room for, and how many more there are. */
export function named(names: readonly string[], room: number): string {
  let text = ''
  for (const [at, name] of names.entries()) {
    const left = names.length - at - 1
    const longer = at === 0 ? name : `${text}, ${name}`
    const ending = left === 0 ? '' : `, and ${left} more`
    if (at > 0 && longer.length + ending.length > room) return `${text}, and ${left + 1} more`
    text = longer
  }
  return text
}

function knownFailures({ expectations }: RunResult): string {
  if (!expectations) return ''
  const { totals } = expectations
  return [
    `${totals.met} still failing`,
    ...(totals.passing > 0 ? [`${totals.passing} now passing`] : []),
    ...(totals.expired > 0 ? [`${totals.expired} expired`] : []),
    ...(totals.inconclusive > 0 ? [`${totals.inconclusive} inconclusive`] : []),
  ].join(', ')
}

const elsewhere = ({ blockedElsewhere: blocked }: Causes, room: number): string =>
  blocked.length === 0
    ? ''
    : `by requirements outside this run: ${named(
        blocked.map(({ id }) => id),
        room - 34,
      )}`

const unsupported = ({ capabilities }: RunResult, room: number): string =>
  named(
    capabilities.filter(({ state }) => state === 'unsupported').map(({ title }) => printable(title)),
    room,
  )

function artifacts(result: RunResult, room: number): string {
  const kinds = contentMatrix(result).flatMap((group) => group.kinds)
  const others = kinds.filter(({ outcome }) => outcome !== 'accepted')
  if (kinds.length === 0) return ''
  const count = `${kinds.length - others.length} of ${kinds.length} types accepted`
  const except = others.map(({ what }) => printable(what))
  return others.length === 0 ? count : `${count}, not ${named(except, room - count.length - 6)}`
}

function measured(result: RunResult): string {
  const { length } = measurementsOf(result)
  return length === 0 ? '' : `${plural(length, 'operation')}: see report.html, or add --verbose`
}

/** Of the log of a container, where nothing else shows what went wrong. */
const loggedLines = 4

/** That the container exited, or could not be reached, with the end of what it wrote. */
function lastWords({ log, aborted }: RunResult): Remark[] {
  if (!log || (log.ended === undefined && aborted === undefined)) return []
  const exited = log.ended === undefined ? [] : [`exited during the run: ${printableValue(log.ended)}`]
  return [...exited, ...logTail(log, loggedLines)].map((line, at): Remark => [
    at === 0 ? 'container' : '',
    line,
  ])
}

/** What could not be removed for one reason, in one line. */
const leftovers = ({ leftovers: all }: RunResult): Remark[] =>
  [...groupBy(all, ({ kind, reason }) => `${kind} ${reason}`).values()].slice(0, 2).map((alike): Remark => {
    const { kind = 'object', repository = '', reason = '' } = alike[0] ?? {}
    return [
      'not removed',
      `${plural(alike.length, kind)} in ${printable(repository)}: ${printableValue(reason)}`,
    ]
  })

function changed({ changes }: RunResult, room: number): Remark[] {
  if (!changes) return []
  return [
    [
      'newly fails',
      named(
        changes.failing.map(({ id }) => id),
        room,
      ),
    ],
    ['since', `${changesInWords(changes)} (${sinceWhen(changes).replace(/^Since the run/, 'the run')})`],
  ]
}

/** The report to open first, then the names of the others beside it. */
function reportFiles(result: RunResult, { reports, verbose }: RemarkOptions): Remark[] {
  const goesOn = result.interrupted && outcomesOf(result).length > 0
  const [first, ...others] = reports.toSorted((one, other) => rank(one) - rank(other))
  if (first === undefined) return []
  const folder = dirname(first)
  const beside = others.map((path) => (dirname(path) === folder ? basename(path) : path))
  const results = reports.find((path) => basename(path) === 'results.json')
  return [
    ['reports', [first, ...beside].join(', ')],
    ...(verbose || results === undefined
      ? []
      : [['details', `oci-assay report ${join(results)} --verbose --format terminal`] as const]),
    ...(goesOn && results !== undefined
      ? [['go on', `the same command with --since ${join(results)}`] as const]
      : []),
  ]
}

const rank = (path: string): number => (path.endsWith('.html') ? 0 : 1)
