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

/** What has no effect in Markdown nor on GitHub: no markup, address, mention or reference. */
const harmless = /^(?!.*(?:https?:|www\.))[\w ,.;:=+%'"()/-]*$/i

/** Text that may come from a target: prose where it can only be read as that, else code. */
export const prose = (text: string): string => (harmless.test(text) ? words(text) : code(text))

/**
 * Text as HTML, for the few elements that Markdown has no words for: where it could be read as anything else, each
 * character by its number.
 */
export function htmlText(text: string): string {
  const shown = cut(printable(text), valueLimit)
  return harmless.test(shown) && !/["'_]/.test(shown)
    ? shown
    : Array.from(shown, (character) => `&#${character.codePointAt(0) ?? 0};`).join('')
}

/** A cell of a table: a bar would begin the next one. */
export const cell = (markdown: string): string => markdown.replaceAll('|', '\\|')

/** A link to the web; where the address is none, the words alone. */
export const link = (text: string, address: string): string => linked(words(text), address)

/** The same of Markdown, such as code. */
export function linked(markdown: string, address: string): string {
  if (!/^https?:\/\//i.test(address)) return markdown
  const safe = printable(address).replace(/[\s<>()\\|]/g, (character) => encodeURIComponent(character))
  return `[${markdown}](<${safe}>)`
}
