/** One challenge of a WWW-Authenticate field (RFC 9110, section 11.6.1). */
export interface Challenge {
  /** In lower case: schemes compare without case. */
  scheme: string
  /** Names in lower case. Of a repeated parameter, which is forbidden, the first. */
  parameters: ReadonlyMap<string, string>
  /** The one value that some schemes have instead of parameters. */
  token68?: string
}

const token = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y
const token68 = /[A-Za-z0-9\-._~+/]+=*(?=[ \t]*(?:,|$))/y
const blanks = /[ \t]*/y
const separators = /[ \t,]*/y

/** A place in the field that only moves forward. */
interface Cursor {
  text: string
  at: number
}

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at
  const found = pattern.exec(cursor.text)?.[0]
  if (found === undefined) return undefined
  cursor.at += found.length
  return found
}

/** A quoted string without its quotes and escapes; one without an end is taken as far as it goes. */
function quoted(cursor: Cursor): string {
  let value = ''
  cursor.at += 1
  while (cursor.at < cursor.text.length) {
    const char = cursor.text[cursor.at++]!
    if (char === '"') return value
    value += char === '\\' ? (cursor.text[cursor.at++] ?? '') : char
  }
  return value
}

/** `name = value`, or undefined with the cursor unmoved: then a scheme may follow. */
function parameter(cursor: Cursor): [string, string] | undefined {
  const { at } = cursor
  const name = take(cursor, token)
  take(cursor, blanks)
  if (name === undefined || cursor.text[cursor.at] !== '=') {
    cursor.at = at
    return undefined
  }
  cursor.at += 1
  take(cursor, blanks)
  if (cursor.text[cursor.at] === '"') return [name.toLowerCase(), quoted(cursor)]
  // Unquoted URLs are not tokens, but are sent: everything up to the comma is meant.
  return [name.toLowerCase(), take(cursor, /[^\s,]*/y) ?? '']
}

function challenge(cursor: Cursor): Challenge | undefined {
  const scheme = take(cursor, token)?.toLowerCase()
  if (scheme === undefined) return undefined
  const parameters = new Map<string, string>()
  if (take(cursor, /[ \t]+/y) === undefined) return { scheme, parameters }
  const first = cursor.at
  const value = take(cursor, token68)
  if (value !== undefined) {
    // `a=` could be a parameter without a value, but no scheme in use sends one; `a` alone is a token68.
    return { scheme, parameters, token68: value }
  }
  cursor.at = first
  for (;;) {
    const { at } = cursor
    take(cursor, separators)
    const found = parameter(cursor)
    if (!found) {
      cursor.at = at
      return { scheme, parameters }
    }
    if (!parameters.has(found[0])) parameters.set(...found)
  }
}

/**
 * Reads the values of all WWW-Authenticate fields of a response: several challenges in one field,
 * several fields, quoted strings with escapes, token68. What cannot be read is skipped up to
 * the next comma, so that one odd challenge does not hide the others.
 */
export function parseChallenges(values: readonly string[]): Challenge[] {
  const found: Challenge[] = []
  for (const text of values) {
    const cursor: Cursor = { text, at: 0 }
    for (;;) {
      take(cursor, separators)
      if (cursor.at >= text.length) break
      const next = challenge(cursor)
      if (next) found.push(next)
      else take(cursor, /[^,]+/y)
    }
  }
  return found
}
