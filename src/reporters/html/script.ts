/**
 * The page's only script; without it nothing is missing but the filter and the buttons. It puts
 * nothing into the page but text.
 */
export const script = String.raw`'use strict'
const all = (selector, root = document) => [...root.querySelectorAll(selector)]

for (const button of all('button.copy')) {
  const source = button.parentElement.querySelector('pre')
  button.hidden = false
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(source.textContent)
    } catch {
      getSelection().selectAllChildren(source)
      document.execCommand('copy')
    }
    button.textContent = 'Copied'
    setTimeout(() => (button.textContent = 'Copy'), 1500)
  })
}

const filter = document.querySelector('.filter')
if (filter) {
  const search = filter.querySelector('input[type=search]')
  const boxes = all('input[type=checkbox]', filter)
  const status = filter.querySelector('[role=status]')
  const rows = all('table.requirements tbody tr').map((row) => ({ row, text: row.textContent.toLowerCase() }))
  const apply = () => {
    const wanted = boxes.filter((box) => box.checked).map((box) => box.value)
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
    let shown = 0
    for (const { row, text } of rows) {
      const fits =
        (wanted.length === 0 || wanted.includes(row.dataset.verdict)) && words.every((word) => text.includes(word))
      row.hidden = !fits
      if (fits) shown += 1
    }
    for (const table of all('table.requirements')) table.hidden = !table.querySelector('tbody tr:not([hidden])')
    status.textContent = shown === rows.length ? '' : shown + ' of ' + rows.length + ' shown'
  }
  filter.hidden = false
  filter.addEventListener('input', apply)
  apply()
  document.addEventListener('keydown', (event) => {
    const typing = event.target === search
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      search.focus()
    }
    if (event.key === 'Escape' && event.target === search) {
      search.value = ''
      apply()
    }
  })
}

/* A link to something that is folded up, or filtered out, shows it. */
const reveal = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (!target) return
  for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true
  if (target.hidden && filter) {
    filter.querySelector('input[type=search]').value = ''
    for (const box of all('input[type=checkbox]', filter)) box.checked = false
    filter.dispatchEvent(new Event('input'))
  }
  target.scrollIntoView()
}
addEventListener('hashchange', reveal)
reveal()
`
