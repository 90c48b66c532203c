import { bodyOf } from '../../../../src/registry/record/body.ts'
import type { Exchange, Headers, TransportError } from '../../../../src/registry/record/exchange.ts'

export interface Answer {
  status?: number
  headers?: Headers | Record<string, string>
  body?: string | Uint8Array
  method?: string
  path?: string
  /** Set for an answer that never arrived whole. */
  error?: TransportError
}

const pairs = (headers: Answer['headers']): Headers =>
  Array.isArray(headers) ? headers : Object.entries(headers ?? {})

/** An exchange as a judge sees it: 200 to a GET, with nothing in it, by default. */
export function exchangeOf({
  status = 200,
  headers,
  body = '',
  method = 'GET',
  path = '/v2/',
  error,
}: Answer = {}): Exchange {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const base = {
    id: 1,
    request: { method, url: `http://registry.example${path}`, headers: [] },
    via: [],
    startedAt: 0,
    duration: 1,
  }
  return error
    ? { ...base, error }
    : { ...base, response: { status, headers: pairs(headers), body: bodyOf(bytes) } }
}
