import { all, one } from '../../page/client/elements.ts'

/** Milliseconds for which a button confirms that it copied. */
const confirmation = 1500

/** Shows the buttons that copy the text beside them, and makes them work. */
export function enableCopyButtons(): void {
  for (const button of all(HTMLButtonElement, 'button.copy')) {
    const source = one(HTMLElement, 'pre', button.parentElement ?? document)
    button.hidden = false
    button.addEventListener('click', async () => {
      await copy(source)
      button.textContent = 'Copied'
      setTimeout(() => (button.textContent = 'Copy'), confirmation)
    })
  }
}

/** Copies an element's text; in a file that the browser allows no clipboard, as a selection. */
async function copy(source: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(source.textContent)
  } catch {
    getSelection()?.selectAllChildren(source)
    document.execCommand('copy')
  }
}
