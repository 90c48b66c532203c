import type { TransportError } from '../record/exchange.ts'
import { reasonOf, remedyOf } from '../../files/problem.ts'
import { describeMalformed } from './malformed-error.ts'

export type TransportErrorCode =
  | 'refused'
  | 'unknown-host'
  | 'unreachable'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'truncated'
  | 'malformed'
  | 'too-large'
  | 'aborted'
  | 'redirect-loop'
  | 'unauthorised'
  | 'not-allowed'
  | 'unsendable'
  | 'other'

/** An error that already knows its code; thrown by hooks inside a request to end it. */
export class TransportFailure extends Error {
  readonly code: TransportErrorCode
  constructor(code: TransportErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export interface FailureContext {
  /** Scheme, host and port, as the message names them. */
  origin: string
  /** True where status and header fields had arrived. */
  answered: boolean
  /** True where the same origin has sent a whole response before: then address and port are right. */
  known?: boolean
}

const tlsReasons: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain ends in an unknown self-signed certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an unknown authority',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
}

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

/** A server that responds to a TLS handshake with something else: mostly plain HTTP. */
const notTls = (origin: string, known: boolean): TransportError => ({
  code: 'tls',
  cause: 'not-tls',
  message: known
    ? `${origin} sent something other than TLS on a new connection; check what is in front of the registry`
    : `${origin} does not use TLS; use http:// in the address, or --plain-http`,
})

const isNotTls = (code: string): boolean =>
  code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG'

function tlsMessage(origin: string, code: string): string {
  if (/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN/.test(code)) {
    return `${origin} refused the TLS handshake (${code}); it may ask for a client certificate`
  }
  const reason = tlsReasons[code] ?? `the TLS handshake failed (${code})`
  const advice = untrusted.has(code)
    ? 'name its authority with --ca-file, or use --insecure-skip-verify'
    : 'correct the certificate or the address, or use --insecure-skip-verify'
  return `${origin} is not trusted: ${reason}; ${advice}`
}

const isTls = (code: string): boolean =>
  code in tlsReasons || /^(?:ERR_SSL|ERR_TLS|CERT_|UNABLE_TO_|EPROTO|ERR_OSSL)/.test(code)

/** The error that says most: undici wraps some, and a host of several addresses fails with all of them. */
function innermost(error: Error): Error & { code?: string } {
  if (error instanceof AggregateError) {
    const first: unknown = error.errors[0]
    if (first instanceof Error) return innermost(first)
  }
  const code = (error as { code?: unknown }).code
  if (code === undefined && error.cause instanceof Error) return innermost(error.cause)
  return error
}

/** With TLS 1.3 a server that misses a client certificate just closes. */
const adviceOnReset = (origin: string, known: boolean): string =>
  origin.startsWith('https:') && !known
    ? 'look into its log; it may ask for a client certificate'
    : 'look into its log'

/** What this machine lacks, and no fault of the registry. */
const ofThisMachine = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS'])

const told = (code: TransportErrorCode, message: string): TransportError => ({ code, message })

/** What a failed request is told as: a stable code, and a message that says what to do next. */
export function describeFailure(thrown: unknown, context: FailureContext): TransportError {
  const { origin, answered, known = false } = context
  const error = innermost(thrown instanceof Error ? thrown : new Error(String(thrown)))
  if (error instanceof TransportFailure) return { code: error.code, message: error.message }
  const code = typeof error.code === 'string' ? error.code : ''
  if (isNotTls(code)) return notTls(origin, known)
  if (isTls(code)) return told('tls', tlsMessage(origin, code))
  const malformed = describeMalformed(error, { origin, answered, known })
  if (malformed) return malformed
  if (ofThisMachine.has(code)) {
    return told('other', `no connection to ${origin}: ${reasonOf(error)}; ${remedyOf(error) ?? 'try again'}`)
  }
  switch (code) {
    case 'ECONNREFUSED':
      return known
        ? told('refused', `${origin} does not accept connections any more; ${adviceOnReset(origin, known)}`)
        : told('refused', `nothing listens on ${origin}; start the registry or correct the port`)
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return told('unknown-host', `the host name of ${origin} is not known; check its spelling and the DNS`)
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return told('unreachable', `there is no network path to ${origin} (${code}); check network and address`)
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return told('timeout', `no connection to ${origin} in time; check the address and firewalls between`)
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return told('timeout', `${origin} did not answer in time; a higher --timeout gives it longer`)
    case 'UND_ERR_HEADERS_OVERFLOW':
      return told('too-large', `${origin} sent header fields without end`)
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH':
    case 'ERR_INVALID_CHAR':
      return told('unsendable', `the request could not be sent: ${error.message}`)
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return answered
        ? told('truncated', `${origin} closed the connection in the middle of its answer`)
        : told('reset', `${origin} closed the connection without an answer; ${adviceOnReset(origin, known)}`)
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return told('reset', `${origin} reset the connection (${code}); ${adviceOnReset(origin, known)}`)
    case 'UND_ERR_ABORTED':
    case 'UND_ERR_ABORT':
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
    case 'ABORT_ERR':
      return told('aborted', 'the request was given up before its answer')
    default:
      return told('other', `the request to ${origin} failed: ${error.message}`)
  }
}
