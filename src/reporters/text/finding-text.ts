import type { RequirementResult } from '../../engine/events.ts'
import type { TargetLog } from '../../results/log/target-log.ts'
import { placesIn, type Evidence, type Finding, type Place } from '../../engine/verdict.ts'
import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { describeResponse } from './response-text.ts'
import { exchangesOf, hopsTo, lineOf, withVia } from '../../results/causes/causes.ts'
import { invocationRows } from './invocations.ts'
import { invocationsOf, type Invocations } from '../../results/invocations.ts'
import { waysIn, type WayTo } from './image-ways.ts'
import { levelText } from '../../results/text/level.ts'
import { logBeside } from '../../results/log/log-beside.ts'
import { cut, printable, printableLines } from '../../results/text/printable.ts'
import { reproductionsOf, type Reproductions } from '../../results/reproduction/reproduction.ts'
import type { RunResult } from '../../results/result.ts'
import { findingTitle, namesIn } from '../../results/text/finding-title.ts'

/** A label with the lines beside it; safe to print. */
export type Row = readonly [label: string, lines: readonly string[]]

/** Longer texts of a target are cut; the whole of it is in results.json. */
const valueLimit = 400

export const printableValue = (text: string): string => cut(printable(text), valueLimit)

/** What was expected and what was received; several valid values are listed as alternatives. */
export const comparison = ({ expected, received, images }: Finding): Row[] => [
  ['expected', alternatives(expected).map(printableValue)],
  ['received', [printableValue(describeResponse(received))]],
  ...(images ? [['images', [printableValue(namesIn(images))]] as const] : []),
]

/** Characters of alternatives in one line, and how many alternatives are named. */
const oneLine = 48
const namedAlternatives = 6

/** Several valid values: short ones in one line, `404 or 400`; of a long list the first ones. */
export function alternatives(expected: readonly string[]): string[] {
  const joined = expected.join(' or ')
  if (joined.length <= oneLine) return [joined]
  const more = expected.length - namedAlternatives
  if (more <= 0) return expected.map((each, index) => (index === 0 ? '' : 'or ') + each)
  return [`one of ${expected.slice(0, namedAlternatives).join(', ')}, or ${more} others`]
}

/** What follows from a failure, one line for each requirement and title; safe to print. */
export function observedLines(observed: readonly Finding[], limit: number): string[] {
  const lines = [...new Set(observed.map(({ requirement, title }) => `${requirement}: ${title}`))]
  const more = lines.length - limit
  return [
    ...lines.slice(0, limit).map(printableValue),
    ...(more > 0 ? [`and ${more} more, see results.json`] : []),
  ]
}

/** The heading for the place of a finding: a request, or a place inside an image. */
export const placeLabel = (evidence: readonly Evidence[]): string =>
  evidence.some(({ kind }) => kind === 'content') ? 'place' : 'request'

/** Where it was seen: one line for an exchange, or for a place inside an image with the way to it. */
export function evidenceLine(
  evidence: Place,
  exchanges: ReadonlyMap<number, ExchangeRecord>,
  wayTo?: WayTo,
): string {
  if (evidence.kind === 'content') {
    const { source, pointer } = evidence
    const place = pointer === undefined ? source : `${source} at ${pointer}`
    const way = wayTo?.(evidence)
    return printableValue(way === undefined ? place : `${way} (${place})`)
  }
  const record = exchanges.get(evidence.exchange)
  return record
    ? `#${record.id} ${printableValue(lineOf(record, exchanges))}`
    : `#${evidence.exchange} (not stored)`
}

/** Where it was seen, line by line: of an exchange that was redirected each hop, and none of them twice. */
export function evidenceLines(
  list: readonly Evidence[],
  exchanges: ReadonlyMap<number, ExchangeRecord>,
  wayTo?: WayTo,
): string[] {
  const hops = placesIn(list).flatMap((evidence): Place[] => {
    if (evidence.kind === 'content') return [evidence]
    const found = hopsTo(evidence.exchange, exchanges)
    return found.length === 0 ? [evidence] : found.map(({ id }) => ({ kind: 'exchange', exchange: id }))
  })
  return [...new Set(hops.map((each) => evidenceLine(each, exchanges, wayTo)))]
}

/** The evidence that shows most: of requests the last ones, which those before them led to; of places the first ones. */
export function telling(evidence: readonly Evidence[], limit: number): readonly Place[] {
  const places = placesIn(evidence)
  return places.some(({ kind }) => kind === 'content') ? places.slice(0, limit) : places.slice(-limit)
}

