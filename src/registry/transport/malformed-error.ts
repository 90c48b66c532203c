import { beginningBefore, keptOfBeginning } from './response-start.ts'
import type { TransportError } from '../record/exchange.ts'
import { malformedBeginning, malformedWords, quoted, type Malformed } from '../record/malformed.ts'
import type { FailedConnection } from './transport-failure.ts'

/** An error of undici or Node as it is thrown: HTTPParserError has the bytes from where it stopped. */
type Thrown = Error & { code?: unknown; data?: unknown }

/** Errors that end a response whose bytes may show why. */
const ends =
  /^(?:HPE_|UND_ERR_SOCKET$|UND_ERR_RES_CONTENT_LENGTH_MISMATCH$|ECONNRESET$|EPIPE$|ERR_ASSERTION$)/

const isParserError = ({ name }: Thrown, code: string): boolean =>
  name === 'HTTPParserError' || code.startsWith('HPE_')

/** A failure as that of a response which is not valid HTTP/1.1; undefined where it is another one. */
export function describeMalformed(error: Thrown, connection: FailedConnection): TransportError | undefined {
  const code = typeof error.code === 'string' ? error.code : ''
  const parsed = isParserError(error, code)
  if (!parsed && !ends.test(code)) return undefined
  const found = connection.answered ? undefined : beginningOf(error)
  if (found?.cause === 'unfinished-header' && !parsed) return unfinished(found, connection)
  if (found) return described(found, connection)
  if (!parsed) return undefined
  if (connection.answered) return described(inBody(error), connection)
  // No bytes are at hand, as from a dispatcher that is not ours.
  return { code: 'malformed', message: `${connection.origin} sent a malformed response: ${error.message}` }
}

function beginningOf(error: Thrown): Malformed | undefined {
  // A dispatcher that is not ours may have the whole response in its error.
  const given = typeof error.data === 'string' ? Buffer.from(error.data, 'latin1') : undefined
  const bytes = beginningBefore(error) ?? given
  return bytes && malformedBeginning(bytes, bytes.length >= keptOfBeginning)
}

/** After a valid header only the framing of a body in chunks can be wrong; the parser has the bytes from there. */
function inBody({ data }: Thrown): Malformed {
  const line = typeof data === 'string' ? /^[^\n]*\n?/.exec(data)?.[0] : undefined
  return line === undefined || line === '' ? { cause: 'chunk' } : { cause: 'chunk', line }
}

function described(found: Malformed, connection: FailedConnection): TransportError {
  const { cause, line } = found
  const shown = line === undefined ? '' : `: ${quoted(line)}`
  const message = `${connection.origin} sent a malformed response: ${malformedWords[cause]}${shown}; ${adviceOnMalformed(cause, connection.known)}`
  return { code: 'malformed', message, cause, ...(line === undefined ? {} : { line: quoted(line) }) }
}

function unfinished({ cause, line }: Malformed, { origin }: FailedConnection): TransportError {
  const shown = line === undefined ? '' : ` at ${quoted(line)}`
  return {
    code: 'reset',
    message: `${origin} closed the connection before the header of its response was complete${shown}; look into its log`,
    cause,
    ...(line === undefined ? {} : { line: quoted(line) }),
  }
}

/**
 * What to do about a malformed response. Where the same origin has sent valid ones (`known`), its address and
 * port are right.
 */
export function adviceOnMalformed(cause: string | undefined, known: boolean): string {
  if (known) return 'check what is in front of the registry, such as a proxy or a rate limiter'
  if (cause === 'tls') return 'use https:// in the address, and not --plain-http'
  if (cause === 'http2') return 'use the port of HTTP/1.1, or --http2 with https://'
  if (cause === 'not-http') return 'is it the right port?'
  return 'check the port, and what is in front of the registry'
}
