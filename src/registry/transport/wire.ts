import type { Body, ExchangeResponse, Headers, TransportError } from '../record/exchange.ts'

/** One request, complete: nothing is added to it but Host, framing and Connection. */
export interface WireRequest {
  method: string
  origin: string
  /** Path with query, sent as it is. */
  path: string
  headers: Headers
  body?: Uint8Array | StreamedBody
}

export interface StreamedBody {
  chunks: AsyncIterable<Uint8Array>
  length?: number
}

export interface WireLimits {
  /** Milliseconds without any progress after which the request has failed. */
  idle: number
  /** Milliseconds for the whole exchange. */
  total: number
  /** Bytes of the response's body that are kept. */
  keep: number
  /** Bytes of the response's body after which the request has failed. */
  most: number
  signal?: AbortSignal | undefined
  /** Called with each chunk of the body of a 2xx response; the next one waits for the promise that it returns. */
  onChunk?: ((chunk: Uint8Array) => void | Promise<void>) | undefined
  /** Whether the same origin has sent a whole response before. */
  known?: () => boolean
}

export interface WireResult {
  response?: ExchangeResponse
  error?: TransportError
  /** What was sent of a body that streamed. */
  sent?: Body
}

/** The fields that undici adds by itself, so that the record shows what crossed the wire. */
export function framed({ origin, method, headers, body }: WireRequest): Headers {
  const present = new Set(headers.map(([name]) => name.toLowerCase()))
  const framing = framingOf(method, body).filter(([name]) => !present.has(name.toLowerCase()))
  return [['Host', origin.replace(/^https?:\/\//, '')], ['Connection', 'keep-alive'], ...headers, ...framing]
}

function framingOf(method: string, body: WireRequest['body']): [string, string][] {
  if (body && !(body instanceof Uint8Array) && body.length === undefined)
    return [['Transfer-Encoding', 'chunked']]
  const length = body?.length ?? 0
  // A stream with a length states it, even if that is 0.
  const isStated = length > 0 || (body !== undefined && !(body instanceof Uint8Array))
  const isExpected = method === 'POST' || method === 'PUT' || method === 'PATCH'
  return isStated || isExpected ? [['Content-Length', String(length)]] : []
}
