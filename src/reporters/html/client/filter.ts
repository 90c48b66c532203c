import { all, isSearchKey, one, searchable, shownInWords, wordsIn } from '../../page/client/elements.ts'

/**
 * The filter of the requirements. What is chosen is in the address, as
 * `#requirements?verdict=fail,warn&level=MUST&suite=pull&find=range`, so that a reload or a link to it
 * shows the same.
 */
export interface RequirementFilter {
  /** Chooses what an address specifies: `verdict=fail&level=MUST`. */
  choose(address: string): void
  /** Whether a row is hidden by what is chosen. */
  hides(row: Element): boolean
}

interface Row {
  row: HTMLElement
  text: string
  suite: string | undefined
  /** The first word of the last cell: `MUST (stated) …`. */
  level: string
}

const kinds = ['verdict', 'level'] as const

/** Shows the filter and makes it work. */
export function enableFilter(): RequirementFilter {
  const filter = one(HTMLElement, '#requirement-filter')
  const search = one(HTMLInputElement, 'input[type=search]', filter)
  const suite = one(HTMLSelectElement, 'select', filter)
  const status = one(HTMLElement, '[role=status]', filter)
  const boxes = all(HTMLInputElement, 'input[type=checkbox]', filter)
  const rows = all(HTMLElement, 'table.requirements tbody tr').map((row): Row => ({
    row,
    text: searchable(row),
    suite: row.closest('table')?.dataset['suite'],
    level: row.lastElementChild?.textContent?.trim().split(' ')[0] ?? '',
  }))
  const chosen = (kind: string): string[] =>
    boxes.filter((box) => box.checked && kindOf(box) === kind).map(({ value }) => value)

  const apply = () => {
    const [verdicts, levels, words] = [chosen('verdict'), chosen('level'), wordsIn(search)]
    const fits = ({ row, text, suite: name, level }: Row): boolean =>
      (verdicts.length === 0 || verdicts.includes(row.className)) &&
      (levels.length === 0 || levels.includes(level)) &&
      (suite.value === '' || suite.value === name) &&
      words.every((word) => text.includes(word))
    for (const each of rows) each.row.hidden = !fits(each)
    for (const table of all(HTMLElement, 'table.requirements'))
      table.hidden = !table.querySelector('tbody tr:not([hidden])')
    status.textContent = shownInWords(rows.filter(({ row }) => !row.hidden).length, rows.length)
  }
  const store = () => {
    const choices = new URLSearchParams()
    for (const kind of kinds) if (chosen(kind).length > 0) choices.set(kind, chosen(kind).join())
    if (suite.value !== '') choices.set('suite', suite.value)
    if (search.value !== '') choices.set('find', search.value)
    const text = choices.toString()
    history.replaceState(null, '', text === '' ? '#requirements' : `#requirements?${text}`)
  }
  const choose = (address: string) => {
    const choices = new URLSearchParams(address)
    for (const box of boxes) box.checked = (choices.get(kindOf(box)) ?? '').split(',').includes(box.value)
    suite.value = choices.get('suite') ?? ''
    // A suite that is not in this report.
    if (suite.selectedIndex < 0) suite.value = ''
    search.value = choices.get('find') ?? ''
    apply()
  }

  const changed = () => {
    apply()
    store()
  }
  filter.hidden = false
  filter.addEventListener('input', changed)
  document.addEventListener('keydown', (event) => {
    if (isSearchKey(event)) {
      event.preventDefault()
      search.focus()
    }
    if (event.key === 'Escape' && event.target === search) {
      search.value = ''
      changed()
    }
  })
  choose('')
  return { choose, hides: (row) => rows.some((each) => each.row === row && each.row.hidden) }
}

const kindOf = (box: HTMLInputElement): string => box.closest('fieldset')?.dataset['by'] ?? ''
