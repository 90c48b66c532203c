/**
 * Text of a target for display. A registry may return terminal escapes, bidi marks, or characters that no document may
 * contain; all are shown as `\u{…}` instead of being interpreted.
 */

/** Control and format characters (bidi marks, zero width), separators of lines, lone surrogates, noncharacters. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\uFFFE\uFFFF\u{1FFFE}\u{1FFFF}]/gu

/** The most frequent case, and far faster to check than the properties of Unicode. */
const plain = /^[ -~]*$/

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`

/** One line: line breaks and tabs are shown as well. */
export const printable = (text: string): string =>
  plain.test(text) ? text : text.replace(unprintable, escaped)

/** Several lines: `\n`, `\r\n` and tabs are kept. */
export const printableLines = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(unprintable, (character) =>
      character === '\n' || character === '\t' ? character : escaped(character),
    )

/** At most `limit` characters, and how many more there are. Never cuts a character in two. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const characters = Array.from(text)
  if (characters.length <= limit) return text
  return `${characters.slice(0, limit).join('')}… (${characters.length - limit} more)`
}

/** One line of at most `width` characters, the ellipsis included: for a column of a layout. */
export function fit(text: string, width: number): string {
  if (text.length <= width) return text
  const characters = Array.from(text)
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`
}

/** One line of at most `width` characters, shortened in the middle: of a URL both ends say which one it is. */
export function fitMiddle(text: string, width: number): string {
  const characters = text.length <= width ? [] : Array.from(text)
  if (characters.length <= width) return text
  const end = Math.floor((width - 1) / 3)
  return `${characters.slice(0, Math.max(0, width - 1 - end)).join('')}…${characters.slice(characters.length - end).join('')}`
}

/** Breaks at spaces into lines of at most `width` columns; a longer word is on a line of its own, whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line === '') line = word
    else if (line.length + 1 + word.length <= width) line += ` ${word}`
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

/**
 * CI runners interpret some lines of a log as commands: `::error::` at the beginning, behind spaces and colours as well,
 * `##[…]` anywhere. What a target sends must not be interpreted so.
 */
export const noCommand = (line: string): string =>
  line.replace(/^((?:\s|\p{Cc}\[[\d;]*m)*):(?=:)/u, '$1\\u{3a}').replaceAll('##[', '#\\u{23}[')

/** Several lines of which none is a command. */
export const noCommands = (text: string): string => text.split('\n').map(noCommand).join('\n')
