import { mask } from './mask.ts'
import { isSecretParameter, maskQueries } from './parameters.ts'
import { maskTexts } from './texts.ts'

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

/** What messages write of addresses: its colon ends no user name. */
const grammar = 'host[:port]/repository[:tag|@digest]'

/** A word in time that grows with its length: messages repeat what a registry has sent as well. */
function maskTypedWord(word: string): string {
  const end = endOfUserInfo(word)
  if (end < 1 || word.includes(grammar)) return word
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
