import { withoutUndefined } from '../../engine/optional.ts'
import { bodyOf } from '../record/body.ts'
import type { Body, Exchange, Headers } from '../record/exchange.ts'
import type { Recorder } from '../record/recorder.ts'
import { maskCredentials } from '../record/redaction/fields.ts'
import type { RegistryDispatcher } from './connection/dispatcher.ts'
import type { WritesInFlight } from './in-flight.ts'
import type { Limiter } from './limiter.ts'
import { headerPairs, type ChunkedBody, type RegistryRequest } from './request.ts'
import { transmit } from './transmit.ts'
import { splitUrl } from './url.ts'
import { framed, type StreamedBody, type WireRequest, type WireResult } from './wire.ts'

/** What all requests of a client share. */
export interface Sender {
  /** The target's own origin. */
  origin: string
  dispatcher: RegistryDispatcher
  recorder: Recorder
  limiter: Limiter
  writes: WritesInFlight
  /** Origins that have sent a whole response. */
  known: Set<string>
  /** Milliseconds without progress. */
  timeout: number
  bodyMaximum: number
  userAgent: string
}

/** The exchanges that one request of a caller leads to: those with challenges, redirects and retries come before its own. */
export interface Chain {
  readonly test: string | undefined
  readonly signal: AbortSignal | undefined
  /** The ids of the exchanges so far; grows. */
  readonly via: number[]
}

/** A request as it is sent once. */
export interface Attempt {
  request: RegistryRequest
  url: string
  /** The value of Authorization that the client adds. */
  authorization?: string | undefined
}

/** How much longer than without progress a request may last altogether. */
const totalFactor = 10

/** Bytes of a response's body that are kept by default. */
const keptOfBody = 8 * 1024 * 1024

/** Records an exchange that is not the last of its chain, which those after it refer to. */
export function recordIntermediate({ recorder }: Sender, { via }: Chain, exchange: Exchange): void {
  recorder.record(exchange)
  via.push(exchange.id)
}

function headersOf({ request, authorization }: Attempt, userAgent: string): [string, string][] {
  const headers = headerPairs(request.headers)
  const has = (name: string) => headers.some(([field]) => field.toLowerCase() === name)
  if (!has('user-agent')) headers.unshift(['User-Agent', userAgent])
  // Digests are of the stored bytes: without this field a server may choose any coding.
  if (!has('accept-encoding')) headers.push(['Accept-Encoding', 'identity'])
  if (authorization !== undefined) headers.push(['Authorization', authorization])
  return headers
}

const streamOf = ({ chunks, length }: ChunkedBody): StreamedBody =>
  withoutUndefined({ chunks: typeof chunks === 'function' ? chunks() : chunks, length })

function wireOf(attempt: Attempt, userAgent: string): WireRequest | undefined {
  const to = splitUrl(attempt.url)
  if (!to) return undefined
  const { method, body } = attempt.request
  return withoutUndefined({
    method,
    headers: headersOf(attempt, userAgent),
    ...to,
    body: body && !(body instanceof Uint8Array) ? streamOf(body) : body,
  })
}

const creates = ({ method }: RegistryRequest): boolean =>
  method === 'PUT' || method === 'POST' || method === 'PATCH'

/** Whether what is created is known beforehand, as with a PUT or a mount: an upload session is known by its response alone. */
const namesWhatItCreates = ({ request, url }: Attempt): boolean =>
  request.method === 'PUT' || (request.method === 'POST' && /[?&](?:digest|mount)=/.test(url))

/** A response of another origin than the target's. */
const asForeign = ({ response, ...result }: WireResult): WireResult =>
  response ? { ...result, response: { ...response, body: { ...response.body, foreign: true } } } : result

/** Findings show the exchange: what it proves is that there was an authorization, not which one. */
const withoutCredentials = (headers: Headers): Headers =>
  headers.map(([name, value]) =>
    name.toLowerCase() === 'authorization' ? [name, maskCredentials(value)] : [name, value],
  )

/** Sends one request once: no redirect, no retry, no authentication of its own. Does not record it. */
export async function sendOnce(sender: Sender, chain: Chain, attempt: Attempt): Promise<Exchange> {
  const { recorder } = sender
  const { request, url } = attempt
  const { signal, test } = chain
  const id = recorder.nextId()
  const wire = wireOf(attempt, sender.userAgent)
  const exchange = (startedAt: number, headers: Headers, result: WireResult): Exchange =>
    withoutUndefined({
      id,
      request: withoutUndefined({
        method: request.method,
        url,
        headers: withoutCredentials(headers),
        body: result.sent,
      }),
      via: [...chain.via],
      startedAt,
      duration: recorder.now() - startedAt,
      test,
      response: result.response,
      error: result.error,
      bulk: request.bulk,
      spare: request.spare,
    })
  if (!wire) {
    const message = `${JSON.stringify(url)} is not an http or https URL, so nothing can be sent there`
    return exchange(recorder.now(), headerPairs(request.headers), { error: { code: 'malformed', message } })
  }
  const send = async (until: AbortSignal | undefined) => {
    const startedAt = recorder.now()
    const sent = bodyInMemory(wire, request)
    if (creates(request) && namesWhatItCreates(attempt)) recorder.begin(() => exchange(startedAt, [], sent))
    const result = await transmitOnce(sender, wire, request, until)
    if (!result.error) sender.known.add(wire.origin)
    const received = wire.origin === sender.origin ? result : asForeign(result)
    return exchange(startedAt, framed(wire), { ...sent, ...received })
  }
  const task = () => (creates(request) ? sender.writes.run(signal, send) : send(signal))
  return request.alone ? sender.limiter.alone(task, signal) : sender.limiter.run(task, signal)
}

/** Described once, since it may be large. */
const bodyInMemory = ({ body }: WireRequest, { bodyDigest }: RegistryRequest): { sent?: Body } =>
  body instanceof Uint8Array ? { sent: bodyOf(body, bodyDigest) } : {}

function transmitOnce(
  sender: Sender,
  wire: WireRequest,
  request: RegistryRequest,
  signal: AbortSignal | undefined,
): Promise<WireResult> {
  const idle = (request.timeout ?? sender.timeout) * (request.timeFactor ?? 1)
  return transmit(sender.dispatcher, wire, {
    idle,
    total: idle * totalFactor,
    keep: request.bodyLimit ?? keptOfBody,
    most: request.bodyMaximum ?? sender.bodyMaximum,
    signal,
    onChunk: request.onChunk,
    known: () => sender.known.has(wire.origin),
  })
}
