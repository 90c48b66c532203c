import type { Headers } from '../record/exchange.ts'

/** A body that is made while it is sent. Without `length` it is sent chunked. A function makes it anew for a repetition. */
export interface ChunkedBody {
  chunks: AsyncIterable<Uint8Array> | (() => AsyncIterable<Uint8Array>)
  length?: number
}

export interface RegistryRequest {
  method: string
  /** Path with query below the target's URL, or an absolute URL such as a resolved Location. Sent as it is. */
  path: string
  /** Sent in this order. No Accept is added. */
  headers?: Headers | Record<string, string>
  body?: Uint8Array | ChunkedBody
  /** The body's `sha256:…` where it is known, so that a large one is not hashed again for the record. */
  bodyDigest?: string
  /** Token scopes beyond those of the request's own repository: for mounts. */
  scopes?: readonly string[]
  /** Default: true for GET and HEAD, and for 307 and 308 of other methods. At most 10 redirects. */
  followRedirects?: boolean
  /** Default: 429, and 503 with Retry-After, and a GET or HEAD whose connection ended before any response. */
  retry?: boolean
  /**
   * False where a request that fails is not sent again in a test that is repeated: what several simultaneous requests
   * bring about does not come of a single one. Default true.
   */
  repeatFailures?: boolean
  /** False sends no credentials, and a challenge is the response. */
  authenticate?: boolean
  /** Milliseconds without progress after which the request fails. */
  timeout?: number
  /** By which all its time limits are multiplied, for what is very large; default 1. */
  timeFactor?: number
  /** One of very many alike: it is reported and kept only where it fails, or is refused. */
  bulk?: true
  /** It is kept for what judges the whole run, and reported only where a finding or a note refers to it. */
  spare?: true
  /** Bytes of the response's body that are kept; default 8 MiB. All are counted and hashed. */
  bodyLimit?: number
  /**
   * Called with the bytes of a 2xx response as they arrive, for what is too large to keep. A promise holds back the next
   * ones until it resolves; throwing or rejecting ends the request.
   */
  onChunk?: (chunk: Uint8Array) => void | Promise<void>
  /** Bytes of the response's body after which the request fails with `too-large`; default the client's `bodyMaximum`. */
  bodyMaximum?: number
  /** Sent while no other request is in flight, as far as those end within a second. */
  alone?: boolean
}

/** The header fields of a request as pairs, in a new array. */
export const headerPairs = (headers: RegistryRequest['headers']): [string, string][] => {
  if (headers === undefined) return []
  if (isPairs(headers)) return headers.map(([name, value]) => [name, value])
  return Object.entries(headers)
}

const isPairs = (headers: Headers | Record<string, string>): headers is Headers => Array.isArray(headers)

/** Whether a request can be sent more than once: its body is in memory, or can be made anew. */
export const isRepeatable = ({ body }: RegistryRequest): boolean =>
  body === undefined || body instanceof Uint8Array || typeof body.chunks === 'function'
