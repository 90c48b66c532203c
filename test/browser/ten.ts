import type { Grid } from '../../src/results/comparison/grid.ts'

/** A comparison of ten columns made of one of fewer, as where many registries stand side by side. */
export function tenOf(grid: Grid): Grid {
  const at = Array.from({ length: 10 }, (_, index) => index % grid.columns.length)
  const pick = <Item>(list: readonly Item[]): Item[] => at.flatMap((index) => list.slice(index, index + 1))
  return {
    ...grid,
    steps: [],
    columns: pick(grid.columns).map((column, index) => ({
      ...column,
      name: `${column.product} ${index}.1.1`,
    })),
    capabilities: grid.capabilities.map((each) => ({ ...each, states: pick(each.states) })),
    rows: grid.rows.map((row) => ({ ...row, cells: pick(row.cells) })),
  }
}
