/** What stands in the place of a secret. */
export const mask = '***'

/** Words in the names of parameters which make a URL a key to what it names. */
const secretWords = new Set(
  (
    'sig sign signature token tokens secret key auth authorization jwt policy credential credentials hmac verify ' +
    'password passwd passphrase pass pwd code assertion ticket ak apikey accesskey accesskeyid awsaccesskeyid ' +
    'ossaccesskeyid googleaccessid accesstoken authtoken'
  ).split(' '),
)

/** Of signed URLs as Amazon's and Google's clouds make them: these do not open anything. */
const harmless = /^x-(?:amz|goog)-(?:algorithm|date|expires|signedheaders|content-sha256)$/i

/**
 * Whether a query parameter is a credential: one word of its name says so. `_state` of upload sessions is not: without
 * it nobody could repeat a request.
 */
export function isSecretParameter(name: string): boolean {
  const plain = name.replace(/%[0-9a-f]{2}/gi, '-')
  if (/^x-(?:amz|goog)-/i.test(plain)) return !harmless.test(plain)
  if (/^_*hdn/i.test(plain) || secretWords.has(plain.toLowerCase())) return true
  const words = plain.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []
  return words.some((word) => secretWords.has(word.toLowerCase()))
}

/** `?name=value`, also where JSON or HTML has escaped the `&`. */
const parameter = /([?&]|\\u0026|&amp;)([^=&#?;\s"'<>\\]{1,64})=([^&#\s"'<>\\]+)/g

/** The same in a form's body, where no ? comes first. */
const secretField =
  /(^|&)((?:password|refresh_token|access_token|id_token|client_secret|client_assertion|token|code)=)[^&\s]*/gi

const memberNames =
  'token|access_?token|refresh_?token|id_?token|identity_?token|registry_?token|session_?token|password|passphrase|secret|client_?secret|secret_?key|private_?key|api_?key|auth'

const secretMember = new RegExp(`("(?:${memberNames})"\\s*:\\s*")(?:[^"\\\\]|\\\\.)*`, 'gi')

/** JSON within a string of JSON. */
const escapedMember = new RegExp(`(\\\\{1,7}"(?:${memberNames})\\\\{1,7}"\\s*:\\s*\\\\{1,7}")[^"\\\\]*`, 'gi')

const schemes = 'basic|bearer|digest|negotiate|ntlm|token|apikey|aws4-hmac-sha256'

/** `Authorization: Basic abc`, as a line, as a member of JSON, as what a template makes of a map. */
const authorizationField = new RegExp(
  `(authorization\\\\{0,7}["']?\\s?[:=]\\s?\\[?\\\\{0,7}["']?(?:${schemes})\\s)[^\\s"'<>\\\\\\]]+`,
  'gi',
)

const basicValue = /\b(basic\s)([A-Za-z0-9+/_-]{4,}={0,2})/gi
const jsonWebToken = /(?<![\w=.-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?/g

const isPair = (base64: string): boolean => {
  const pair = Buffer.from(base64, 'base64').toString('utf8')
  return /^[^:\p{Cc}\uFFFD]+:/u.test(pair)
}

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
export const maskTypedAddresses = (text: string): string =>
  text.includes('@') ? maskAddresses(text).replace(/[^\s"'`]+/g, maskTypedWord) : text

/** Whether what was typed as an address has a user name and a password before the host. */
export const hasUserInfo = (typed: string): boolean => maskTypedAddresses(typed) !== typed

/** Without what is secret by its place in URLs: parameters, and what is before a host. */
export const maskParameters = (text: string): string =>
  maskAddresses(
    text.includes('=')
      ? text.replace(parameter, (whole, before: string, name: string) =>
          isSecretParameter(name) ? `${before}${name}=${mask}` : whole,
        )
      : text,
  )

/** What each of those places has; most header fields have none of it. */
const suspicious = /[=@"]|eyJ|basic\s|authorization/i

/** Without what is secret by its place in any text: also members of JSON, fields of forms, and Authorization. */
export function maskPlaces(text: string): string {
  if (!suspicious.test(text)) return text
  const masked = maskParameters(text)
    .replace(secretMember, `$1${mask}`)
    .replace(authorizationField, `$1${mask}`)
    .replace(basicValue, (whole, scheme: string, value: string) => (isPair(value) ? scheme + mask : whole))
  return masked
    .replace(secretField, `$1$2${mask}`)
    .replace(escapedMember, `$1${mask}`)
    .replace(jsonWebToken, mask)
}

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
