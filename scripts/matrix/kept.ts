import type { Column, Grid, Row } from '../../src/results/comparison/grid.ts'

/**
 * A grid with those columns of an earlier one whose product it has not. They were judged by an earlier state of
 * this program, as their date shows: requirements that came since have no cell there.
 */
export function withKept(grid: Grid, earlier: Grid | undefined): Grid {
  const kept = (earlier?.columns ?? []).flatMap((column, at) =>
    grid.columns.some(({ product }) => product === column.product) ? [] : [{ column, at }],
  )
  if (!earlier || kept.length === 0) return grid
  return {
    ...grid,
    columns: [...grid.columns, ...kept.map(({ column }): Column => column)],
    capabilities: grid.capabilities.map((capability) => {
      const known = earlier.capabilities.find(({ name }) => name === capability.name)
      return {
        ...capability,
        states: [...capability.states, ...kept.map(({ at }) => known?.states[at] ?? null)],
      }
    }),
    rows: grid.rows.map((row) => {
      const known = earlier.rows.find(({ id }) => id === row.id)
      const cells = [...row.cells, ...kept.map(({ at }) => known?.cells[at] ?? null)]
      return { ...row, cells, differs: differing(cells) }
    }),
  }
}

const differing = (cells: Row['cells']): boolean =>
  new Set(cells.flatMap((cell) => (cell && cell.verdict !== 'skipped' ? [cell.verdict] : []))).size > 1
