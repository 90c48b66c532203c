import type { Headers } from './exchange.ts'

/** What stands in the place of a secret. */
export const mask = '***'

/** Removes secrets by their place (fields, parameters, members) and, wherever they stand, by their value. */
export interface Redactor {
  /** Values too short to be told from ordinary text are masked by place only. */
  addSecret(secret: string): void
  text(text: string): string
  url(url: string): string
  headers(headers: Headers): Headers
  /** The same bytes where nothing in them is secret. */
  bytes(bytes: Uint8Array): Uint8Array
}

/** Shorter ones would mask half of every report. */
const shortest = 4

/** Query parameters which make a URL a key to what it names. `_state` of upload sessions is none: requests need it. */
const secretParameter =
  /([?&](?:x-amz-signature|x-amz-credential|x-amz-security-token|x-goog-signature|x-goog-credential|signature|sig|awsaccesskeyid|googleaccessid|key-pair-id|policy|verify|hmac|token|access_token|refresh_token|id_token|password|secret|code)=)[^&#\s"'<>\\]*/gi

/** The same in a form's body, where no ? comes first. */
const secretField = /(^|&)((?:password|refresh_token|access_token|client_secret|token|code)=)[^&\s]*/gi

const secretMember =
  /("(?:token|access_token|refresh_token|id_token|identitytoken|registrytoken|password|secret)"\s*:\s*")(?:[^"\\]|\\.)*/gi

const authorization = /^(?:proxy-)?authorization$/i
const secretHeader =
  /^(?:x-registry-auth|x-api-key|x-auth-token|x-amz-security-token|private-token|job-token)$/i

/** `Basic ***`: the scheme is no secret, and tells how to repeat the request. */
export const maskCredentials = (value: string): string => {
  const scheme = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+(?= )/.exec(value)?.[0]
  return scheme === undefined ? mask : `${scheme} ${mask}`
}

const maskSetCookie = (value: string): string => value.replace(/^([^=;]*)=[^;]*/, `$1=${mask}`)
const maskCookie = (value: string): string => value.replace(/=[^;]*/g, `=${mask}`)

function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8')
  const base64 = bytes.toString('base64')
  const json = JSON.stringify(secret).slice(1, -1)
  return [
    secret,
    json,
    // How header fields and the bytes of bodies are looked at: one character a byte.
    bytes.toString('latin1'),
    Buffer.from(json, 'utf8').toString('latin1'),
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    base64,
    base64.replace(/=+$/, ''),
    encodeURIComponent(base64),
    bytes.toString('base64url'),
  ]
}

/** A URL without its secret parameters, and without what stands before its host. */
const byPlace = (url: string): string =>
  url.replace(secretParameter, `$1${mask}`).replace(/^(https?:\/\/)[^/?#@]*@/i, `$1${mask}@`)

export function createRedactor(secrets: Iterable<string> = []): Redactor {
  let known: string[] = []

  function addSecret(secret: string): void {
    if (secret.length < shortest) return
    const added = spellings(secret).filter((spelling) => spelling.length >= shortest)
    // The longest first, so that none is left half masked by a shorter one inside it.
    known = [...new Set([...known, ...added])].toSorted((a, b) => b.length - a.length)
  }

  const byValue = (text: string): string => {
    let masked = text
    for (const secret of known) if (masked.includes(secret)) masked = masked.replaceAll(secret, mask)
    return masked
  }

  const url = (text: string): string =>
    // Without a parameter or a user nothing is secret by its place.
    /[=@]/.test(text) ? byValue(byPlace(text)) : byValue(text)

  const text = (whole: string): string =>
    byValue(
      whole
        .replace(secretParameter, `$1${mask}`)
        .replace(secretField, `$1$2${mask}`)
        .replace(secretMember, `$1${mask}`),
    )

  function headerValue(name: string, value: string): string {
    if (authorization.test(name)) return maskCredentials(value)
    if (secretHeader.test(name)) return mask
    if (/^set-cookie2?$/i.test(name)) return maskSetCookie(value)
    if (/^cookie$/i.test(name)) return maskCookie(value)
    return url(value)
  }

  for (const secret of secrets) addSecret(secret)
  return {
    addSecret,
    text,
    url,
    headers: (headers) => headers.map(([name, value]) => [name, headerValue(name, value)] as const),
    bytes(bytes) {
      // One character a byte, so that bytes which are no text pass through unharmed.
      const before = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
      const after = text(before)
      return after === before ? bytes : Buffer.from(after, 'latin1')
    },
  }
}