export const exchangeEvidence = (records: readonly ExchangeRecord[]): Evidence[] =>
  records.map(({ id }) => ({ kind: 'exchange', exchange: id }))

/**
 * Digests and the parameters of an upload's URL by their first characters: where it was seen is for finding the
 * place, not for comparing.
 */
export const brief = (line: string): string =>
  line
    .replace(/(sha\d{1,3}[:/][0-9a-f]{12})[0-9a-f]{20,}/g, '$1…')
    .replace(/([?&][^?=&\s]+=[\w.%+~-]{12})[\w.%+~-]{30,}=*/g, '$1…')

/** The exchanges that are pointed at and those that led to them, each once, in the order of sending. */
export function exchangesSeen(
  evidence: readonly Evidence[],
  exchanges: ReadonlyMap<number, ExchangeRecord>,
): ExchangeRecord[] {
  const seen = evidence.flatMap((each) => (each.kind === 'exchange' ? withVia(each.exchange, exchanges) : []))
  return [...new Set(seen)].toSorted((one, other) => one.id - other.id)
}

/**
 * How the first of some findings is reproduced: a script, or the command that runs its tests again, with the reason. Undefined where
 * there are no findings.
 */
export function reproductionText(
  findings: readonly Finding[],
  requirement: Pick<RequirementResult, 'id' | 'level' | 'title' | 'link'>,
  { reproductions }: Pick<Seen, 'reproductions'>,
): string | undefined {
  const found = findings.map((finding) => reproductions.of(finding, requirement))
  const script = found.find((each) => 'script' in each)
  if (script) return printableLines(script.script).trimEnd()
  const [first] = found
  const [finding] = findings
  if (finding === undefined || first === undefined || 'script' in first) return undefined
  return `# ${printable(first.reason)}\n${printable(reproductions.command(finding, requirement))}`
}

/** Lines of output of each command in logs. */
const loggedOutput = 20

/** At most this many findings of one requirement are in full; there may be hundreds. */
export const findingLimit = 10

/** What findings refer to. */
export interface Seen {
  exchanges: ReadonlyMap<number, ExchangeRecord>
  reproductions: Reproductions
  /** What the target wrote, where the run started it. */
  log?: TargetLog | undefined
  /** Of clients and engines. */
  invocations: Invocations
  /** To the places inside an image. */
  wayTo?: WayTo | undefined
}

/** All that the findings of a result refer to. */
export const seenOf = (result: RunResult): Seen => ({
  exchanges: exchangesOf(result),
  reproductions: reproductionsOf(result),
  log: result.log,
  invocations: invocationsOf(result),
  wayTo: waysIn(result),
})

/** What was found in full, for logs: what JUnit's readers show when a case is opened. */
export function findingsText(
  findings: readonly Finding[],
  requirement: RequirementResult,
  { exchanges, reproductions, log, wayTo, invocations }: Seen,
  observed: readonly Finding[] = [],
): string {
  const { id, title, link, reasoning, ruling, impact } = requirement
  const shown = findings.slice(0, findingLimit)
  const about: Row[] = [
    ['requirement', [`${id}, ${levelText(requirement)}: ${title}`]],
    ['spec', [link]],
    ['reasoning', reasoning === undefined ? [] : [reasoning]],
    ['ruling', ruling === undefined ? [] : [ruling]],
    ['impact', impact === undefined ? [] : [impact]],
    ['also observed', observedLines(observed, findingLimit)],
  ]
  const script = reproductionText(findings, requirement, { reproductions })
  return [
    ...shown.flatMap((finding) => {
      const seen: Row = [placeLabel(finding.evidence), evidenceLines(finding.evidence, exchanges, wayTo)]
      const wrote: Row = ['log', logBeside(finding.evidence, exchanges, log)]
      const ran = invocationRows(finding, invocations, loggedOutput)
      const rows = [...comparison(finding), ...ran, seen, wrote].flatMap((row) => rowText(row, 13))
      return [printableValue(findingTitle(finding)), ...rows, '']
    }),
    ...(findings.length > shown.length ? [`and ${findings.length - shown.length} more`, ''] : []),
    ...about.flatMap((row) => rowText(row, 13)),
    ...(script === undefined ? [] : ['', script]),
  ].join('\n')
}

/** A row in lines: the label once, then everything in one column. */
export const rowText = ([label, lines]: Row, width: number): string[] =>
  lines.map((line, index) => `${(index === 0 ? label : '').padEnd(width)} ${line}`)
