import { causesOf } from '../../results/causes/causes.ts'
import { conclusionOf, type ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import { headlineOf } from '../../results/conclusion/headline.ts'
import { printableValue, seenOf } from '../text/finding-text.ts'
import { extentsOf } from './extents.ts'
import { fit, fitMiddle, printable, wrap } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { countsInWords, durationInWords } from '../../results/text/words.ts'
import { details } from './details.ts'
import { imageLines } from './image.ts'
import { outcomesOf } from '../../results/conclusion/images.ts'
import { outcomeLines } from './outcomes.ts'
import { itemLines, itemsOf } from './items.ts'
import type { Page } from './page.ts'
import type { Paint } from './paint.ts'
import { remarkLines } from './remarks.ts'

export interface SummaryOptions extends ConclusionOptions {
  paint: Paint
  width: number
  verbose: boolean
  /** Files that were written, as the user may open them. */
  reports: readonly string[]
}

/** What a run ends with is no longer than this, so that it is on the screen as a whole. */
const mostLines = 40
/** Lines of the tree of an image, where there is room. */
const treeLimit = 16

/**
 * What is printed at the end of a run: conclusion and counts, a line or two for each failure, a line for each other
 * thing. With `verbose` the details of all that come before it.
 */
export function summary(result: RunResult, options: SummaryOptions): string[] {
  const { paint, width, verbose, reports } = options
  const page: Page = { paint, width, ...seenOf(result) }
  const causes = causesOf(result)
  const head = headLines(result, options)
  const foot = remarkLines(result, causes, page, { reports, verbose })
  const apart = foot.length === 0 ? [] : ['', ...foot]
  const items = itemsOf(result, causes, options)
  // Of many images some are named.
  const kept = outcomesOf(result).length > 0 ? 8 : 0
  const room = mostLines - head.length - apart.length - 2 - kept
  const listed = itemLines(items, page, room)
  const block = [...head, ...(listed.length === 0 ? [] : ['', ...listed]), ...apart]
  const treeRoom = Math.min(treeLimit, mostLines - block.length - 2)
  // With the details comes the whole of it.
  const images = outcomeLines(result, page, Math.max(6, treeRoom))
  const tree =
    images.length > 0 ? images : verbose || treeRoom < 4 ? [] : imageLines(result, page, treeRoom - 2)
  return [
    ...(verbose ? details(result, page, causes) : []),
    '',
    ...head,
    ...(listed.length === 0 ? [] : ['', ...listed]),
    ...(tree.length === 0 ? [] : ['', ...tree]),
    ...apart,
  ]
}

/** Lines of a headline that repeats what a target sent. */
const headlineLimit = 4

/** As many lines as a headline may have; what is left out is marked. */
const cut = (lines: readonly string[]): readonly string[] =>
  lines.length <= headlineLimit
    ? lines
    : [...lines.slice(0, headlineLimit - 1), `${lines[headlineLimit - 1] ?? ''} …`]

/** Conclusion, counts, and which run it was: all that a quotation needs. */
function headLines(result: RunResult, { paint, width, ...options }: SummaryOptions): string[] {
  const { name, exitCode } = conclusionOf(result, options)
  const { totals, target, profile, seed, duration } = result
  const tone = exitCode === 0 ? 'pass' : exitCode === 1 ? 'fail' : 'error'
  const run = [
    fitMiddle(printable(target.name), width - 2),
    printable(`${profile.specification} ${profile.spec}`),
    ...extentsOf(result),
    ...(seed === '' ? [] : [`seed ${printable(seed)}`]),
    durationInWords(duration),
  ].join(', ')
  return [
    ...cut(
      wrap(`${name} (exit code ${exitCode}): ${printableValue(headlineOf(result, options))}`, width),
    ).map((line) => paint.verdict(tone, fit(line, width))),
    ...wrap(countsInWords(totals.requirements), width),
    ...wrap(run, width).map((line) => paint.quiet(line)),
  ]
}
