import type { Finding, Verdict } from '../../engine/verdict.ts'
import { alike } from '../text/alike.ts'
import { differingBodies, bodiesByDigest, differenceInWords } from '../text/differing-bodies.ts'
import type { Cause } from '../../results/causes/causes.ts'
import {
  brief,
  comparison,
  evidenceLines,
  observedLines,
  placeLabel,
  printableValue,
  telling,
  type Row,
} from '../text/finding-text.ts'
import { invocationRows } from '../text/invocations.ts'
import { logBeside } from '../../results/log/log-beside.ts'
import { cut, fitMiddle, wrap } from '../../results/text/printable.ts'
import { plural, verdictWords } from '../../results/text/words.ts'
import { exchangeLines } from './exchanges.ts'
import { ids, indent, roomOf, rows, type Page } from './page.ts'
import { findingTitle, titleOf } from '../../results/text/finding-title.ts'

/** At most this many findings of one requirement are shown; the rest is counted. */
const findingLimit = 3
const seenLimit = 2
/** At most this many of the findings that follow from a failure are listed. */
const observedLimit = 5
/** Lines of the target's log beside each. */
const loggedLines = 2

/** `✗ returns 500 for …`: what the target does, then the requirement, its level and its basis. */
function heading({ requirement }: Cause, verdict: Verdict, page: Page): string[] {
  const { id, level, basis, title, findings } = requirement
  const [mark, ...rest] = wrap(
    `${verdictWords[verdict].symbol} ${printableValue(titleOf({ findings, title }))}`,
    page.width - indent.length,
  )
  const { symbol } = verdictWords[verdict]
  const first = mark?.slice(symbol.length) ?? ''
  return [
    `${page.paint.verdict(verdict, symbol)}${page.paint.strong(first)}`,
    ...rest.map((line) => indent + page.paint.strong(line)),
    ...rows(
      findings.length > 0
        ? [
            [level, [title]],
            [basis === undefined ? '' : `(${basis})`, [id]],
          ]
        : [[level, [basis === undefined ? id : `${id} (${basis})`]]],
      page,
    ),
  ]
}

/** A requirement that failed, with all that is needed to fix it. */
export function failure(cause: Cause, page: Page): string[] {
  const { requirement } = cause
  const groups = alike(requirement.findings)
  const shown = groups.slice(0, findingLimit)
  const list: Row[] = shown.flatMap(({ first, others }, index): Row[] => [
    ...(index === 0 ? [] : [['', ['']] as const, ['found', [printableValue(findingTitle(first))]] as const]),
    ...comparison(first),
    ...invocationRows(first, page.invocations),
    ['differs', differs(first, page)],
    [placeLabel(first.evidence), seen(first, page)],
    ['log', logged(first, page)],
    ...(others.length === 0 ? [] : [['', [`and ${plural(others.length, 'similar failure')}`]] as const]),
  ])
  if (groups.length > findingLimit) list.push(['', [`and ${groups.length - findingLimit} more, different`]])
  list.push(...about(cause), ['details', [`oci-assay explain ${requirement.id}`]])
  return [...heading(cause, 'fail', page), ...rows(list, page), ...inFull(cause, page)]
}

/** The first lines of the log, cut to what can be read here. */
const logged = ({ evidence }: Finding, { exchanges, log }: Page): string[] =>
  logBeside(telling(evidence, 1), exchanges, log)
    .slice(0, loggedLines)
    .map((line) => brief(cut(line, 240)))

/** A warning: what was found, where it was seen first, and where the specification states it. */
export function warning(cause: Cause, page: Page): string[] {
  const { findings } = cause.requirement
  const [finding] = findings
  const more = findings.length - 1
  const list: Row[] = finding
    ? [
        ...comparison(finding),
        ...invocationRows(finding, page.invocations),
        [placeLabel(finding.evidence), seen(finding, page)],
      ]
    : []
  if (more > 0) list.push(['', [`and ${plural(more, 'similar warning')}`]])
  list.push(...about(cause))
  return [...heading(cause, 'warn', page), ...rows(list, page), ...inFull(cause, page)]
}

/** How two bodies differ that the finding names by their digests. */
function differs(finding: Finding, { exchanges }: Page): string[] {
  const found = differingBodies(finding, bodiesByDigest(exchanges.values()))
  return found ? [differenceInWords(found)] : []
}

/** The first places of a finding. */
const seen = ({ evidence }: Finding, { exchanges, wayTo, width }: Page): string[] =>
  evidenceLines(telling(evidence, seenLimit), exchanges, wayTo).map((line) =>
    brief(line)
      .split(' ')
      .map((word) => fitMiddle(word, roomOf(width)))
      .join(' '),
  )

/** The impact, where the specification states it, and what is blocked by it. */
const about = ({ requirement: { impact, link, reasoning }, blocks, observed }: Cause): Row[] => [
  ['impact', impact === undefined ? [] : [impact]],
  ['spec', [link]],
  ['reasoning', reasoning === undefined ? [] : [reasoning]],
  ...(blocks.length === 0 ? [] : [['blocks', [`${blocks.length} more: ${ids(blocks)}`]] as const]),
  ['also', observedLines(observed, observedLimit)],
]

/** What was sent. */
const inFull = ({ requirement }: Cause, page: Page): string[] =>
  exchangeLines(
    requirement.findings.slice(0, findingLimit).flatMap(({ evidence }) => evidence),
    page,
  )
