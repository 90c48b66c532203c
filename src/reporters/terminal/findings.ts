import type { TargetLog } from '../../engine/log.ts'
import type { Finding, Verdict } from '../../engine/verdict.ts'
import type { ExchangeRecord } from '../../registry/exchange.ts'
import type { Cause } from '../causes.ts'
import { brief, comparison, evidenceLine, printableValue, rowText, type Row } from '../finding-text.ts'
import { logBeside } from '../log-beside.ts'
import { cut, printable, wrap } from '../printable.ts'
import { plural, verdictWords } from '../verdict-words.ts'
import type { Sheet } from './paint.ts'

/** What the parts of the summary have in common. */
export interface Page extends Sheet {
  exchanges: ReadonlyMap<number, ExchangeRecord>
  /** What the target wrote, where the run started it. */
  log?: TargetLog | undefined
}

/** So many findings of one requirement are told; the rest is counted. */
const told = 3
/** So many lines of the target's log stand beside each. */
const loggedLines = 2
const labelWidth = 10
const indent = '  '

/** Rows under a heading: label in one column, wrapped text in the other. */
export function rows(list: readonly Row[], { paint, width }: Page): string[] {
  const room = width - indent.length - labelWidth - 1
  return list.flatMap(([label, lines]) => {
    if (label === '' && lines[0] === '') return ['']
    const wrapped = lines.flatMap((line) => wrap(line, room))
    return rowText([label, wrapped], labelWidth).map(
      (line) => indent + paint.quiet(line.slice(0, labelWidth)) + line.slice(labelWidth),
    )
  })
}

/** `✗ pull.manifest.exact-bytes  MUST`, and the requirement in words below. */
export function heading(cause: Cause, verdict: Verdict, page: Page): string[] {
  const { id, level, title } = cause.requirement
  const mark = page.paint.verdict(verdict, verdictWords[verdict].symbol)
  return [
    `${mark} ${page.paint.strong(id)}  ${level}`,
    ...wrap(title, page.width - indent.length).map((line) => indent + line),
  ]
}

/** A broken requirement with all that is needed to act upon it. */
export function failure(cause: Cause, page: Page): string[] {
  const { requirement } = cause
  const shown = requirement.findings.slice(0, told)
  const more = requirement.findings.length - shown.length
  const list: Row[] = shown.flatMap((finding, index): Row[] => [
    ...(index === 0 ? [] : [['', ['']] as const]),
    ['found', [printableValue(finding.title)]],
    ...comparison(finding),
    ['seen', seen(finding, page)],
    ['log', logged(finding, page)],
  ])
  if (more > 0)
    list.push(['', [`and ${plural(more, 'more finding')} like ${shown.length > 1 ? 'these' : 'this'}`]])
  list.push(['text', [requirement.link]], ['more', [`oci-assay explain ${requirement.id}`]])
  if (cause.blocks.length > 0) list.push(['blocks', [`${cause.blocks.length} more: ${ids(cause.blocks)}`]])
  return [...heading(cause, 'fail', page), ...rows(list, page)]
}

/** The lines of the log that may tell most: the first ones, so much of each as can be read here. */
const logged = ({ evidence }: Finding, { exchanges, log }: Page): string[] =>
  logBeside(evidence.slice(0, 1), exchanges, log)
    .slice(0, loggedLines)
    .map((line) => brief(cut(line, 240)))

/** A warning: what is the matter, where it was seen first, and where the text speaks of it. */
export function warning(cause: Cause, page: Page): string[] {
  const { requirement } = cause
  const [finding] = requirement.findings
  const more = requirement.findings.length - 1
  const list: Row[] = finding
    ? [
        ['found', [printableValue(finding.title)]],
        ['received', [cut(printable(finding.received), 160)]],
        ['seen', seen(finding, page)],
      ]
    : []
  if (more > 0) list.push(['', [`and ${plural(more, 'more finding')} like this`]])
  list.push(['text', [requirement.link]])
  if (cause.blocks.length > 0) list.push(['blocks', [`${cause.blocks.length} more: ${ids(cause.blocks)}`]])
  return [...heading(cause, 'warn', page), ...rows(list, page)]
}

/** The first place of a finding. */
const seen = ({ evidence }: Finding, { exchanges }: Page): string[] =>
  evidence.slice(0, 1).map((each) => brief(evidenceLine(each, exchanges)))

/** What the harness could not decide, and why. */
export function undecided(cause: Cause, page: Page): string[] {
  const { id, reason } = cause.requirement
  return [
    `${page.paint.verdict('error', verdictWords.error.symbol)} ${page.paint.strong(id)}`,
    ...wrap(printableValue(reason ?? 'no reason was told'), page.width - indent.length).map(
      (line) => indent + line,
    ),
  ]
}

/** Names requirements; of many the first ones. */
export function ids(requirements: readonly { id: string }[]): string {
  const named = requirements.slice(0, 12).map(({ id }) => id)
  const more = requirements.length - named.length
  return `${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`
}
