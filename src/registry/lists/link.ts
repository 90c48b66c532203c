import { headerValues, type Exchange } from '../record/exchange.ts'

/** One link of a Link header field (RFC 8288, which replaced RFC 5988). */
export interface Link {
  target: string
  /** Parameters by lower-case name; the first of each counts. */
  parameters: ReadonlyMap<string, string>
}

/** A place in a field that only moves forward: reading takes time that grows with the length alone. */
interface Cursor {
  text: string
  at: number
}

const blanks = /\s*/y
const targetText = /[^<>]*/y
const parameterName = /[\w*!#$%&'+^`|~.-]+/y
/** More than a token: unquoted addresses are not tokens, but servers send them. */
const unquoted = /[^\s",;]+/y

function take(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at
  const found = pattern.exec(cursor.text)?.[0] ?? ''
  cursor.at += found.length
  return found
}

function takeCharacter(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.at] !== character) return false
  cursor.at += 1
  return true
}

/** Reads the values of Link header fields; undefined where one is not of the form `<target>; name=value`. */
export function parseLinks(values: readonly string[]): Link[] | undefined {
  const links: Link[] = []
  for (const text of values) {
    const cursor: Cursor = { text, at: 0 }
    while (cursor.at < text.length) {
      const link = readLink(cursor)
      if (!link) return undefined
      links.push(link)
      if (cursor.at < text.length && !takeCharacter(cursor, ',')) return undefined
    }
  }
  return links
}

/** `<target>` and its parameters, up to a comma or the end; undefined where it is not well-formed. */
function readLink(cursor: Cursor): Link | undefined {
  take(cursor, blanks)
  if (!takeCharacter(cursor, '<')) return undefined
  const target = take(cursor, targetText)
  if (!takeCharacter(cursor, '>')) return undefined
  const parameters = new Map<string, string>()
  take(cursor, blanks)
  while (takeCharacter(cursor, ';')) {
    take(cursor, blanks)
    const name = take(cursor, parameterName).toLowerCase()
    if (name === '') return undefined
    take(cursor, blanks)
    const value = takeCharacter(cursor, '=') ? readValue(cursor) : ''
    if (value === undefined) return undefined
    if (!parameters.has(name)) parameters.set(name, value)
    take(cursor, blanks)
  }
  return { target, parameters }
}

/** The value after `=`, a quoted string without its quotes and escapes; undefined where it does not end. */
function readValue(cursor: Cursor): string | undefined {
  take(cursor, blanks)
  if (!takeCharacter(cursor, '"')) return take(cursor, unquoted) || undefined
  const { text } = cursor
  let value = ''
  while (cursor.at < text.length) {
    const character = text[cursor.at++]!
    if (character === '"') return value
    value += character === '\\' ? (text[cursor.at++] ?? '') : character
  }
  return undefined
}

/** The Link header fields of a response; none where there is no response. */
const linksOf = ({ response }: Exchange): string[] => (response ? headerValues(response.headers, 'link') : [])

export const hasLink = (exchange: Exchange): boolean => linksOf(exchange).length > 0

/** The link to the next page: relation types are divided by spaces and compare without case. */
export const nextLink = (exchange: Exchange): Link | undefined =>
  (parseLinks(linksOf(exchange)) ?? []).find(({ parameters }) =>
    (parameters.get('rel') ?? '').toLowerCase().split(/\s+/).includes('next'),
  )

/** Where the next page is, against the URL of this one; undefined where no Link leads there. */
export function nextUrl(exchange: Exchange): string | undefined {
  const target = nextLink(exchange)?.target
  const { url } = exchange.request
  return target === undefined || !URL.canParse(target, url) ? undefined : new URL(target, url).href
}
