import type { Cell, Grid } from '../../src/results/comparison/grid.ts'

/** Why a violation is true, by a person who looked at its exchanges, and where the project has it reported. */
export interface Reason {
  because: string
  issue?: string
}

/** By client and requirement. */
export type Reasons = Readonly<Record<string, Readonly<Record<string, Reason>>>>

const isViolation = ({ verdict }: Cell): boolean => verdict === 'fail' || verdict === 'warn'

/** Puts the reasons into the cells of a comparison; names the violations that have none, and the reasons that no violation has. */
export function withReasons(
  grid: Grid,
  reasons: Reasons,
): { grid: Grid; missing: string[]; unused: string[] } {
  const missing: string[] = []
  const used = new Set<string>()
  const rows = grid.rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell, at) => {
      const client = grid.columns[at]?.target ?? ''
      if (!cell || !isViolation(cell)) return cell
      const reason = reasons[client]?.[row.id]
      if (reason === undefined) missing.push(`${client} ${row.id}`)
      used.add(`${client} ${row.id}`)
      return { ...cell, ...reason }
    }),
  }))
  const all = Object.entries(reasons).flatMap(([client, by]) =>
    Object.keys(by).map((id) => `${client} ${id}`),
  )
  return { grid: { ...grid, rows }, missing, unused: all.filter((each) => !used.has(each)) }
}
