import { mask } from './mask.ts'
import { isSecretParameter, maskQueries } from './parameters.ts'
import { maskTexts } from './texts.ts'

export { mask } from './mask.ts'

/** A form's body, where no ? comes first. */
const formStart = /^([\w.-]{1,64})(=)([^&\s]+)/

/** What is before the host of an address: `http://user:password@host`. */
const userInfo = /\b((?:https?|socks[45]?[ah]?|ftp):\/\/)[^\s/?#"'<>\\]*@/gi

/** Text without the user names and passwords of the addresses in it. */
export const maskAddresses = (text: string): string =>
  text.includes('@') ? text.replace(userInfo, `$1${mask}@`) : text

/**
 * As people type it: the scheme may be absent, and the password may have a slash in it, which ends the host for others.
 * A port with a path, and a digest behind the @, are neither.
 */
const typedUser = /^((?:[a-z][a-z0-9+.-]{0,40}:(?:\/\/)?){0,2})[^\s"'`@/:]{1,255}:(?!\d+\/|\/\/)/i
const digestBehindAt = /^@(?:sha|blake|md)\w*:/i

/** The longest start of a word in which a scheme, a user name and its colon are looked for. */
const longestUser = 400

/** The last @ of a word that no digest follows; -1 where there is none. */
function endOfUserInfo(word: string): number {
  let at = word.lastIndexOf('@')
  while (at > 0 && digestBehindAt.test(word.slice(at, at + 40))) at = word.lastIndexOf('@', at - 1)
  return at
}

/** A word in time that grows with its length: messages repeat what a registry has sent as well. */
function maskTypedWord(word: string): string {
  const end = endOfUserInfo(word)
  if (end < 1) return word
  for (const { index } of word.slice(0, end).matchAll(/(?<=^|[(=,])/g)) {
    const [user, schemes = ''] = typedUser.exec(word.slice(index, Math.min(end, index + longestUser))) ?? []
    if (user !== undefined) return `${word.slice(0, index)}${schemes}${mask}${word.slice(end)}`
  }
  return word
}

/** The same for addresses that a user has typed, in whatever form: messages and settings name them. */
const maskTypedAddresses = (text: string): string =>
  text.includes('@') ? maskAddresses(text).replace(/[^\s"'`]+/g, maskTypedWord) : text

/** Whether what was typed as an address has a user name and a password before the host. */
export const hasUserInfo = (typed: string): boolean => maskTypedAddresses(typed) !== typed

/** Without what is secret by its place in URLs: parameters, and what is before a host. */
export const maskParameters = (text: string): string => maskAddresses(maskQueries(text))

/** What a user or a variable may have typed, for messages: without passwords and tokens in addresses. */
export const maskTyped = (text: string): string => maskTypedAddresses(maskParameters(text))

/** Without what is secret by its place in any text: also members of JSON, fields of forms, and Authorization. */
export const maskPlaces = (text: string): string =>
  maskTexts(maskParameters(text)).replace(formStart, (whole, name: string, equals: string) =>
    isSecretParameter(name) ? name + equals + mask : whole,
  )

/** What a token server may return that opens nothing (distribution's token specification; RFC 6749, section 5.1). */
const knownMembers = new Set(['expires_in', 'issued_at', 'scope', 'token_type'])

function membersOf(body: Uint8Array): [string, unknown][] | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(body).toString('utf8'))
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    return isObject ? Object.entries(parsed) : undefined
  } catch {
    return undefined
  }
}

/** The answer of a token server with its known members alone in clear; undefined where it is not a JSON object. */
export function maskTokenAnswer(body: Uint8Array): Uint8Array | undefined {
  const members = membersOf(body)
  if (!members) return undefined
  const masked = members.map(([name, value]) => [name, knownMembers.has(name) ? value : mask] as const)
  return Buffer.from(JSON.stringify(Object.fromEntries(masked)), 'utf8')
}

const tokenMembers = new Set(['token', 'access_token', 'refresh_token', 'id_token'])

/** Other members may be names, which must not be masked in other texts: these are longer, and of one word. */
const looksLikeToken = (text: string): boolean => /^(?=.*\d)\S{20,}$/.test(text)

/** More members are no answer of a token server, and would make each later search longer. */
const mostMembers = 20

/** The texts in a token server's answer that open something: tokens, and what looks like one. */
export const secretsInTokenAnswer = (body: Uint8Array): string[] =>
  (membersOf(body) ?? [])
    .flatMap(([name, value]) =>
      typeof value === 'string' &&
      !knownMembers.has(name) &&
      (tokenMembers.has(name) || looksLikeToken(value))
        ? [value]
        : [],
    )
    .slice(0, mostMembers)
