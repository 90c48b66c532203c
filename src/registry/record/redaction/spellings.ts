/**
 * How a secret may be written where it is repeated: as it is, percent-encoded, escaped as in JSON or HTML (each
 * several times over), in base64 and in hexadecimal. All are sources of regular expressions without a quantifier
 * that has no bound, so that looking for them takes linear time.
 */

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const hexOf = (value: number, digits = 2): string => value.toString(16).padStart(digits, '0')

/** In small and in large letters. */
const anyCase = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`)

/** `%2F`, and `%252F` where it was encoded again. */
const percent = (byte: number): string => `%(?:25){0,3}${anyCase(hexOf(byte))}`

const entities: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
}

/** No encoding in use writes these otherwise. */
const unreserved = /^[A-Za-z0-9_.-]$/

/** A character of an escape sequence, which may itself be percent-encoded. */
const mark = (character: string): string => `(?:${literal(character)}|${percent(character.charCodeAt(0))})`

/** Each level of escaping doubles the backslashes. */
const backslashes = (least: number, most: number): string => `${mark('\\')}{${least},${most}}`

/** `\u00fc`, `\u{fc}` and `\xc3\xbc`. */
function escapesOf(character: string, bytes: readonly number[]): string {
  const before = backslashes(1, 7)
  const units = Array.from({ length: character.length }, (_, at) => hexOf(character.charCodeAt(at), 4))
  const code = anyCase(character.codePointAt(0)!.toString(16))
  const forms = [
    units.map((unit) => `u${anyCase(unit)}`).join(before),
    `u${mark('{')}0{0,4}${code}${mark('}')}`,
    bytes.map((byte) => `x${anyCase(hexOf(byte))}`).join(before),
  ]
  return `${before}(?:${forms.join('|')})`
}

/** `&quot;`, `&#34;` and `&#x22;`. */
function entityOf(character: string): string {
  const code = character.codePointAt(0)!
  const name = entities[character]
  const numbers = `${mark('#')}(?:0{0,4}${code}|[xX]0{0,4}${anyCase(code.toString(16))})`
  const forms = name === undefined ? numbers : `(?:${numbers}|${name})`
  return `(?:${mark('&')}|\\\\{1,7}u0026)(?:(?:amp|${mark('#')}(?:38|[xX]26))${mark(';')}){0,2}${forms}${mark(';')}`
}

/** One character in each of its forms; `run` is how often it is repeated, for backslashes. */
function formsOfCharacter(character: string, run: number): string {
  if (unreserved.test(character)) return literal(character)
  const bytes = [...Buffer.from(character, 'utf8')]
  const isQuoted = /["'/]/.test(character)
  const forms = [
    character === '\\' ? backslashes(run, run * 8) : literal(character),
    bytes.map(percent).join(''),
    // Bodies are looked at with one character a byte.
    ...(bytes.length > 1 ? [literal(Buffer.from(bytes).toString('latin1'))] : []),
    ...(character === '\\' ? [] : [escapesOf(character, bytes)]),
    entityOf(character),
    ...(character === ' ' ? [mark('+')] : []),
  ]
  return `${isQuoted ? backslashes(0, 7) : ''}(?:${forms.join('|')})`
}

/** Longer ones are recognised by their beginning; what follows without a break belongs to them. */
const longest = 256

const rest = `[^\\s"'<>&\\\\,;]*`

/** A secret itself, with each character in any of its escaped forms. */
export function plainForms(secret: string): string {
  const start = secret.length > longest ? secret.slice(0, longest) : secret
  const source = start.replace(/\\+|[^A-Za-z0-9_-]/gu, (part) =>
    part.startsWith('\\') ? formsOfCharacter('\\', part.length) : formsOfCharacter(part, 1),
  )
  return secret.length > longest ? source + rest : source
}

/** Characters of base64 in both alphabets, and as they are in URLs and in JSON. */
const base64Source = (text: string): string =>
  text.replace(/[+/]/g, (character) =>
    character === '+' ? '(?:[+-]|%(?:25){0,3}2[bB])' : '(?:[/_]|\\\\{1,7}/|%(?:25){0,3}2[fF])',
  )

const padding = '(?:=|%(?:25){0,3}3[dD]|\\\\{1,7}u003[dD]){0,2}'

/** Of a short secret the encoding alone: parts of it are in other texts too. */
const shortestPart = 6

/**
 * The base64 of anything that contains the secret: it may begin at each of three places of a group, and the characters
 * at its ends depend on what is beside it.
 */
export function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret.slice(0, longest), 'utf8')
  const forms = [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/={1,2}$/, '')
    const known = Math.floor(((shift + bytes.length) * 8) / 6)
    const part = whole.slice(Math.ceil((shift * 8) / 6), known)
    return part.length < shortestPart ? [] : [`${base64Source(part)}[A-Za-z0-9+/_-]?${padding}`]
  })
  if (forms.length > 0) return forms
  const alone = bytes.toString('base64').replace(/={1,2}$/, '')
  return [`(?<![A-Za-z0-9+/_-])${base64Source(alone)}${padding}(?![A-Za-z0-9+/_=-])`]
}

/** In hexadecimal, of six bytes or more: fewer are in every digest. */
export const hexForms = (secret: string): string[] => {
  const bytes = Buffer.from(secret, 'utf8')
  const hex = bytes.toString('hex')
  return bytes.length < 6 || bytes.length > longest ? [] : [hex, hex.toUpperCase()]
}
