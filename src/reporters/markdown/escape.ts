import { cut, printable, printableLines } from '../../results/text/printable.ts'

/**
 * Text in Markdown. What a target sent is in code, where nothing has an effect: no markup, no link,
 * no mention of a user. Own words are escaped.
 */

const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))

/** Texts of a target are cut; the whole of it is in results.json. */
const valueLimit = 400

/** A code span with any text on one line. */
export function code(text: string): string {
  const shown = cut(printable(text), valueLimit)
  if (shown.trim() === '') return '(nothing)'
  const fence = '`'.repeat(longestRun(shown) + 1)
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}

/** A block of code; no line of it can end it. */
export function codeBlock(text: string, language = ''): string {
  const shown = printableLines(text)
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1))
  return `${fence}${language}\n${shown.trimEnd()}\n${fence}`
}

/** Own words; what could be markup is not. */
export const words = (text: string): string =>
  printable(text).replace(/[\\`*_{}[\]<>|~#&@!]/g, (character) =>
    character === '@' ? '&#64;' : `\\${character}`,
  )

/** A cell of a table: a bar would begin the next one. */
export const cell = (markdown: string): string => markdown.replaceAll('|', '\\|')

/** A link to the web; where the address is none, the words alone. */
export function link(text: string, address: string): string {
  if (!/^https?:\/\//i.test(address)) return words(text)
  const safe = printable(address).replace(/[\s<>()\\|]/g, (character) => encodeURIComponent(character))
  return `[${words(text)}](<${safe}>)`
}
