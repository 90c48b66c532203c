import { html, type Content, type Markup } from '../../page/markup.ts'

/** To a requirement in a target's own report; the path begins with a dot, so that it can name no scheme. */
export function reportLink(path: string, requirement: string | undefined, words: Content): Markup {
  const segments = path.split('/').map(encodeURIComponent).join('/')
  const anchor = requirement === undefined ? '' : `#${encodeURIComponent(requirement)}`
  return html`<a href="${segments.startsWith('.') ? segments : `./${segments}`}${anchor}">${words}</a>`
}

/** Anchor of what the first of some columns did about a requirement. */
export const outcomeAnchor = (requirement: string, columns: readonly number[]): string =>
  `${requirement}~${(columns[0] ?? 0) + 1}`
