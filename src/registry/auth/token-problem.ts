import { header, type Exchange } from '../record/exchange.ts'
import { retryAfter } from '../transport/retry/retry-after.ts'

/** More of what a server sent does not fit in a message of one line. */
const longest = 160

/** Removes secrets from what a server wrote. */
export type Redact = (text: string) => string

/** One line without secrets, nor characters that would move a terminal's cursor. */
const oneLine = (text: string, redact: Redact): string =>
  redact(text)
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, longest)

const textIn = (fields: Record<string, unknown>, redact: Redact, ...names: readonly string[]): string[] =>
  names.flatMap((name) => {
    const value = fields[name]
    return typeof value === 'string' && value.trim() !== '' ? [oneLine(value, redact)] : []
  })

/** The first error of a body in a registry's form, else in that of OAuth2 (RFC 6749, section 5.2), else a message. */
function fromJson(body: unknown, redact: Redact): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const fields = body as Record<string, unknown>
  const { errors } = fields
  const [first] = Array.isArray(errors) ? (errors as unknown[]) : []
  if (typeof first === 'object' && first !== null) {
    const texts = textIn(first as Record<string, unknown>, redact, 'code', 'message')
    if (texts.length > 0) return texts.join(': ')
  }
  const own = textIn(fields, redact, 'error', 'error_description', 'message', 'details')
  return own.length > 0 ? own.slice(0, 2).join(': ') : undefined
}

/** The error in the body of a refusal, short enough for a message; undefined where there is none. */
function errorIn({ response }: Exchange, redact: Redact): string | undefined {
  if (!response) return undefined
  const text = Buffer.from(response.body.bytes).toString('utf8')
  try {
    return fromJson(JSON.parse(text), redact)
  } catch {
    const type = header(response.headers, 'content-type') ?? ''
    const [line = ''] = text.trim().split('\n', 1)
    return /^text\/plain\b/i.test(type) && line !== '' ? oneLine(line, redact) : undefined
  }
}

/** OAuth2 refuses wrong credentials with 400 and this error. */
const isWrongGrant = (exchange: Exchange): boolean =>
  /^invalid_(?:grant|client)\b/.test(errorIn(exchange, (text) => text) ?? '')

/** What the status means for the client. */
function meaning(exchange: Exchange, anonymous: boolean): string {
  const status = exchange.response?.status
  if (status === 401 || (status === 400 && isWrongGrant(exchange))) {
    return anonymous ? ' to a request without credentials' : ' and does not accept these credentials'
  }
  if (status === 403)
    return anonymous ? ' to a request without credentials' : ' and denies access with these credentials'
  if (status === 400) return ' and does not accept the form of the token request'
  if (status === 200) return ' without a token'
  const wait =
    status === 429 || status === 503
      ? retryAfter(header(exchange.response!.headers, 'retry-after'))
      : undefined
  return wait === undefined
    ? ' and no token'
    : ` and no token, and requests a pause of ${Math.ceil(wait / 1000)} s`
}

/**
 * One line about why a token server returned no token: its status, and the error in its body. It names no repository, so
 * that what has one cause reads the same for all requests.
 */
export function tokenProblem(exchange: Exchange, anonymous: boolean, redact: Redact): string {
  const { origin } = new URL(exchange.request.url)
  const { response, error } = exchange
  if (error || !response) return `no token from ${origin}: ${error?.message ?? 'no response'}`
  const detail = response.status === 200 ? undefined : errorIn(exchange, redact)
  const shown = detail === undefined ? '' : ` (${detail})`
  return `the token server ${origin} returned ${response.status}${shown}${meaning(exchange, anonymous)}`
}

/** What to do where a token server returned no token; undefined where no response of one is known. */
export function tokenAdvice(exchange: Exchange | undefined, anonymous: boolean): string {
  const status = exchange?.response?.status
  if (anonymous && (status === undefined || [400, 401, 403].includes(status)))
    return 'provide credentials with --username and --password-stdin, or log in with docker login first'
  if (status === 401 || (exchange && status === 400 && isWrongGrant(exchange)))
    return 'check the user name and password'
  if (status === 400) return 'check the realm and service in the challenge of the registry'
  if (status === 403) return 'check what this account may access'
  if (status === 429 || status === 503) return 'try again later, or with an account that has a higher limit'
  return 'check the token server that the registry names, and its log'
}
