import type { EvidenceRecord } from '../../engine/events.ts'
import type { Evidence } from '../../engine/verdict.ts'
import { operationOf } from './operation.ts'

/** Header fields as they crossed the wire: order, case and repetitions kept. */
export type Headers = readonly (readonly [name: string, value: string])[]

/** A body: its whole size and digest, and as many of its first bytes as the limit allows. */
export interface Body {
  /** Bytes that crossed the wire. */
  size: number
  /** `sha256:<hex>` of all of them. */
  sha256: string
  /** The first bytes; all of them unless `truncated`. */
  bytes: Uint8Array
  truncated: boolean
  /** The response came before all of a streamed body was sent: size and digest are those of what was. */
  partial?: true
  /** A content coding other than identity: `bytes` are as sent, and were not decoded. */
  coding?: string
  /**
   * From another origin than the target's, which may be what only the user can reach: its bytes are judged, and
   * neither stored nor quoted.
   */
  foreign?: true
}

export interface ExchangeRequest {
  method: string
  url: string
  headers: Headers
  /** Absent where no body was sent. */
  body?: Body
}

export interface ExchangeResponse {
  status: number
  headers: Headers
  body: Body
}

/** What went wrong before a whole response had arrived. */
export interface TransportError {
  /**
   * Stable: `timeout`, `refused`, `reset`, `tls`, `unknown-host`, `unreachable`, `truncated`, `malformed`,
   * `too-large`, `aborted`, `redirect-loop`, `unauthorised` (no token was returned), `not-allowed` (another origin, where nothing may be
   * sent to), `unsendable`, `local` (an error of this machine), `other`.
   */
  code: string
  message: string
  /** Of a response that is not valid HTTP what is wrong with it, see MalformedCause; or `not-tls`, or `token-server` where that one failed. */
  cause?: string
  /** The offending line as it came, in quotes and with escapes for what cannot be printed. */
  line?: string
}

/**
 * One HTTP request with its response as they crossed the wire, secrets removed. Exactly one of
 * `response` and `error` is there, but both where the body broke off, where redirects form a loop,
 * and where a challenge was not met since no token was returned.
 */
export interface Exchange {
  id: number
  /** The test that sent it; absent for what the client does on its own (tokens, cleaning up). */
  test?: string
  request: ExchangeRequest
  response?: ExchangeResponse
  error?: TransportError
  /** The earlier exchanges on the way here: challenges, redirects, retries. */
  via: readonly number[]
  /** Milliseconds since the run started. */
  startedAt: number
  /** Milliseconds. */
  duration: number
  /** One of very many alike, which is reported and kept only where it fails, or is refused. */
  bulk?: true
  /** Reported only where a finding or a note refers to it. */
  spare?: true
  /** How often the same request had failed before this one; those exchanges are in `via`. */
  repeated?: number
}

/** A body in results.json: text where it is UTF-8, else base64, cut at the recorder's limit; nothing of other origins. */
export interface BodyRecord {
  size: number
  sha256: string
  text?: string
  base64?: string
  truncated: boolean
  /** Why no bytes are stored at all. */
  omitted?: 'other origin'
}

/** An exchange as it is stored and reported. */
export interface ExchangeRecord extends EvidenceRecord {
  kind: 'exchange'
  id: number
  test?: string
  request: { method: string; url: string; headers: Headers; body?: BodyRecord }
  response?: { status: number; headers: Headers; body: BodyRecord }
  error?: TransportError
  via: readonly number[]
  startedAt: number
  duration: number
}

/** All values of a header field, in order; names compare without case. */
export const headerValues = (headers: Headers, name: string): string[] =>
  headers.filter(([field]) => field.toLowerCase() === name.toLowerCase()).map(([, value]) => value)

/** The first value of a header field. */
export const header = (headers: Headers, name: string): string | undefined => headerValues(headers, name)[0]

/** The reference from a finding to an exchange. */
export function seenIn({ id, request }: Exchange): Evidence {
  const operation = operationOf(request)
  return operation === undefined
    ? { kind: 'exchange', exchange: id }
    : { kind: 'exchange', exchange: id, operation }
}

/** Whether a server failed to process a request, or a gateway in front did not reach it. */
export const isFailure = ({ response }: Exchange): boolean =>
  response?.status === 500 || response?.status === 502 || response?.status === 504
