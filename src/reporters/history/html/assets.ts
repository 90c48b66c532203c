import { sourceOf, styleSheet } from '../../page/read-assets.ts'

export const style = styleSheet(new URL('style.css', sourceOf(import.meta.url)))
/** Everything on the page works without one. */
export const script = undefined
