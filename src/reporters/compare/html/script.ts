/** The comparison's only script: it folds, filters and moves about, and puts nothing into the page but text. */
export const script = String.raw`'use strict'
const all = (selector, root = document) => [...root.querySelectorAll(selector)]
document.documentElement.classList.add('scripted')

/* Under a row stands what was found; a link in the row folds it out, and the same one folds it up. */
const byHash = (hash) => hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)))
const mark = (target) => {
  for (const each of all('.here')) each.classList.remove('here')
  if (target) target.classList.add('here')
}
const show = (hash, scroll) => {
  const target = byHash(hash)
  if (!target) return
  if (target.closest('tr')?.hidden || target.closest('tr.why')?.previousElementSibling.hidden) clear()
  for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true
  const row = target.closest('tr.why')
  if (row) row.classList.add('open')
  mark(target)
  if (scroll) (row ? row.previousElementSibling : target).scrollIntoView({ block: row ? 'center' : 'start' })
}
document.addEventListener('click', (event) => {
  const link = event.target.closest('tr.row a[href^="#"]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const hash = link.getAttribute('href')
  const target = byHash(hash)
  const row = target.closest('tr.why')
  if (row.classList.contains('open') && (target.classList.contains('here') || target === row)) {
    row.classList.remove('open')
    mark()
    history.replaceState(null, '', location.pathname + location.search)
  } else {
    show(hash)
    history.replaceState(null, '', hash)
  }
})
addEventListener('hashchange', () => show(location.hash, true))

/* Arrow keys go from cell to cell; the row's own link is what Tab stops at. */
const rows = all('table.grid tr.row').map((row) => ({ row, why: row.nextElementSibling?.matches('tr.why') ? row.nextElementSibling : undefined }))
for (const link of all('td.cell a')) link.tabIndex = -1
const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }
document.addEventListener('keydown', (event) => {
  const typing = event.target.matches?.('input[type=search], select')
  const row = event.target.closest?.('tr.row')
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault()
    search.focus()
  } else if (event.key === 'Escape' && event.target === search) {
    clear()
  } else if (event.key === 'Escape') {
    const open = event.target.closest?.('tr.why') ?? row?.nextElementSibling
    if (!open?.matches('tr.why.open')) return
    open.classList.remove('open')
    open.previousElementSibling.querySelector('a').focus()
  } else if (row && step[event.key]) {
    const [down, right] = step[event.key]
    const visible = rows.filter((each) => each.row.offsetParent !== null)
    let at = visible.findIndex((each) => each.row === row)
    let column = [...row.cells].indexOf(event.target.closest('th, td'))
    for (;;) {
      at += down
      column += right
      const cell = visible[at]?.row.cells[column]
      if (!cell) return
      const link = cell.querySelector('a')
      if (!link) continue
      event.preventDefault()
      link.focus()
      return
    }
  }
})

const filter = document.querySelector('form.filter')
const search = filter.querySelector('input[type=search]')
const suite = filter.querySelector('select')
const boxes = (name) => all('input[name=' + name + ']:checked', filter).map((box) => box.value)
const status = filter.querySelector('[role=status]')
const folds = all('details.suite, details.fold')
let kept
const text = new Map()
const textOf = ({ row, why }) => {
  if (!text.has(row)) text.set(row, (row.textContent + ' ' + (why ? why.textContent : '')).toLowerCase())
  return text.get(row)
}
const filtered = rows.filter(({ row }) => row.dataset.suite !== undefined)
const apply = () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
  const [levels, verdicts] = [boxes('level'), boxes('verdict')]
  const active = words.length + levels.length + verdicts.length > 0 || suite.value !== ''
  let shown = 0
  for (const each of filtered) {
    const { level, verdicts: own, suite: name } = each.row.dataset
    const fits =
      (levels.length === 0 || levels.includes(level)) &&
      (verdicts.length === 0 || verdicts.some((verdict) => own.split(' ').includes(verdict))) &&
      (suite.value === '' || suite.value === name) &&
      (words.length === 0 || words.every((word) => textOf(each).includes(word)))
    each.row.hidden = !fits
    if (each.why) each.why.hidden = !fits
    if (fits) shown += 1
  }
  if (active && !kept) kept = folds.map((fold) => fold.open)
  folds.forEach((fold, index) => {
    const some = fold.querySelector('tr.row:not([hidden])') !== null
    fold.hidden = !some
    if (active) fold.open = some
    else if (kept) fold.open = kept[index]
  })
  for (const table of all('details.suite table.grid')) table.hidden = !table.querySelector('tr.row:not([hidden])')
  if (!active) kept = undefined
  status.textContent = active ? shown + ' of ' + filtered.length + ' shown' : ''
}
const clear = () => {
  filter.reset()
  apply()
}
filter.hidden = false
filter.addEventListener('input', apply)
filter.addEventListener('submit', (event) => event.preventDefault())
apply()
show(location.hash, true)
/* The browser itself goes to the anchor once more when all is loaded. */
addEventListener('load', () => show(location.hash, true))
`
