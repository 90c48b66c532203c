import { all } from '../../page/client/elements.ts'
import { unpack } from './unpack.ts'

/** Puts the scripts that reproduce findings into their places: packed together, since they share most of their lines. */
export async function showScripts(): Promise<void> {
  const template = document.querySelector<HTMLTemplateElement>('#packed-scripts')
  if (!template) return
  const scripts = await unpack<Readonly<Record<string, string>>>(template)
  for (const place of all(HTMLElement, 'pre[data-script]'))
    place.textContent = scripts[place.dataset['script'] ?? ''] ?? ''
}
