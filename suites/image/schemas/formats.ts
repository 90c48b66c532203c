import type { Format } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'

/**
 * The formats that the schemas of image documents name: pure functions of a string, linear in its
 * length, since what they read comes from the image.
 */

const dateTime = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-](\d{2}):(\d{2}))$/

/** A date and time of RFC 3339, section 5.6: with its offset, and a day that the month has. */
export function isDateTime(text: string): boolean {
  const match = dateTime.exec(text)
  if (!match) return false
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offset = 0, offsetMinute = 0] = match
    .slice(1)
    .map((digits: string | undefined) => Number(digits ?? 0))
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  const timely = hour < 24 && minute < 60 && second <= 60 && offset < 24 && offsetMinute < 60
  return day >= 1 && day <= days && timely
}

/** Base 64 of RFC 4648, section 4: the standard alphabet, padded, without line breaks. */
export const isBase64 = (text: string): boolean =>
  text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)

const digest = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/
const registered: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 }

/** A digest by the grammar of descriptor.md, with the encoding that a registered algorithm prescribes. */
export function isDigest(text: string): boolean {
  if (!digest.test(text)) return false
  const [algorithm = '', encoded = ''] = text.split(':')
  const length = registered[algorithm]
  return length === undefined || (encoded.length === length && /^[a-f0-9]+$/.test(encoded))
}

const licence = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?[A-Za-z0-9.-]+\+?$/
const addition = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?[A-Za-z0-9.-]+$/

/**
 * An SPDX licence expression, by its grammar: identifiers are not looked up, as their list grows.
 * Operators may be lower-case, which newer versions of the grammar allow.
 */
export function isLicenceExpression(text: string): boolean {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? []
  let depth = 0
  let before: 'operator' | 'licence' | 'with' | 'closed' = 'operator'
  for (const token of tokens) {
    const operator = /^(?:AND|OR|WITH|and|or|with)$/.test(token) ? token.toUpperCase() : undefined
    if (before === 'operator') {
      if (token === '(') depth += 1
      else if (operator === undefined && licence.test(token)) before = 'licence'
      else return false
    } else if (before === 'with') {
      if (operator !== undefined || !addition.test(token)) return false
      before = 'closed'
    } else if (token === ')' && depth > 0) {
      depth -= 1
      before = 'closed'
    } else if (operator === 'WITH' && before === 'licence') before = 'with'
    else if (operator === 'AND' || operator === 'OR') before = 'operator'
    else return false
  }
  return depth === 0 && (before === 'licence' || before === 'closed')
}

const host = String.raw`(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])`
const domain = String.raw`(?:${host}(?:\.${host})*|\[[A-Fa-f0-9:]+\])(?::[0-9]+)?`
const component = String.raw`[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*`
const tail = String.raw`(?::[\w][\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?`
const reference = new RegExp(`^(?:${domain}/)?${component}(?:/${component})*${tail}$`)

/** An image reference as the distribution project defines it; the registry may be left out. */
export const isImageReference = (text: string): boolean => text.length <= 1024 && reference.test(text)

/** An image reference whose first part is a registry: it has a dot or a port, or is localhost. */
export function isQualifiedReference(text: string): boolean {
  const [registry = '', ...path] = text.split('/')
  return isImageReference(text) && path.length > 0 && (/[.:]/.test(registry) || registry === 'localhost')
}

/** What docker save calls an image: a repository with a tag, and a registry before it where wanted. */
export const isRepositoryAndTag = (text: string): boolean =>
  isImageReference(text) && !text.includes('@') && /:[^:/]+$/.test(text)

/** A port of ExposedPorts (config.md): a number that TCP and UDP have, and one of them after a slash at most. */
export function isPort(text: string): boolean {
  const [, digits = ''] = /^(\d{1,5})(?:\/(?:tcp|udp))?$/.exec(text) ?? []
  return digits !== '' && Number(digits) <= 65_535
}

/** The largest user or group id of Linux, whose ids have 32 bits. */
const largestId = 2 ** 32 - 1

/** A user or group by name, or by a number; a number with a sign is neither. */
const isAccount = (text: string): boolean =>
  /^-?\d+$/.test(text) ? text[0] !== '-' && Number(text) <= largestId : text !== ''

/** A User of config.md on Linux: user or user:group; the empty text is none. */
export function isLinuxUser(text: string): boolean {
  const [user = '', group, ...more] = text.split(':')
  if (text === '') return true
  return more.length === 0 && isAccount(user) && (group === undefined || isAccount(group))
}

/** The formats by the names that the schemas have for them. */
export const formats: Readonly<Record<string, Format>> = {
  uri: fullFormats.uri,
  rfc3339: isDateTime,
  base64: isBase64,
  port: isPort,
  'linux-user': isLinuxUser,
  digest: isDigest,
  'spdx-expression': isLicenceExpression,
  'image-reference': isImageReference,
  'repository-and-tag': isRepositoryAndTag,
  'qualified-reference': isQualifiedReference,
}
