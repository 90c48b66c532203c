import type { Verdict } from '../../engine/verdict.ts'
import { verdicts } from '../../engine/verdict.ts'
import type { Cell, Grid, Row } from './grid.ts'

/** What several targets did alike about one requirement. */
export interface Outcome {
  /** Of the first of them; the others differ from it in digests and the like at most. */
  cell: Cell
  /** Positions of the columns. */
  columns: readonly number[]
}

/** The outcomes of a row, the gravest first, without those that passed or are absent. */
export function outcomesOf({ cells }: Row): Outcome[] {
  const groups = new Map<string, { cell: Cell; columns: number[] }>()
  for (const [index, cell] of cells.entries()) {
    if (!cell || cell.verdict === 'pass') continue
    const { verdict, title, reason, blockedBy, because, issue } = cell
    const key = JSON.stringify([verdict, alike(title), alike(reason), blockedBy, because, issue])
    const group = groups.get(key)
    if (group) group.columns.push(index)
    else groups.set(key, { cell, columns: [index] })
  }
  return [...groups.values()].toSorted(
    (one, other) => gravity(one.cell.verdict) - gravity(other.cell.verdict),
  )
}

const gravity = (verdict: Verdict): number => verdicts.indexOf(verdict)

/** Digests, upload ids and tags differ from run to run, and do not distinguish two targets. */
const alike = (text: string | undefined): string | undefined =>
  text?.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,}|assay-[a-z0-9-]+/gi, '…')

/**
 * How relevant a row is: `relevant` where something failed or is inconclusive, `blocked` where columns differ since
 * something else failed in one of them, `optional` where they differ in what one of them supports, `alike`
 * where they do the same, without a failure of its own.
 */
export type Relevance = 'relevant' | 'blocked' | 'optional' | 'alike'

export function relevanceOf({ differs, cells }: Row): Relevance {
  const found = new Set(cells.map((cell) => cell?.verdict))
  if (found.has('fail') || found.has('warn') || found.has('error')) return 'relevant'
  if (!differs) return 'alike'
  return found.has('blocked') ? 'blocked' : 'optional'
}

/** The gravest verdict of a row comes first, then rows that differ. */
export const byGravity = (one: Row, other: Row): number =>
  worstIn(one) - worstIn(other) || Number(other.differs) - Number(one.differs)

const worstIn = ({ cells }: Row): number =>
  Math.min(...cells.map((cell) => (cell ? gravity(cell.verdict) : verdicts.length)))

/** What a comparison amounts to. */
export interface Tally {
  /** Rows whose verdicts are not the same in all columns. */
  differing: number
  /** Rows with a failure or a warning in each column that evaluated them, which several did. */
  failedEverywhere: number
  rows: number
}

export const tallyOf = ({ rows }: Grid): Tally => ({
  rows: rows.length,
  differing: rows.filter(({ differs }) => differs).length,
  failedEverywhere: rows.filter(
    ({ cells, differs }) =>
      !differs && cells.filter((cell) => cell?.verdict === 'fail' || cell?.verdict === 'warn').length > 1,
  ).length,
})
