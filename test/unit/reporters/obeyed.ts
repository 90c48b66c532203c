import { inflateRawSync } from 'node:zlib'

/** What a program that shows a report would obey instead of showing it; each gives the first lines that it would. */

const first = (lines: readonly string[]): string[] =>
  lines.slice(0, 3).map((line) => JSON.stringify(line.slice(0, 300)))

/** Control and format characters, separators of lines, half characters: what a terminal or an editor acts upon. */
const acting = /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\u2028\u2029]/u

export const byTerminal = (text: string): string[] =>
  first(text.split('\n').filter((line) => acting.test(line)))

/** Lines that a CI runner takes for commands, unless they are ours. */
export const byRunner = (text: string, ours = /^$/): string[] =>
  first(
    text
      .split(/[\n\r\v\f\u0085\u2028\u2029]/)
      .filter((line) => /^(?:\s|\p{Cc}|\[[\d;]*m)*::|##\[/u.test(line) && !ours.test(line)),
  )

/** The word that hostile texts use as element, attribute, function and command. */
export const evil = 'xevil'

/** Markup of the hostile text in a page: an element, an attribute, the end of a script, an address that is code. */
export function byBrowser(page: string): string[] {
  const [, packed = ''] = /<template id="packed-exchanges">([^<]*)</.exec(page) ?? []
  const exchanges = packed === '' ? '' : inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')
  // Both parts are markup; JSON has escaped quotes.
  const markup = `${page}\n${exchanges.replaceAll('\\"', '"')}`
  const patterns = [
    new RegExp(`<[^<>]{0,3}${evil}`, 'g'),
    new RegExp(`["'\`]\\s*${evil}=`, 'g'),
    /(?:href|src)="\s*(?!https?:|#|\.|mailto:)[^"]{0,40}/g,
    /(?:href|src)=(?!")[^ ]{0,40}/g,
    /\son[a-z]+="/g,
  ]
  return first(patterns.flatMap((pattern) => markup.match(pattern) ?? []))
}

/** The length of the run of backticks there. */
const runAt = (text: string, at: number): number => /^`*/.exec(text.slice(at))?.[0].length ?? 0

/** A paragraph without its code spans (CommonMark 6.1): escaped backticks begin none. */
function withoutSpans(paragraph: string): string {
  let prose = ''
  for (let at = 0; at < paragraph.length;) {
    const run = runAt(paragraph, at)
    if (run === 0) {
      const length = paragraph[at] === '\\' ? 2 : 1
      prose += paragraph.slice(at, at + length)
      at += length
      continue
    }
    const end = new RegExp(`(?<!\`)\`{${run}}(?!\`)`, 'g')
    end.lastIndex = at + run
    at = end.test(paragraph) ? end.lastIndex : at + run
  }
  return prose
}

/** Raw HTML and links of the hostile text in Markdown; code is shown, whatever it is. */
export function byMarkdown(text: string): string[] {
  const prose = text
    .replaceAll(/^(`{3,})(?!`)[^\n]*\n[^]*?\n\1$/gm, '')
    .split(/\n(?:[ \t]*\n)+/)
    .map(withoutSpans)
    .join('\n\n')
  const patterns = [
    new RegExp(`(?<!\\\\)<[^<>\\n]{0,3}${evil}`, 'g'),
    /(?<!\\)\]\((?!\s*<?\s*(?:https?:|#))[^)\n]{0,40}/g,
    new RegExp(`(?<![\\\\\\w])@${evil}`, 'g'),
  ]
  return first(patterns.flatMap((pattern) => prose.match(pattern) ?? []))
}

/** Characters that a JSON file may contain, and that a terminal or an editor acts upon where the file is shown. */
export const inJson = (text: string): string[] => byTerminal(text)
