import { all, one, searchable, wordsIn } from '../../../page/client/elements.ts'
import type { GridRow } from './rows.ts'

export interface Filter {
  search: HTMLInputElement
  /** Shows all rows again. */
  clear: () => void
}

/** Shows the filter and makes it work. A fold with rows that fit is open as long as anything is chosen. */
export function enableFilter(rows: readonly GridRow[]): Filter {
  const form = one(HTMLFormElement, 'form.filter')
  const search = one(HTMLInputElement, 'input[type=search]', form)
  const suite = one(HTMLSelectElement, 'select', form)
  const status = one(HTMLElement, '[role=status]', form)
  const folds = all(HTMLDetailsElement, 'details.suite, details.fold')
  const filtered = rows.filter(({ row }) => row.dataset['suite'] !== undefined)
  const textOf = lazyTexts()
  const chosen = (name: string): string[] =>
    all(HTMLInputElement, `input[name=${name}]:checked`, form).map(({ value }) => value)
  /** Which folds were open before anything was chosen. */
  let before: readonly boolean[] | undefined

  const showFolds = (active: boolean) => {
    if (active) before ??= folds.map(({ open }) => open)
    for (const [index, fold] of folds.entries()) {
      const some = fold.querySelector('tr.row:not([hidden])') !== null
      fold.hidden = !some
      if (active) fold.open = some
      else fold.open = before?.[index] ?? fold.open
    }
    if (!active) before = undefined
  }
  const apply = () => {
    const [words, levels, verdicts] = [wordsIn(search), chosen('level'), chosen('verdict')]
    const active = words.length + levels.length + verdicts.length > 0 || suite.value !== ''
    let shown = 0
    for (const each of filtered) {
      const { level = '', verdicts: own = '', suite: name } = each.row.dataset
      const fits =
        (levels.length === 0 || levels.includes(level)) &&
        (verdicts.length === 0 || own.split(' ').some((verdict) => verdicts.includes(verdict))) &&
        (suite.value === '' || suite.value === name) &&
        words.every((word) => textOf(each).includes(word))
      each.row.hidden = !fits
      if (each.why) each.why.hidden = !fits
      if (fits) shown += 1
    }
    showFolds(active)
    for (const table of all(HTMLElement, 'details.suite table.grid'))
      table.hidden = !table.querySelector('tr.row:not([hidden])')
    status.textContent = active ? `${shown} of ${filtered.length} shown` : ''
  }

  form.hidden = false
  form.addEventListener('input', apply)
  form.addEventListener('submit', (event) => event.preventDefault())
  apply()
  return {
    search,
    clear() {
      form.reset()
      apply()
    },
  }
}

/** Texts of rows, each made when it is first searched: there are thousands. */
function lazyTexts(): (row: GridRow) => string {
  const texts = new WeakMap<Element, string>()
  return ({ row, why }) => {
    const text = texts.get(row) ?? searchable(row, why)
    texts.set(row, text)
    return text
  }
}
