import { all } from '../../../page/client/elements.ts'

/** A row of the grid with the one below it, which shows what was found; it is absent where nothing was. */
export interface GridRow {
  row: HTMLTableRowElement
  why: HTMLTableRowElement | undefined
}

export const gridRows = (): GridRow[] =>
  all(HTMLTableRowElement, 'table.grid tr.row').map((row) => ({ row, why: whyOf(row) }))

/** The row below a row of the grid, where it shows what was found. */
export function whyOf(row: Element | null): HTMLTableRowElement | undefined {
  const next = row?.nextElementSibling
  return next instanceof HTMLTableRowElement && next.matches('tr.why') ? next : undefined
}
