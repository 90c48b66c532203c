import type { TransportError } from '../../record/exchange.ts'
import { reasonOf, remedyOf } from '../../../files/problem.ts'
import { describeMalformed } from './malformed-error.ts'
import { isShortage, noteShortage, wasShort } from './shortage.ts'
import { describeTlsError } from './tls-error.ts'
import {
  transportError,
  TransportFailure,
  type FailedConnection,
  type TransportErrorCode,
} from './transport-failure.ts'

/** The innermost error, which has the most detail: undici wraps some, and a host of several addresses fails with all of them. */
function innermost(error: Error): Error & { code?: string } {
  if (error instanceof AggregateError) {
    const first: unknown = error.errors[0]
    if (first instanceof Error) return innermost(first)
  }
  const code = (error as { code?: unknown }).code
  if (code === undefined && error.cause instanceof Error) return innermost(error.cause)
  return error
}

/** With TLS 1.3 a server that requires a client certificate just closes the connection. */
const adviceOnReset = ({ origin, known }: FailedConnection): string =>
  origin.startsWith('https:') && !known
    ? 'check its log; it may require a client certificate'
    : 'check its log'

/** A failure with the code of the error that was thrown. */
interface Failure extends FailedConnection {
  error: Error
  code: string
}

type Description = readonly [code: TransportErrorCode, message: (failure: Failure) => string]

/** Errors of this machine and not of the registry: nothing can be concluded from them. */
const ofThisMachine: Description = [
  'local',
  ({ origin, error }) => `no connection to ${origin}: ${reasonOf(error)}; ${remedyOf(error) ?? 'try again'}`,
]

const refused: Description = [
  'refused',
  (failure) =>
    failure.known
      ? `${failure.origin} does not accept connections any more; ${adviceOnReset(failure)}`
      : `nothing listens on ${failure.origin}; start the registry or correct the port`,
]

const unknownHost: Description = [
  'unknown-host',
  ({ origin }) => `the host name of ${origin} is not known; check its spelling and the DNS`,
]

const unreachable: Description = [
  'unreachable',
  ({ origin, code }) => `there is no network path to ${origin} (${code}); check network and address`,
]

const notConnected: Description = [
  'timeout',
  ({ origin }) => `no connection to ${origin} in time; check the address and firewalls between`,
]

const notAnswered: Description = [
  'timeout',
  ({ origin }) => `${origin} did not answer in time; a higher --timeout gives it longer`,
]

const unsendable: Description = [
  'unsendable',
  ({ error }) => `the request could not be sent: ${error.message}`,
]

const reset: Description = [
  'reset',
  (failure) => `${failure.origin} reset the connection (${failure.code}); ${adviceOnReset(failure)}`,
]

const truncated: Description = [
  'truncated',
  ({ origin }) => `${origin} closed the connection in the middle of its response`,
]

const closed: Description = [
  'reset',
  (failure) => `${failure.origin} closed the connection without a response; ${adviceOnReset(failure)}`,
]

/** A registry within this process, as one in a test, cannot take a connection either where no file can be opened. */
const closedInShortage: Description = [
  'local',
  ({ origin }) =>
    `${origin} closed the connection while this process had too many open files; ${remedyOf({ code: 'EMFILE' })}`,
]

const aborted: Description = ['aborted', () => 'the request was aborted before its response']

const overflow: Description = ['too-large', ({ origin }) => `${origin} sent header fields without end`]

const other: Description = [
  'other',
  ({ origin, error }) => `the request to ${origin} failed: ${error.message}`,
]

/** By the code of an error of Node or undici. */
const descriptions: Readonly<Record<string, Description>> = {
  EMFILE: ofThisMachine,
  ENFILE: ofThisMachine,
  ENOMEM: ofThisMachine,
  ENOBUFS: ofThisMachine,
  EADDRNOTAVAIL: ofThisMachine,
  ECONNREFUSED: refused,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  EAI_NODATA: unknownHost,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  UND_ERR_CONNECT_TIMEOUT: notConnected,
  ETIMEDOUT: notConnected,
  UND_ERR_HEADERS_TIMEOUT: notAnswered,
  UND_ERR_BODY_TIMEOUT: notAnswered,
  UND_ERR_HEADERS_OVERFLOW: overflow,
  UND_ERR_INVALID_ARG: unsendable,
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: unsendable,
  ERR_INVALID_CHAR: unsendable,
  ECONNRESET: reset,
  EPIPE: reset,
  ECONNABORTED: reset,
  UND_ERR_ABORTED: aborted,
  UND_ERR_ABORT: aborted,
  UND_ERR_DESTROYED: aborted,
  UND_ERR_CLOSED: aborted,
  ABORT_ERR: aborted,
}

const descriptionOf = ({ code, answered }: Failure): Description =>
  code === 'UND_ERR_SOCKET' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'
    ? answered
      ? truncated
      : closed
    : (descriptions[code] ?? other)

/** A failed request as a stable code, and a message that ends in what to do next. */
export function describeFailure(
  thrown: unknown,
  { origin, answered, known = false }: Omit<FailedConnection, 'known'> & { known?: boolean },
): TransportError {
  const error = innermost(thrown instanceof Error ? thrown : new Error(String(thrown)))
  if (error instanceof TransportFailure) return transportError(error.code, error.message)
  const connection: FailedConnection = { origin, answered, known }
  const code = typeof error.code === 'string' ? error.code : ''
  const specific = describeTlsError(error, connection) ?? describeMalformed(error, connection)
  if (specific) return specific
  if (isShortage(code)) noteShortage()
  const failure: Failure = { ...connection, error, code }
  const description = descriptionOf(failure)
  const [kind, message] = description[0] === 'reset' && wasShort() ? closedInShortage : description
  return transportError(kind, message(failure))
}
