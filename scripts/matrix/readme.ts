import type { Grid } from '../../src/results/comparison/grid.ts'
import { countTable } from '../../src/reporters/comparison/markdown.ts'

const [begin, end] = ['<!-- matrix: made by npm run matrix -->', '<!-- /matrix -->']

/** The README with the table of counts between its two marks. Throws where the marks are missing. */
export function inReadme(text: string, grid: Grid): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the README has no place for the table: ${begin} … ${end}`)
  return `${text.slice(0, from + begin.length)}\n\n${countTable(grid)}\n\n${text.slice(to)}`
}
