/** A class of elements: HTMLElement, HTMLInputElement, … */
type Kind<Found extends Element> = new () => Found

/** All elements of a class that match a selector, in the order of the page. */
export const all = <Found extends Element>(
  kind: Kind<Found>,
  selector: string,
  root: ParentNode = document,
): Found[] => [...root.querySelectorAll(selector)].filter((each): each is Found => each instanceof kind)

/** The element that matches a selector. Throws where the page, which we made, has none of this class. */
export function one<Found extends Element>(
  kind: Kind<Found>,
  selector: string,
  root: ParentNode = document,
): Found {
  const found = root.querySelector(selector)
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`)
  return found
}

/** Opens an element's folds, from the innermost to the outermost. */
export function openFolds(target: Element): void {
  for (let fold = target.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null)
    fold.open = true
}

/** What is typed into a field, as words in lower case. */
export const wordsIn = ({ value }: HTMLInputElement): string[] =>
  value.toLowerCase().split(/\s+/).filter(Boolean)

/** An element's text in lower case, to be searched. */
export const searchable = (...elements: readonly (Element | undefined)[]): string =>
  elements
    .map((element) => element?.textContent ?? '')
    .join(' ')
    .toLowerCase()

/** `3 of 12 shown`; empty where all are. */
export const shownInWords = (shown: number, total: number): string =>
  shown === total ? '' : `${shown} of ${total} shown`

/** Whether a key is `/` without modifiers, pressed outside of fields: it leads to the search field. */
export const isSearchKey = ({ key, ctrlKey, metaKey, target }: KeyboardEvent): boolean =>
  key === '/' &&
  !ctrlKey &&
  !metaKey &&
  !(target instanceof Element && target.matches('input[type=search], select'))
