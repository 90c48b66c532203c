import { all, one, searchable, shownInWords, wordsIn } from '../../page/client/elements.ts'
import { unpack } from './unpack.ts'

/**
 * The list of all exchanges: unpacked when it is first needed, each exchange put into the page when it is opened.
 * The markup was made, and escaped, by the same templates as the rest of the page.
 */
export interface ExchangeList {
  /** The fold of one exchange, filled; undefined where there is none. */
  fold(id: string): Promise<HTMLElement | undefined>
}

/** Number, markup of its line, markup of what was sent and received; the last one is absent where the page shows it. */
type Packed = readonly [id: number, line: string, wire?: string]

/** Shows the search of the list and makes it work; undefined where the run sent no request. */
export function enableExchanges(): ExchangeList | undefined {
  const packed = document.querySelector<HTMLTemplateElement>('#packed-exchanges')
  if (!packed) return undefined
  const list = one(HTMLElement, '#exchange-list')
  const tools = one(HTMLElement, '#exchange-filter')
  const field = one(HTMLInputElement, 'input', tools)
  const showAll = one(HTMLElement, '#show-exchanges')
  let listed: Promise<ReadonlyMap<string, string>> | undefined
  /** Lists them once; gives back the markup of what each sent and received. */
  const show = () => {
    listed ??= unpack<readonly Packed[]>(packed).then((exchanges) => {
      const wires = new Map(exchanges.map(([id, , wire = '']) => [String(id), wire]))
      list.innerHTML = exchanges.map(([, line]) => line).join('')
      // The event does not bubble, but it is captured.
      list.addEventListener(
        'toggle',
        ({ target }) => target instanceof HTMLDetailsElement && target.open && fill(target, wires),
        true,
      )
      showAll.hidden = true
      enableSearch(list, field, one(HTMLElement, '[role=status]', tools))
      return wires
    })
    return listed
  }
  tools.hidden = false
  showAll.addEventListener('click', show)
  field.addEventListener('focus', show)
  return {
    async fold(id) {
      const wires = await show()
      const fold = list.querySelector<HTMLDetailsElement>(`details[data-exchange="${id}"]`)
      if (!fold) return undefined
      fill(fold, wires)
      return fold
    },
  }
}

/** Puts into an opened fold what its exchange sent and received, or a copy of it from beside a finding. */
function fill(fold: HTMLDetailsElement, wires: ReadonlyMap<string, string>): void {
  if (fold.children.length > 1) return
  const id = fold.dataset['exchange'] ?? ''
  const beside = document.getElementById(`exchange-${id}`)
  const place = document.createElement('div')
  place.className = 'wire'
  if (beside) place.append(...[...beside.children].map((child) => child.cloneNode(true)))
  else {
    place.id = `exchange-${id}`
    place.innerHTML = wires.get(id) ?? ''
  }
  fold.append(place)
}

function enableSearch(list: HTMLElement, field: HTMLInputElement, status: HTMLElement): void {
  const rows = all(HTMLElement, 'li', list)
    .filter((row) => row.parentElement === list)
    .map((row) => ({ row, text: searchable(row) }))
  const apply = () => {
    const words = wordsIn(field)
    for (const { row, text } of rows) row.hidden = !words.every((word) => text.includes(word))
    status.textContent = shownInWords(rows.filter(({ row }) => !row.hidden).length, rows.length)
  }
  field.addEventListener('input', apply)
  apply()
}
