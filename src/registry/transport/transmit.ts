import type { Dispatcher } from 'undici'
import { tallyBody, type BodyTally } from '../record/body.ts'
import {
  headerValues,
  type Body,
  type ExchangeResponse,
  type Headers,
  type TransportError,
} from '../record/exchange.ts'
import type { RegistryDispatcher } from './dispatcher.ts'
import { describeFailure } from './transport-error.ts'
import { TransportFailure } from './transport-failure.ts'

/** One request, complete: nothing is added to it but Host, framing and Connection. */
export interface WireRequest {
  method: string
  origin: string
  /** Path with query, sent as it stands. */
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
  /** Is given each chunk of a 2xx answer's body; the next one waits for what it returns. */
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

/** Bytes of a streamed request body that are kept for the report. */
const keptOfRequest = 64 * 1024

const latin1 = (part: string | Buffer): string => (typeof part === 'string' ? part : part.toString('latin1'))

function headersOf(raw: Dispatcher.DispatchController['rawHeaders'], parsed: object): Headers {
  const pairs: [string, string][] = []
  if (Array.isArray(raw)) {
    for (let index = 0; index + 1 < raw.length; index += 2) {
      pairs.push([latin1(raw[index]!), latin1(raw[index + 1]!)])
    }
    return pairs
  }
  // A dispatcher which has no raw fields, such as a mock.
  for (const [name, value] of Object.entries(parsed) as [string, string | string[]][]) {
    for (const each of Array.isArray(value) ? value : [value]) pairs.push([name, each])
  }
  return pairs
}

/** What the server did to the body although it was asked for the plain bytes. */
function codingOf(headers: Headers): string | undefined {
  const coding = headerValues(headers, 'content-encoding').join(', ').trim()
  return coding === '' || /^identity$/i.test(coding) ? undefined : coding
}

async function* counted(chunks: AsyncIterable<Uint8Array>, tally: BodyTally, progress: () => void) {
  for await (const chunk of chunks) {
    tally.add(chunk)
    progress()
    yield chunk
  }
}

/** The fields that undici adds by itself, so that the record shows what crossed the wire. */
export function framed({ origin, method, headers, body }: WireRequest): Headers {
  const framing: [string, string][] = []
  const expected = method === 'POST' || method === 'PUT' || method === 'PATCH'
  if (body instanceof Uint8Array) {
    if (body.length > 0 || expected) framing.push(['Content-Length', String(body.length)])
  } else if (body?.length !== undefined) framing.push(['Content-Length', String(body.length)])
  else if (body) framing.push(['Transfer-Encoding', 'chunked'])
  else if (expected) framing.push(['Content-Length', '0'])
  const given = new Set(headers.map(([name]) => name.toLowerCase()))
  const added = framing.filter(([name]) => !given.has(name.toLowerCase()))
  return [['Host', origin.replace(/^https?:\/\//, '')], ['Connection', 'keep-alive'], ...headers, ...added]
}

/** Sends one request and reads its whole answer. Never rejects: trouble is in the answer's `error`. */
export function transmit(
  dispatcher: RegistryDispatcher,
  request: WireRequest,
  limits: WireLimits,
): Promise<WireResult> {
  const { origin, method, path, body } = request
  const { signal } = limits
  return new Promise((resolve) => {
    let head: { status: number; headers: Headers } | undefined
    let controller: Dispatcher.DispatchController | undefined
    let settled = false
    const received = tallyBody(limits.keep)
    const streamed = body !== undefined && !(body instanceof Uint8Array)
    const sent = streamed ? tallyBody(keptOfRequest) : undefined
    const deadline = performance.now() + limits.total

    const settle = (failure?: unknown) => {
      if (settled) return
      settled = true
      clearTimeout(idle)
      signal?.removeEventListener('abort', onAbort)
      const result: WireResult = {}
      if (head) {
        const { status, headers } = head
        const body = received.finish()
        const coding = codingOf(headers)
        result.response = { status, headers, body: coding === undefined ? body : { ...body, coding } }
      }
      if (failure !== undefined) {
        const known = limits.known?.() ?? false
        result.error = describeFailure(failure, { origin, answered: head !== undefined, known })
      }
      if (sent) result.sent = sent.finish()
      resolve(result)
    }
    // Settles by itself: while a connection is being made, undici has nothing yet that could be aborted.
    const stop = (failure: Error) => {
      settle(failure)
      controller?.abort(failure)
    }
    const broken = (error: unknown) => stop(error instanceof Error ? error : new Error(String(error)))
    const late = (what: string) =>
      stop(new TransportFailure('timeout', `${what}; a higher --timeout gives it longer`))
    const onAbort = () =>
      stop(new TransportFailure('aborted', 'the request was given up before its answer was complete'))
    const onIdle = () =>
      late(
        head
          ? `${origin} began to answer, then sent nothing for ${limits.idle} ms`
          : `${origin} did not answer within ${limits.idle} ms`,
      )
    const idle = setTimeout(onIdle, limits.idle)
    const progress = () => {
      idle.refresh()
      if (performance.now() > deadline) late(`${origin} was not done after ${Math.round(limits.total)} ms`)
    }

    if (signal?.aborted === true) return onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started
        if (settled) started.abort(new TransportFailure('aborted', 'given up'))
      },
      onResponseStart(started, status, parsed) {
        if (settled || status < 200) return
        head = { status, headers: headersOf(started.rawHeaders, parsed) }
        progress()
      },
      onResponseData(paused, chunk) {
        // After a pause undici hands out an empty chunk, and to pause at it again would never end.
        if (settled || chunk.length === 0) return
        received.add(chunk)
        try {
          const taken = head && head.status >= 200 && head.status < 300 ? limits.onChunk?.(chunk) : undefined
          if (taken) {
            paused.pause()
            void taken.then(() => {
              progress()
              paused.resume()
            }, broken)
          }
        } catch (error) {
          return broken(error)
        }
        if (received.size > limits.most) {
          return stop(
            new TransportFailure(
              'too-large',
              `${origin} sent more than ${limits.most} bytes and did not stop`,
            ),
          )
        }
        progress()
      },
      onResponseEnd() {
        settle()
      },
      onResponseError(_, error) {
        settle(error)
      },
    }
    const flat = request.headers.flat()
    if (streamed && body.length !== undefined) flat.push('Content-Length', String(body.length))
    const payload = streamed ? counted(body.chunks, sent!, progress) : (body ?? null)
    try {
      dispatcher.dispatch(
        {
          origin,
          path,
          method,
          headers: flat,
          body: payload,
          headersTimeout: 0,
          bodyTimeout: 0,
        } as Pick<Dispatcher.DispatchOptions, 'path' | 'method'>,
        handler,
      )
    } catch (error) {
      settle(error)
    }
  })
}
