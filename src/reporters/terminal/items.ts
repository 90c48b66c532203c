import { restsOn } from '../../engine/requirement.ts'
import type { Verdict } from '../../engine/verdict.ts'
import type { Cause, Causes } from '../../results/causes/causes.ts'
import type { ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import { errorCauses, errorSentence } from '../../results/causes/error-causes.ts'
import { nameOf, stale } from '../../results/expectations/expected.ts'
import { printableValue } from '../text/finding-text.ts'
import type { RunResult } from '../../results/result.ts'
import { fit, wrap } from '../../results/text/printable.ts'
import { verdictWords } from '../../results/text/words.ts'
import { ids, indent, type Page } from './page.ts'
import { titleOf } from '../../results/text/finding-title.ts'

/** Something that keeps a run from being conformant, or a warning that keeps others from being evaluated. */
export interface Item {
  verdict: Verdict
  /** What happened. */
  title: string
  /** The requirement, and how many it blocks. */
  about: string
}

/** What is listed at the end of a run, most important first. Warnings that block nothing are counted, unless they fail the run. */
export function itemsOf(
  result: RunResult,
  causes: Causes,
  { strict = false, level }: ConclusionOptions,
): Item[] {
  const counts = ({ requirement: { basis } }: Cause) => level === undefined || restsOn(basis, level)
  const stales = (result.expectations?.entries ?? []).flatMap((entry): Item[] => {
    const todo = stale(entry)
    return todo === undefined
      ? []
      : [{ verdict: 'fail', title: printableValue(todo), about: printableValue(nameOf(entry)) }]
  })
  return [
    // Those that fail the run first.
    ...causes.failed.filter(counts).map((cause) => itemOf(cause, 'fail')),
    ...stales,
    ...causes.failed.filter((cause) => !counts(cause)).map((cause) => itemOf(cause, 'fail')),
    ...errorCauses(result).map((cause): Item => ({
      verdict: 'error',
      title: printableValue(errorSentence(cause)),
      about: [ids(cause.requirements.slice(0, 3)), ...blocking(cause.blocks)].join(', '),
    })),
    ...causes.warned
      .filter((cause) => strict || cause.blocks.length > 0)
      .map((cause) => itemOf(cause, 'warn')),
  ]
}

function itemOf({ requirement, blocks }: Cause, verdict: Verdict): Item {
  const { id, title, findings } = requirement
  return {
    verdict,
    title: printableValue(titleOf({ findings, title })),
    about: [id, ...blocking(blocks)].join(', '),
  }
}

const blocking = (blocks: readonly unknown[]): string[] =>
  blocks.length === 0 ? [] : [`blocks ${blocks.length}`]

/** Items in at most `room` lines: in whole where there is room, else a line for each, else the first ones. */
export function itemLines(items: readonly Item[], page: Page, room: number): string[] {
  const whole = items.flatMap((item) => wholeLines(item, page))
  if (whole.length <= room) return whole
  const shown = items.length <= room ? items : items.slice(0, Math.max(0, room - 1))
  const more = items.length - shown.length
  return [
    ...shown.map((item) => oneLine(item, page)),
    ...(more > 0 ? [page.paint.quiet(`${indent}and ${more} more: see the reports, or add --verbose`)] : []),
  ]
}

/** The title in as many lines as it needs, and the requirement behind it or below it. */
function wholeLines({ verdict, title, about }: Item, { paint, width }: Page): string[] {
  const lines = wrap(title, width - indent.length).map((line) => fit(line, width - indent.length))
  const last = lines.at(-1) ?? ''
  const isBehind = lines.length === 1 && indent.length + last.length + 2 + about.length <= width
  const first = paint.verdict(verdict, verdictWords[verdict].symbol)
  return [
    `${first} ${lines[0] ?? ''}${isBehind ? `  ${paint.quiet(about)}` : ''}`,
    ...lines.slice(1).map((line) => indent + line),
    ...(isBehind ? [] : [indent + paint.quiet(fit(about, width - indent.length))]),
  ]
}

/** The requirement whole, as much of the title as there is room for. */
function oneLine({ verdict, title, about }: Item, { paint, width }: Page): string {
  const id = fit(about, Math.max(20, width - 24))
  const room = width - indent.length - 2 - id.length
  return `${paint.verdict(verdict, verdictWords[verdict].symbol)} ${fit(title, room)}  ${paint.quiet(id)}`
}
