import type { Grid } from '../../src/results/comparison/grid.ts'
import { countTable } from '../../src/reporters/comparison/markdown.ts'

/** The names of the marks that surround the tables, and what makes them. */
const marks = {
  registries: ['<!-- matrix: made by npm run matrix -->', '<!-- /matrix -->'],
  clients: ['<!-- clients: made by npm run matrix:clients -->', '<!-- /clients -->'],
} as const

/** The README with the table of counts between its two marks. Throws where the marks are missing. */
export function inReadme(text: string, grid: Grid, which: keyof typeof marks = 'registries'): string {
  const [begin, end] = marks[which]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the README has no place for the table: ${begin} … ${end}`)
  return `${text.slice(0, from + begin.length)}\n\n${countTable(grid)}\n\n${text.slice(to)}`
}
