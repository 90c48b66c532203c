import { sourceOf, styleSheet } from '../../page/read-assets.ts'

/** Everything on the page works without a script. */
export const style = styleSheet(new URL('style.css', sourceOf(import.meta.url)))
