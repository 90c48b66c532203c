import { mask } from './mask.ts'

/** Credentials in what servers and programs write: header fields, members of JSON, elements of XML, known shapes. */

/** How names of members, elements and header fields end that have a credential as their value. */
const secretName =
  /(?:token(?:-\d)?|secret|passw(?:or)?d|passphrase|pwd|(?:private|access|api|secret|account|subscription|client|auth)[._-]?key(?:[._-]?id)?|jwt|auth|credentials?)$/i

/** Elements in which an error of Amazon repeats what was sent. */
const secretElement = /^(?:AWSAccessKeyId|SignatureProvided|StringToSign\w*|CanonicalRequest\w*)$/

const member = /"([\w.-]{1,80})"(\s{0,20}:\s{0,20}(?:\[\s{0,20})?")((?:[^"\\]|\\.)+)/g

/** JSON within a string of JSON. */
const escapedMember = /(\\")([\w.-]{1,80})(\\{1,7}"\s{0,20}:\s{0,20}(?:\[\s{0,20})?\\{1,7}")([^"\\]+)/g

const element = /<([\w:.-]{1,80})>([^<>]+)(?=<)/g

/** A line of header fields; a name without a hyphen may be the beginning of a sentence. */
const fieldLine =
  /^((?:set-)?cookie2?|[\w-]{1,60}-(?:token|secret|password|key|signature|assertion))(:[ \t]{0,20})[^\r\n]+/gim

/** `"authorization":"…"`, also in single quotes or within a string of JSON. */
const authorizationMember =
  /(authorization(?:\\{0,7})["']\s{0,20}:\s{0,20}(?:\[\s{0,20})?(?:\\{0,7})["'])([\w-]{1,40} )?((?:[^"'\\]|\\.)+)/gi

/** Schemes with parameters, or with a value of more than one word: all of the line belongs to them. */
const authorizationLine =
  /(authorization\s?[:=]\s?\[?)((?:aws|aws4-hmac-sha256|goog1|goog4-[\w-]{1,20}|digest|hawk|oauth|scram-[\w-]{1,20}|[\w-]{1,20}-hmac-sha256|tc3-hmac-sha256|oss4?|obs|sharedkey|sharedkeylite) )[^\r\n"<>\]]+/gi

const authorizationWord =
  /(authorization\s?[:=]\s?\[?)((?:basic|bearer|negotiate|ntlm|token|apikey|dpop|ssws|hmac|qbox) )([^\s"'<>\\\]]+)/gi

const authorizationOther = /(authorization: ?)([^\r\n"'<>]{8,300})/gi

/** Of an unknown scheme, or none: one word that ends the line, and is not a word of a language. */
function maskOther(whole: string, before: string, value: string): string {
  const [, scheme = '', word = ''] = /^([\w-]{1,40} )?(\S{8,300})$/.exec(value.trim()) ?? []
  return /\d|[a-z][A-Z]|[A-Z]{4}/.test(word) ? before + scheme + mask : whole
}

const digest = /(authorization\s?[:=]\s?)(digest )[^\r\n<>]+/gi

const basicValue = /\b(basic\s)([A-Za-z0-9+/_-]{4,}={0,2})/gi
const jsonWebToken = /(?<![\w=.-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?/g

/** Keys and tokens that have a form of their own. */
const shapes =
  /\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}\b|gh[opsur]_[A-Za-z0-9]{30,}|github_pat_\w{22,}|glpat-[\w-]{20,}|dckr_[po]at_[\w-]{20,}|ya29\.[\w-]{20,}|AIza[\w-]{35})/g

const privateKey = /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[^-"]+/g

const isPair = (base64: string): boolean => {
  const pair = Buffer.from(base64, 'base64').toString('utf8')
  return /^[^:\p{Cc}\uFFFD]+:/u.test(pair)
}

const maskMembers = (text: string): string =>
  text
    .replace(member, (whole, name: string, colon: string) =>
      secretName.test(name) ? `"${name}"${colon}${mask}` : whole,
    )
    .replace(escapedMember, (whole, before: string, name: string, colon: string) =>
      secretName.test(name) ? before + name + colon + mask : whole,
    )

const maskAuthorization = (text: string): string =>
  text
    .replace(authorizationMember, (_, before: string, scheme = '') => before + String(scheme) + mask)
    .replace(digest, `$1$2${mask}`)
    .replace(authorizationLine, `$1$2${mask}`)
    .replace(authorizationWord, `$1$2${mask}`)
    .replace(authorizationOther, maskOther)

/** Without what is a credential by its place in a text, or by its shape. */
export function maskTexts(text: string): string {
  let masked = text
  if (masked.includes('":') || masked.includes('" :')) masked = maskMembers(masked)
  if (/authorization/i.test(masked)) masked = maskAuthorization(masked)
  if (masked.includes('</')) {
    masked = masked.replace(element, (whole, name: string) =>
      secretName.test(name) || secretElement.test(name) ? `<${name}>${mask}` : whole,
    )
  }
  if (masked.includes(':')) masked = masked.replace(fieldLine, `$1$2${mask}`)
  if (/basic\s/i.test(masked)) {
    masked = masked.replace(basicValue, (whole, scheme: string, value: string) =>
      isPair(value) ? scheme + mask : whole,
    )
  }
  return masked.replace(jsonWebToken, mask).replace(privateKey, `$1${mask}`).replace(shapes, mask)
}
