/**
 * The list of all exchanges: unpacked when it is first asked for, each exchange put into the page when
 * it is opened. The markup was made, and escaped, by the same templates as the rest of the page.
 */
export const exchangeScript = String.raw`
const packed = document.getElementById('packed-exchanges')
const exchangeItems = document.getElementById('exchange-list')
let wires

const unpack = async () => {
  const bytes = Uint8Array.from(atob(packed.content.textContent), (character) => character.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return JSON.parse(await new Response(stream).text())
}

const fill = (fold) => {
  if (fold.children.length > 1) return
  const id = fold.dataset.exchange
  const beside = document.getElementById('exchange-' + id)
  const place = document.createElement('div')
  place.className = 'wire'
  if (beside) place.append(...[...beside.children].map((child) => child.cloneNode(true)))
  else {
    place.id = 'exchange-' + id
    place.innerHTML = wires.get(id)
  }
  fold.append(place)
}

let listing
const listExchanges = () =>
  (listing ||= unpack().then((unpacked) => {
    wires = new Map(unpacked.map(([id, , wire]) => [String(id), wire]))
    exchangeItems.innerHTML = unpacked.map(([, line]) => line).join('')
    exchangeItems.addEventListener('toggle', (event) => event.target.open && fill(event.target), true)
    document.getElementById('show-exchanges').hidden = true
    const rows = [...exchangeItems.children].map((row) => ({ row, text: row.textContent.toLowerCase() }))
    const field = document.querySelector('#exchange-filter input')
    const status = document.querySelector('#exchange-filter [role=status]')
    const apply = () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean)
      let shown = 0
      for (const { row, text } of rows) {
        row.hidden = !words.every((word) => text.includes(word))
        if (!row.hidden) shown += 1
      }
      status.textContent = shown === rows.length ? '' : shown + ' of ' + rows.length + ' shown'
    }
    field.addEventListener('input', apply)
    apply()
  }))

/* The fold of one exchange in the list, filled; undefined where there is none. */
const exchangeFold = async (id) => {
  await listExchanges()
  const fold = exchangeItems.querySelector('details[data-exchange="' + id + '"]')
  if (fold) fill(fold)
  return fold
}

if (packed) {
  const tools = document.getElementById('exchange-filter')
  tools.hidden = false
  document.getElementById('show-exchanges').addEventListener('click', listExchanges)
  tools.querySelector('input').addEventListener('focus', listExchanges)
}
`
