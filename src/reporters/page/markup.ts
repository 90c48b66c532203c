import { printableLines } from '../../results/text/printable.ts'

/** Text that is markup already: made by `html`, or written in the sources. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

/** What a template takes: text is escaped, markup is not, lists are joined, nothing is nothing. */
export type Content = string | number | Markup | undefined | false | readonly Content[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Most of what a page holds: printable ASCII that means nothing to HTML. */
const harmless = /^[\t\n !#-%(-;=?-_a-~]*$/

/** Text for an element or a quoted attribute; what cannot be seen is spelled out. */
export const escape = (text: string): string => (harmless.test(text) ? text : escapeEach(text))

const escapeEach = (text: string): string =>
  printableLines(text).replace(/[&<>"'`]/g, (character) => entities[character] ?? '')

/** A template whose every value is escaped unless it is markup. Attributes must be in quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const parts = compact(strings)
  let text = parts[0] ?? ''
  // A loop: a page of a thousand exchanges is made of thirty thousand templates.
  for (let index = 1; index < parts.length; index += 1) text += textOf(values[index - 1]) + parts[index]
  return new Markup(text)
}

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>()

/** Without blank lines, and without blanks beside a line break. */
function withoutIndentation(text: string): string {
  const lines = text.split('\n')
  const [first = '', last = ''] = [lines[0], lines.at(-1)]
  if (lines.length === 1) return text
  const between = lines.slice(1, -1).flatMap((line) => line.trim() || [])
  return [first.trimEnd(), ...between, last.trimStart()].join('\n').replace(betweenBlocks, '$<tag>')
}

/** A line break between two tags that begin or end a block, where it means nothing. */
const block =
  '</?(?:article|dd|details|div|dl|dt|header|h[1-4]|li|ol|section|summary|table|tbody|td|th|thead|tr|ul)'
const betweenBlocks = new RegExp(`(?<tag>${block}(?: [^<>]*)?>)\\n(?=${block}[ >])`, 'g')

/** A template without the indentation that it has in the sources: a third of a page would be blanks. */
function compact(strings: TemplateStringsArray): readonly string[] {
  const known = compacted.get(strings)
  if (known) return known
  const made = strings.map(withoutIndentation)
  compacted.set(strings, made)
  return made
}

function textOf(content: Content): string {
  if (content === undefined || content === false) return ''
  if (content instanceof Markup) return content.text
  if (typeof content === 'object') return content.map(textOf).join('')
  return escape(String(content))
}

/** A link to the web; where the address is none, the words alone. */
export const webLink = (address: string, words: Content): Markup =>
  /^https?:\/\//i.test(address) ? html`<a href="${address}">${words}</a>` : html`<span>${words}</span>`

/** A link inside the page. */
export const pageLink = (anchor: string, words: Content): Markup => html`<a href="#${anchor}">${words}</a>`
