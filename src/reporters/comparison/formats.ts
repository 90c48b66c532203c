import type { Grid } from '../../results/comparison/grid.ts'
import { inLines } from '../../results/file/results-text.ts'
import { comparisonPage } from './html/page.ts'
import { comparisonMarkdown } from './markdown.ts'

/** In which forms results are reported side by side, by the words for --format, each with its file. */
export const formats: Readonly<Record<string, { file: string; textOf: (grid: Grid) => string }>> = {
  html: { file: 'comparison.html', textOf: comparisonPage },
  markdown: { file: 'comparison.md', textOf: comparisonMarkdown },
  json: { file: 'comparison.json', textOf: inLines },
}
