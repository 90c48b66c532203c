import type { Finding, Verdict } from '../../engine/verdict.ts'
import { alike } from '../text/alike.ts'
import { bodiesApart, bodiesByDigest, contrast } from '../text/differing-bodies.ts'
import type { Cause } from '../../results/causes/causes.ts'
import {
  brief,
  comparison,
  evidenceLines,
  observedLines,
  printableValue,
  type Row,
} from '../text/finding-text.ts'
import { logBeside } from '../../results/log/log-beside.ts'
import { cut, wrap } from '../../results/text/printable.ts'
import { plural, verdictWords } from '../../results/text/words.ts'
import { exchangeLines } from './exchanges.ts'
import { ids, indent, rows, type Page } from './page.ts'

/** So many findings of one requirement are told; the rest is counted. */
const told = 3
const seenLimit = 2
/** At most this many of the findings that follow from a failure are listed. */
const observedLimit = 5
/** So many lines of the target's log stand beside each. */
const loggedLines = 2

/** `✗ answers 500 to …`: what the target does, then the requirement, its level and what that rests on. */
function heading({ requirement }: Cause, verdict: Verdict, page: Page): string[] {
  const { id, level, basis, title, findings } = requirement
  const [mark, ...rest] = wrap(
    `${verdictWords[verdict].symbol} ${printableValue(findings[0]?.title ?? title)}`,
    page.width - indent.length,
  )
  const { symbol } = verdictWords[verdict]
  const told = mark?.slice(symbol.length) ?? ''
  return [
    `${page.paint.verdict(verdict, symbol)}${page.paint.strong(told)}`,
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

/** A broken requirement with all that is needed to act upon it. */
export function failure(cause: Cause, page: Page): string[] {
  const { requirement } = cause
  const groups = alike(requirement.findings)
  const shown = groups.slice(0, told)
  const list: Row[] = shown.flatMap(({ first, others }, index): Row[] => [
    ...(index === 0 ? [] : [['', ['']] as const, ['found', [printableValue(first.title)]] as const]),
    ...comparison(first),
    ['apart', apart(first, page)],
    ['seen', seen(first, page)],
    ['log', logged(first, page)],
    ...(others.length === 0
      ? []
      : [['', [`and ${plural(others.length, 'more finding')} like this`]] as const]),
  ])
  if (groups.length > told) list.push(['', [`and ${groups.length - told} of other kinds`]])
  list.push(...about(cause), ['more', [`oci-assay explain ${requirement.id}`]])
  return [...heading(cause, 'fail', page), ...rows(list, page), ...inFull(cause, page)]
}

/** The lines of the log that may tell most: the first ones, so much of each as can be read here. */
const logged = ({ evidence }: Finding, { exchanges, log }: Page): string[] =>
  logBeside(evidence.slice(0, 1), exchanges, log)
    .slice(0, loggedLines)
    .map((line) => brief(cut(line, 240)))

/** A warning: what is the matter, where it was seen first, and where the text speaks of it. */
export function warning(cause: Cause, page: Page): string[] {
  const { findings } = cause.requirement
  const [finding] = findings
  const more = findings.length - 1
  const list: Row[] = finding
    ? [
        ...comparison(finding).map(([label, lines]): Row => [
          label,
          page.verbose ? lines : lines.map((line) => cut(line, 160)),
        ]),
        ['seen', seen(finding, page)],
      ]
    : []
  if (more > 0) list.push(['', [`and ${plural(more, 'more finding')} like this`]])
  list.push(...about(cause))
  return [...heading(cause, 'warn', page), ...rows(list, page), ...inFull(cause, page)]
}

/** What tells two bodies apart that the finding names by their digests. */
function apart(finding: Finding, { exchanges }: Page): string[] {
  const found = bodiesApart(finding, bodiesByDigest(exchanges.values()))
  return found ? [contrast(found)] : []
}

/** The first places of a finding. */
const seen = ({ evidence }: Finding, { exchanges, wayTo }: Page): string[] =>
  evidenceLines(evidence.slice(0, seenLimit), exchanges, wayTo).map(brief)

/** Why it matters, where the text says so, and what cannot be decided because of it. */
const about = ({ requirement: { field, link, reasoning }, blocks, observed }: Cause): Row[] => [
  ['field', field === undefined ? [] : [field]],
  ['text', [link]],
  ['reasoning', reasoning === undefined ? [] : [reasoning]],
  ...(blocks.length === 0 ? [] : [['blocks', [`${blocks.length} more: ${ids(blocks)}`]] as const]),
  ['also', observedLines(observed, observedLimit)],
]

/** What crossed the wire and how to see it again, where all is asked for. */
const inFull = ({ requirement }: Cause, page: Page): string[] =>
  page.verbose
    ? exchangeLines(
        requirement.findings.slice(0, told).flatMap(({ evidence }) => evidence),
        page,
      )
    : []
