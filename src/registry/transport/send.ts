import { bodyOf } from '../record/body.ts'
import type { RegistryDispatcher } from './dispatcher.ts'
import type { Exchange, Headers } from '../record/exchange.ts'
import type { Limiter } from './limiter.ts'
import type { Recorder } from '../record/recorder.ts'
import { maskCredentials } from '../record/redaction/redactor.ts'
import type { ChunkedBody, RegistryRequest } from './request.ts'
import { framed, transmit, type StreamedBody, type WireRequest, type WireResult } from './transmit.ts'
import type { UnderWay } from './in-flight.ts'

/** What all requests of a client share. */
export interface Sending {
  /** The target's own origin. */
  origin: string
  dispatcher: RegistryDispatcher
  recorder: Recorder
  limiter: Limiter
  /** Requests that may create something. */
  underWay: UnderWay
  /** Origins that have sent a whole response. */
  known: Set<string>
  /** Milliseconds without progress. */
  timeout: number
  bodyMaximum: number
  userAgent: string
}

export interface Hop {
  request: RegistryRequest
  url: string
  /** Given by the client, not by the caller. */
  authorization?: string | undefined
  signal: AbortSignal | undefined
  test: string | undefined
  /** The earlier exchanges. */
  via: readonly number[]
}

/** How much longer than without progress a request may last altogether. */
const patience = 10

export const headerPairs = (headers: RegistryRequest['headers']): [string, string][] =>
  headers === undefined
    ? []
    : Array.isArray(headers)
      ? (headers as Headers).map(([name, value]) => [name, value])
      : Object.entries(headers as Record<string, string>)

/** Of each scheme with host and port that was met; undefined where it is none. A run meets one or two. */
const origins = new Map<string, string | undefined>()

function originOf(start: string): string | undefined {
  if (!origins.has(start)) {
    // A registry that leads from host to host without end fills no memory.
    if (origins.size >= 1000) origins.clear()
    origins.set(start, URL.canParse(start) ? new URL(start).origin : undefined)
  }
  return origins.get(start)
}

/** Scheme, host and port, and the rest without normalising it; undefined for what is no http or https URL. */
export function splitUrl(url: string): { origin: string; path: string } | undefined {
  const match = /^(https?:\/\/[^/?#]+)([^#]*)/i.exec(url)
  const origin = match ? originOf(match[1]!) : undefined
  if (!match || origin === undefined) return undefined
  const path = match[2]!
  return { origin, path: path.startsWith('/') ? path : `/${path}` }
}

function headersOf({ request, authorization }: Hop, userAgent: string): [string, string][] {
  const headers = headerPairs(request.headers)
  const has = (name: string) => headers.some(([field]) => field.toLowerCase() === name)
  if (!has('user-agent')) headers.unshift(['User-Agent', userAgent])
  // Digests are of the stored bytes: without this field a server may choose any coding.
  if (!has('accept-encoding')) headers.push(['Accept-Encoding', 'identity'])
  if (authorization !== undefined) headers.push(['Authorization', authorization])
  return headers
}

function streamOf({ chunks: made, length }: ChunkedBody): StreamedBody {
  const chunks = typeof made === 'function' ? made() : made
  return length === undefined ? { chunks } : { chunks, length }
}

function wireOf(hop: Hop, userAgent: string): WireRequest | undefined {
  const to = splitUrl(hop.url)
  if (!to) return undefined
  const { method, body } = hop.request
  const wire: WireRequest = { method, headers: headersOf(hop, userAgent), ...to }
  if (body) wire.body = body instanceof Uint8Array ? body : streamOf(body)
  return wire
}

/** Of a session that was never told, nobody can know; what a PUT or a mount makes is known beforehand. */
const namesWhatItCreates = ({ request, url }: Hop): boolean =>
  request.method === 'PUT' || (request.method === 'POST' && /[?&](?:digest|mount)=/.test(url))

/** A response of another origin than the target's. */
const asForeign = ({ response, ...result }: WireResult): WireResult =>
  response ? { ...result, response: { ...response, body: { ...response.body, foreign: true } } } : result

/** Sends one request once: no redirect, no retry, no authentication of its own. Does not record it. */
export async function sendOnce(sending: Sending, hop: Hop): Promise<Exchange> {
  const { recorder } = sending
  const { request, signal, test } = hop
  const id = recorder.nextId()
  const wire = wireOf(hop, sending.userAgent)
  const exchange = (startedAt: number, headers: Headers, result: WireResult): Exchange => ({
    id,
    request: {
      method: request.method,
      url: hop.url,
      // The exchange is shown in findings: what it proves is that there was an authorisation, not which.
      headers: headers.map(([name, value]) =>
        name.toLowerCase() === 'authorization' ? [name, maskCredentials(value)] : [name, value],
      ),
      ...(result.sent === undefined ? {} : { body: result.sent }),
    },
    via: [...hop.via],
    startedAt,
    duration: recorder.now() - startedAt,
    ...(test === undefined ? {} : { test }),
    ...(result.response === undefined ? {} : { response: result.response }),
    ...(result.error === undefined ? {} : { error: result.error }),
  })
  if (!wire) {
    const message = `${JSON.stringify(hop.url)} is no http or https URL, so nothing can be sent there`
    const headers = headerPairs(request.headers)
    return exchange(recorder.now(), headers, { error: { code: 'malformed', message } })
  }
  const idle = request.timeout ?? sending.timeout
  const creates = request.method === 'PUT' || request.method === 'POST' || request.method === 'PATCH'
  const send = async (until: AbortSignal | undefined) => {
    const startedAt = recorder.now()
    // Once, since it may be large.
    const sent = wire.body instanceof Uint8Array ? { sent: bodyOf(wire.body, request.bodyDigest) } : {}
    if (creates && namesWhatItCreates(hop)) recorder.begin(() => exchange(startedAt, [], sent))
    const result = await transmit(sending.dispatcher, wire, {
      idle,
      total: idle * patience,
      keep: request.bodyLimit ?? 8 * 1024 * 1024,
      most: request.bodyMaximum ?? sending.bodyMaximum,
      signal: until,
      onChunk: request.onChunk,
      known: () => sending.known.has(wire.origin),
    })
    if (!result.error) sending.known.add(wire.origin)
    const received = wire.origin === sending.origin ? result : asForeign(result)
    return exchange(startedAt, framed(wire), { ...sent, ...received })
  }
  const task = () => (creates ? sending.underWay.run(signal, send) : send(signal))
  return request.alone ? sending.limiter.alone(task, signal) : sending.limiter.run(task, signal)
}
