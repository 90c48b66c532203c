import type { Grid, Step } from '../../results/comparison/grid.ts'
import { tallyOf } from '../../results/comparison/outcomes.ts'
import { changesInWords } from '../text/change-words.ts'
import { plural } from '../../results/text/words.ts'

/** `5 registries` */
export const targetsOf = ({ kind, columns }: Grid): string =>
  kind === 'registry' ? plural(columns.length, 'registry', 'registries') : plural(columns.length, kind)

/** Whether all columns are of one product: then what changed is of interest. */
export const isHistory = ({ columns, steps }: Grid): boolean => steps.length === columns.length - 1

/** The headline of a comparison: one sentence without full stop. */
export function headlineOf(grid: Grid): string {
  const [step] = grid.steps
  if (isHistory(grid) && grid.steps.length === 1 && step)
    return `${stepName(grid, step)}: ${changesInWords(step.changes)}`
  const { rows, differing } = tallyOf(grid)
  const between = isHistory(grid)
    ? `${grid.columns.length} runs of ${grid.columns[0]?.product ?? ''}`
    : targetsOf(grid)
  return differing === 0
    ? `${between} agree on all ${rows} requirements`
    : `${between} differ in ${differing} of ${plural(rows, 'requirement')}`
}

/** `zot 2.1.9 → 2.1.20` */
export function stepName({ columns }: Grid, { product, from, to }: Step): string {
  const [earlier, later] = [columns[from], columns[to]]
  const short = (column: typeof earlier): string => {
    const name = column?.name ?? ''
    const rest = name.startsWith(product) ? name.slice(product.length).replace(/^[, ]+/, '') : name
    return rest === '' ? name : rest
  }
  return `${product} ${short(earlier)} → ${short(later)}`
}

/** Names of columns in a row: `olareg 0.1.2 and zot 2.1.20`. */
export function namesOf({ columns }: Grid, positions: readonly number[], most = Infinity): string {
  const names = positions.map((at) => columns[at]?.name ?? '')
  if (names.length === columns.length && names.length > 2) return 'all'
  if (names.length > most) return `${names.slice(0, most).join(', ')} and ${names.length - most} more`
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

/** `2026-11-25` */
export const dayOf = (time: string): string => time.slice(0, 10)
