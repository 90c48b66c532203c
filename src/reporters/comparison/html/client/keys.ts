import { all, isSearchKey } from '../../../page/client/elements.ts'
import type { Filter } from './filter.ts'
import { closeWhy } from './reveal.ts'
import type { GridRow } from './rows.ts'

/** Rows and columns that an arrow key goes. */
const steps: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Arrow keys go from cell to cell; Tab stops at the row's own link alone. `/` searches, Escape closes. */
export function enableKeys(rows: readonly GridRow[], { search, clear }: Filter): void {
  for (const link of all(HTMLElement, 'td.cell a')) link.tabIndex = -1
  document.addEventListener('keydown', (event) => {
    const { target, key } = event
    const step = steps[key]
    if (isSearchKey(event)) {
      event.preventDefault()
      search.focus()
    } else if (!(target instanceof Element)) return
    else if (key === 'Escape') {
      if (target === search) clear()
      else closeWhy(target)
    } else if (step) {
      const link = linkFrom(target, step, rows)
      if (!link) return
      event.preventDefault()
      link.focus()
    }
  })
}

/** The next cell's link in a direction; cells without one are passed over. */
function linkFrom(
  from: Element,
  [down, right]: readonly [number, number],
  rows: readonly GridRow[],
): HTMLElement | undefined {
  const own = from.closest<HTMLTableRowElement>('tr.row')
  const cell = from.closest('th, td')
  if (!own || !cell) return undefined
  const visible = rows.filter(({ row }) => row.offsetParent !== null)
  let at = visible.findIndex(({ row }) => row === own)
  let column = [...own.cells].findIndex((each) => each === cell)
  for (;;) {
    at += down
    column += right
    const next = visible[at]?.row.cells[column]
    if (!next) return undefined
    const link = next.querySelector('a')
    if (link) return link
  }
}
