import { withoutUndefined } from '../../../engine/optional.ts'
import type { TransportError } from '../../record/exchange.ts'
import { malformedStart, malformedWords, quoted, type Malformed } from '../../record/malformed.ts'
import { keptOfStart, responseStartBefore } from './response-start.ts'
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
  const found = connection.answered ? undefined : startOf(error)
  if (found?.cause === 'unfinished-header' && !parsed) return unfinished(found, connection)
  if (found) return described(found, connection)
  if (!parsed) return undefined
  if (connection.answered) return described(inBody(error), connection)
  // The bytes are not known, as from a dispatcher that is not ours.
  return { code: 'malformed', message: `${connection.origin} sent a malformed response: ${error.message}` }
}

function startOf(error: Thrown): Malformed | undefined {
  // A dispatcher that is not ours may have the whole response in its error.
  const data = typeof error.data === 'string' ? Buffer.from(error.data, 'latin1') : undefined
  const bytes = responseStartBefore(error) ?? data
  return bytes && malformedStart(bytes, bytes.length >= keptOfStart)
}

/** After a valid header only the framing of a body in chunks can be wrong; the parser has the bytes from there. */
function inBody({ data }: Thrown): Malformed {
  const line = typeof data === 'string' ? /^[^\n]*\n?/.exec(data)?.[0] : undefined
  return line === undefined || line === '' ? { cause: 'chunk' } : { cause: 'chunk', line }
}

function described({ cause, line }: Malformed, { origin, known }: FailedConnection): TransportError {
  const shown = line === undefined ? undefined : quoted(line)
  const what = `${malformedWords[cause]}${shown === undefined ? '' : `: ${shown}`}`
  const message = `${origin} sent a malformed response: ${what}; ${adviceOnMalformed(cause, known)}`
  return withoutUndefined({ code: 'malformed', message, cause, line: shown })
}

function unfinished({ cause, line }: Malformed, { origin }: FailedConnection): TransportError {
  const shown = line === undefined ? undefined : quoted(line)
  const at = shown === undefined ? '' : ` at ${shown}`
  const message = `${origin} closed the connection before the header of its response was complete${at}; check its log`
  return withoutUndefined({ code: 'reset', message, cause, line: shown })
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
