/**
 * The filter of the requirements. What is chosen stands in the address, as
 * `#requirements?verdict=fail,warn&level=MUST&suite=pull&find=range`, so that a reload or a link to it
 * shows the same.
 */
export const filterScript = String.raw`
const filter = document.getElementById('requirement-filter')
const search = filter && filter.querySelector('input[type=search]')
const suite = filter && filter.querySelector('select')
const boxes = filter ? all('input[type=checkbox]', filter) : []
const kindOf = (box) => box.closest('fieldset').dataset.by
const chosen = (kind) => boxes.filter((box) => box.checked && kindOf(box) === kind).map((box) => box.value)

const applyFilter = () => {
  const status = filter.querySelector('[role=status]')
  const verdicts = chosen('verdict')
  const levels = chosen('level')
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
  let shown = 0
  for (const { row, text, name } of requirementRows) {
    const fits =
      (verdicts.length === 0 || verdicts.includes(row.className)) &&
      (levels.length === 0 || levels.includes(row.dataset.level)) &&
      (suite.value === '' || suite.value === name) &&
      words.every((word) => text.includes(word))
    row.hidden = !fits
    if (fits) shown += 1
  }
  for (const table of all('table.requirements')) table.hidden = !table.querySelector('tbody tr:not([hidden])')
  status.textContent = shown === requirementRows.length ? '' : shown + ' of ' + requirementRows.length + ' shown'
}

const requirementRows = all('table.requirements tbody tr').map((row) => ({
  row,
  text: row.textContent.toLowerCase(),
  name: row.closest('table').dataset.suite,
}))

/* Choices as an address, and back. */
const writeChoices = () => {
  const choices = new URLSearchParams()
  for (const kind of ['verdict', 'level']) if (chosen(kind).length > 0) choices.set(kind, chosen(kind).join())
  if (suite.value !== '') choices.set('suite', suite.value)
  if (search.value !== '') choices.set('find', search.value)
  const text = choices.toString()
  history.replaceState(null, '', text === '' ? '#requirements' : '#requirements?' + text)
}
const readChoices = (text) => {
  const choices = new URLSearchParams(text)
  const list = (kind) => (choices.get(kind) || '').split(',')
  for (const box of boxes) box.checked = list(kindOf(box)).includes(box.value)
  suite.value = choices.get('suite') || ''
  if (suite.selectedIndex < 0) suite.value = ''
  search.value = choices.get('find') || ''
  applyFilter()
}

if (filter) {
  filter.hidden = false
  filter.addEventListener('input', () => {
    applyFilter()
    writeChoices()
  })
  readChoices('')
  document.addEventListener('keydown', (event) => {
    const typing = event.target.matches('input[type=search], select')
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      search.focus()
    }
    if (event.key === 'Escape' && event.target === search) {
      search.value = ''
      applyFilter()
      writeChoices()
    }
  })
}
`
