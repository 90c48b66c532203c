/** A link to something that is folded up, filtered out or packed shows it; so does a reload. */
export const revealScript = String.raw`
const reveal = async () => {
  const [name, choices] = location.hash.slice(1).split('?')
  if (name === 'requirements' && filter) readChoices(choices || '')
  let id = name
  try {
    id = decodeURIComponent(name)
  } catch {}
  const number = /^exchange-(\d+)$/.exec(id)
  let target = id !== '' && document.getElementById(id)
  if (!target && number && packed) target = await exchangeFold(number[1])
  if (!target) return
  for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true
  if (filter && requirementRows.some(({ row }) => row === target && row.hidden)) readChoices('')
  const row = target.closest('#exchange-list > li')
  if (row) row.hidden = false
  target.scrollIntoView()
}
addEventListener('hashchange', reveal)
reveal()
`
