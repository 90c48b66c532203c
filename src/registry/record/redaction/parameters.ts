import { mask } from './mask.ts'

/** Words in the names of parameters which make a URL a key to what it names. */
const secretWords = new Set(
  (
    'sig sign signature token tokens secret key auth authorization jwt policy credential credentials hmac verify verifier ' +
    'password passwd passphrase passcode pass pwd pin otp code assertion ticket ak sas gda'
  ).split(' '),
)

/** The same where a name is written without anything between its words. */
const secretStems =
  /tokens?(?:hint)?\d*$|secret|signature|passw|passphrase|passcode|credential|jwt|hmac|(?:api|access|private|secret|auth)key|accessid|sig$|hdn(?:ea|ets|ts|tl)?$|saml/

/** Parameters of signed URLs of Amazon's and Google's clouds that do not open anything. */
const harmless = /^x-(?:amz|goog)-(?:algorithm|date|expires|signedheaders|content-sha256)$/

/** Without percent-encoding, however often it was applied. */
function decoded(name: string): string {
  let text = name
  for (let times = 0; times < 4 && text.includes('%'); times += 1) {
    try {
      text = decodeURIComponent(text)
    } catch {
      return text.replace(/%[0-9a-f]{2}/gi, '-')
    }
  }
  return text
}

/**
 * Whether a query parameter is a credential: one word of its name shows it. `_state` of upload sessions is not: without
 * it a request could not be repeated.
 */
export function isSecretParameter(name: string): boolean {
  const plain = decoded(name)
  const small = plain.toLowerCase()
  if (/^x-(?:amz|goog)-/.test(small)) return !harmless.test(small)
  const words = plain.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []
  return (
    secretWords.has(small) ||
    words.some((word) => secretWords.has(word.toLowerCase())) ||
    secretStems.test(small.replace(/[^a-z0-9]/g, ''))
  )
}

/**
 * `?name=value`, `#name=value`, `;name=value`, also where JSON or HTML has escaped the `&` or the `=`. A semicolon ends
 * a value only where a name follows it.
 */
const parameter =
  /([?&#;]|\\u0026|&amp;|&#0{0,4}38;|&#[xX]0{0,4}26;)((?:[^=&#?;/~\s"'<>\\%]|%[0-9a-fA-F]{2}){1,80})(=|\\u003[dD]|&#0{0,4}61;|&#[xX]0{0,4}3[dD];)((?:[^&#;\s"'<>\\]|;(?![\w.-]{1,64}=))+)/g

/** The same within a parameter of another URL, where all of it is percent-encoded, once or several times. */
const encodedParameter =
  /(%(?:25){0,3}(?:3[fFbB]|2[36]))((?:[^=&#?;/~\s"'<>\\%]|%(?!(?:25){0,3}(?:3[dDfFbB]|2[36fF]))){1,80})(%(?:25){0,3}3[dD])((?:[^&#;\s"'<>\\%]|%(?!(?:25){0,3}(?:2[36]|3[bB])))+)/g

/** In the path of a URL, as networks of delivery have them: `/exp=1~acl=/*~hmac=abc/v2/x`. */
const pathParameter = /([/~])([\w.-]{1,64})(=)([^/~&#;?\s"'<>\\]+)/g

/** A pre-authenticated request of Oracle's cloud. */
const preAuthenticated = /(\/p\/)[\w-]{8,}(?=\/n\/[\w.-]{1,100}\/b\/)/g

const masking = (whole: string, before: string, name: string, equals: string): string =>
  isSecretParameter(name) ? before + name + equals + mask : whole

/** Without the values of parameters that open something, wherever in a text a URL is. */
export function maskQueries(text: string): string {
  const path = text.includes('/n/') ? text.replace(preAuthenticated, `$1${mask}`) : text
  const encoded = /%(?:25){0,3}3d/i.test(path) ? path.replace(encodedParameter, masking) : path
  return /=|u003d|&#/i.test(encoded)
    ? encoded.replace(parameter, masking).replace(pathParameter, masking)
    : encoded
}
