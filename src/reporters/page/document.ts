import { createHash } from 'node:crypto'
import { html, Markup } from './markup.ts'

/** What makes a page, besides its head. */
export interface Document {
  title: string
  /** The one style sheet and the one script; they are ours, and hold nothing of a target. */
  style: string
  script?: string
  /** Of the body. */
  className?: string
  body: Markup
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing is loaded, nothing runs and nothing styles but what is in the page itself. */
const policyOf = ({ style, script }: Document): string =>
  [
    `default-src 'none'`,
    ...(script === undefined ? [] : [`script-src ${hash(script)}`]),
    `style-src ${hash(style)}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ')

/**
 * One file that needs nothing else: no server, no network. Style and script are not written as
 * templates: a formatter that moved a blank would change what the policy allows.
 */
export function documentText(document: Document): string {
  const { title, style, script, className, body } = document
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Markup(policyOf(document))}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${new Markup(`<style>${style}</style>`)}
      </head>
      <body${className !== undefined && html` class="${className}"`}>
        ${body} ${script !== undefined && new Markup(`<script>${script}</script>`)}
      </body>
    </html> `.text
}
