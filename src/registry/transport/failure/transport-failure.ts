import type { TransportError } from '../../record/exchange.ts'

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
  | 'local'
  | 'other'

/** An error that already knows its code; thrown by hooks inside a request to end it. */
export class TransportFailure extends Error {
  readonly code: TransportErrorCode
  constructor(code: TransportErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** What is known of the connection that failed. */
export interface FailedConnection {
  /** Scheme, host and port, as the message names them. */
  origin: string
  /** True where status and header fields had arrived. */
  answered: boolean
  /** True where the same origin has sent a whole response before: then address and port are right. */
  known: boolean
}

export const transportError = (code: TransportErrorCode, message: string): TransportError => ({
  code,
  message,
})
