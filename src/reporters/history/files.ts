import type { History } from '../../results/history/history.ts'
import { historyText } from '../../results/history/text.ts'
import { jsonText } from '../../results/file/json-text.ts'
import { seriesBadge, type StaleOptions } from './badge.ts'
import { badgeSvg } from './badge-svg.ts'
import { historyPage } from './html/page.ts'
import { historyMarkdown } from './markdown.ts'

/** What is made of a history, by path relative to its folder. The same for the same history, but for what is stale. */
export const historyFiles = (history: History, options: StaleOptions = {}): ReadonlyMap<string, string> =>
  new Map([
    ['history.html', historyPage(history)],
    ['history.md', historyMarkdown(history)],
    ['history.json', historyText(history)],
    ...history.series.flatMap((series): [string, string][] => {
      const badge = seriesBadge(series, options)
      return [
        [`badges/${series.slug}.svg`, badgeSvg(badge)],
        [`badges/${series.slug}.json`, `${jsonText(badge, 2)}\n`],
      ]
    }),
  ])
