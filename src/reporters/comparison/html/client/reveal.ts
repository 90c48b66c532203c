import { all, openFolds } from '../../../page/client/elements.ts'
import type { Filter } from './filter.ts'
import { whyOf } from './rows.ts'

const targetOf = (hash: string): HTMLElement | null =>
  hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null

/** Marks one element as what the last link led to, or none. */
function mark(target?: Element): void {
  for (const each of all(HTMLElement, '.here')) each.classList.remove('here')
  target?.classList.add('here')
}

/** Shows what an address leads to, which may be folded or filtered out. */
function show(hash: string, filter: Filter, scroll: boolean): void {
  const target = targetOf(hash)
  if (!target) return
  const why = target.closest<HTMLElement>('tr.why')
  const row = why?.previousElementSibling ?? null
  const hidden = [target.closest('tr'), row].some((each) => each instanceof HTMLElement && each.hidden)
  if (hidden) filter.clear()
  openFolds(target)
  why?.classList.add('open')
  mark(target)
  if (scroll) (row ?? target).scrollIntoView({ block: row ? 'center' : 'start' })
}

/** Opens what was found below a row when a link in the row is followed, and closes it by the same link. */
function follow(event: MouseEvent, filter: Filter): void {
  const link = event.target instanceof Element && event.target.closest('tr.row a[href^="#"]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const hash = link.getAttribute('href') ?? ''
  const target = targetOf(hash)
  const why = target?.closest('tr.why')
  if (why?.classList.contains('open') && (target?.classList.contains('here') || target === why)) {
    why.classList.remove('open')
    mark()
    history.replaceState(null, '', location.pathname + location.search)
  } else {
    show(hash, filter, false)
    history.replaceState(null, '', hash)
  }
}

/** Lets links, the address and reloads show what they lead to. */
export function enableReveal(filter: Filter): void {
  document.addEventListener('click', (event) => follow(event, filter))
  const showAddress = () => show(location.hash, filter, true)
  addEventListener('hashchange', showAddress)
  showAddress()
  // The browser itself goes to the anchor once more when all is loaded.
  addEventListener('load', showAddress)
}

/** Closes what was found below a row, and focuses the row's link; without effect where nothing is open. */
export function closeWhy(target: Element): void {
  const why = target.closest<HTMLElement>('tr.why') ?? whyOf(target.closest('tr.row'))
  if (!why?.classList.contains('open')) return
  why.classList.remove('open')
  why.previousElementSibling?.querySelector('a')?.focus()
}
