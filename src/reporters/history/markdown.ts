import type { History, Redefined, Series } from '../../results/history/history.ts'
import { latestOf } from '../../results/history/latest.ts'
import { verdictWords } from '../../results/text/words.ts'
import { changeBlock } from '../markdown/changes.ts'
import { code, words } from '../markdown/escape.ts'
import { table } from '../markdown/tables.ts'
import {
  circumstancesOf,
  conclusionWords,
  dayOf,
  extentOf,
  headlineOf,
  modeOf,
  nameAt,
  stepInWords,
} from './words.ts'

/** The latest results of a history as Markdown, with what changed: for an issue, or beside the page. */
export function historyMarkdown(history: History): string {
  const { series, unread } = history
  const blocks = [
    `# ${words(headlineOf(history))}`,
    ...(series.length === 0 ? [] : [`${words(extentOf(series))}.`, latestTable(series)]),
    ...series.flatMap(latestChanges),
    ...(unread.length === 0
      ? []
      : [
          '## Files that were not read',
          unread.map(({ file, why }) => `- ${code(file)}: ${code(why)}`).join('\n'),
        ]),
  ]
  return `${blocks.join('\n\n')}\n`
}

const latestTable = (series: readonly Series[]): string =>
  table(
    [
      'product',
      'specification',
      'conclusion',
      'passed',
      'failed',
      'warned',
      'tested on',
      'since the result before',
    ],
    series.map((each) => {
      const { point, step } = latestOf(each)
      const { pass, fail, warn } = point.totals
      const { symbol, word } = conclusionWords[point.conclusion.name]
      const since = step
        ? stepInWords(step)
        : each.results.length === 1
          ? 'the first result'
          : 'nothing changed'
      return [
        words(nameAt(each, point)),
        words(modeOf(each)),
        `${symbol} ${word}`,
        ...[pass, fail, warn].map(String),
        dayOf(point.startedAt),
        words(since),
      ]
    }),
    false,
  )

function latestChanges(series: Series): string[] {
  const { point, step } = latestOf(series)
  if (!step || !series.changed) return []
  return [
    `## ${words(nameAt(series, point))}, ${words(modeOf(series))}`,
    `${words(circumstancesOf(series, step))}.`,
    `${words(point.conclusion.headline)}.`,
    changeBlock(step.changes),
    ...(step.redefined.length === 0 ? [] : [step.redefined.map(redefinedItem).join('\n')]),
  ]
}

const redefinedItem = ({ id, title, level, verdict }: Redefined): string =>
  `- ${code(id)} ${words(title)}: ${level.was} → ${level.is} (${verdictWords[verdict.was].word} → ${verdictWords[verdict.is].word})`
