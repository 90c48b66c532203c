import { validateHeaderName, validateHeaderValue, type IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { RegistryDispatcher } from '../registry/dispatcher.ts'
import type { IncomingRequest } from './context.ts'
import { headerOf, reply, type Reply } from './reply.ts'

type Handler = Dispatcher.DispatchHandler
type Answer = (request: IncomingRequest) => Promise<Reply>

/** What a request is made of, as the client hands it over. */
interface Sent {
  origin?: string | URL
  path: string
  method: string
  headers?: unknown
  body?: unknown
}

/** The client of one request, which may give it up, or stop to take more for a while. */
function createController(handler: Handler) {
  let resume: (() => void) | undefined
  const state = { over: false, paused: undefined as Promise<void> | undefined }
  const controller: Dispatcher.DispatchController & { rawHeaders: string[] } = {
    get aborted() {
      return state.over
    },
    get paused() {
      return state.paused !== undefined
    },
    reason: null,
    rawHeaders: [],
    rawTrailers: [],
    pause() {
      state.paused ??= new Promise((resolve) => (resume = resolve))
    },
    resume() {
      state.paused = undefined
      resume?.()
    },
    abort: (reason) => fail(reason),
  }
  /** Ends the request without the rest of its answer, unless it has ended. */
  const fail = (error: Error) => {
    if (state.over) return
    state.over = true
    handler.onResponseError?.(controller, error)
  }
  return { controller, state, fail }
}

/**
 * A registry as the client of the same process reaches it, without sockets: what undici and Node's HTTP
 * server would do to a message on its way is done here, and what they would refuse is refused. Answers at
 * `origin`, and at localhost where that is 127.0.0.1.
 */
export function inProcess(answer: Answer, origin: string): RegistryDispatcher {
  const own = new Set([origin, origin.replace('127.0.0.1', 'localhost')])
  const serve = async (sent: Sent, handler: Handler): Promise<void> => {
    const { controller, state, fail } = createController(handler)
    handler.onRequestStart?.(controller, {})
    if (!own.has(String(sent.origin)))
      return fail(Object.assign(new Error('nobody is there'), { code: 'ECONNREFUSED' }))
    let answered: Reply
    try {
      answered = whole(await answer(await requestOf(sent)))
    } catch {
      // As the registry does where a fault makes it throw.
      answered = reply(500, { 'Content-Length': '0' })
    }
    const { wire, delay, status, body } = answered
    const bare = sent.method === 'HEAD' || status === 204 || status === 304
    const told = headerOf(answered, 'content-length')
    // It would break the messages after it on the same connection, and here nobody sees what comes of that.
    if (!bare && told !== undefined && told !== String(body.length))
      return fail(new Error('a body unlike its Content-Length takes a socket to be shown'))
    if (delay !== undefined) await new Promise((resolve) => setTimeout(resolve, delay))
    if (state.over || wire === 'silence') return
    if (wire === 'reset') return fail(hungUp())
    controller.rawHeaders.push(...fieldsOf(answered))
    handler.onResponseStart?.(controller, status, {}, '')
    const { buffer, byteOffset, length } = wire === undefined ? body : body.subarray(0, body.length / 2)
    if (!bare && length > 0 && !state.over)
      handler.onResponseData?.(controller, Buffer.from(buffer, byteOffset, length))
    await state.paused
    if (wire !== undefined && !bare) return fail(hungUp())
    if (state.over) return
    state.over = true
    handler.onResponseEnd?.(controller, {})
  }
  return {
    dispatch(options, handler) {
      // Never at once: whoever asks goes on first, as with a socket.
      setImmediate(() => void serve(options, handler))
      return true
    },
  }
}

const hungUp = (): Error => Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })

/** Of repeated fields that may stand once, the first one counts; the lines of others are joined. */
const single = new Set(
  'age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since last-modified location max-forwards proxy-authorization referer retry-after server user-agent'.split(
    ' ',
  ),
)

async function requestOf({ origin, path, method, headers, body }: Sent): Promise<IncomingRequest> {
  const chunks = await chunksOf(body)
  const given = headers as readonly string[]
  const raw = ['Host', new URL(String(origin)).host, 'Connection', 'keep-alive', ...given]
  const named = given.some((name, at) => at % 2 === 0 && /^(?:content-length|transfer-encoding)$/i.test(name))
  const expected = method === 'POST' || method === 'PUT' || method === 'PATCH'
  if (body === null || body instanceof Uint8Array) {
    if (!named && (expected || chunks.length > 0)) raw.push('Content-Length', String(chunks[0]?.length ?? 0))
  } else if (!named) raw.push('Transfer-Encoding', 'chunked')
  const fields: IncomingHttpHeaders = {}
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase()
    const value = raw[at + 1]!
    const before = fields[name] as string | undefined
    if (before === undefined) fields[name] = value
    else if (!single.has(name)) fields[name] = `${before}${name === 'cookie' ? '; ' : ', '}${value}`
  }
  return {
    method,
    url: path,
    headers: fields,
    rawHeaders: raw,
    socket: {},
    async *[Symbol.asyncIterator]() {
      yield* chunks
    },
  }
}

async function chunksOf(body: unknown): Promise<Uint8Array[]> {
  if (body === null || body === undefined) return []
  if (body instanceof Uint8Array) return body.length === 0 ? [] : [body]
  const chunks: Uint8Array[] = []
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return chunks
}

/** The reply, unless it cannot be sent as it is. Throws where a field is none: so does Node. */
function whole(from: Reply): Reply {
  for (const [name, value] of from.headers) {
    validateHeaderName(name)
    validateHeaderValue(name, value)
  }
  return from
}

/** All fields of an answer, those of Node's HTTP server too. */
function fieldsOf(from: Reply): string[] {
  const own = from.headers.flatMap(([name, value]) => [name, value.replace(/^[ \t]+|[ \t]+$/g, '')])
  const hasBody = from.status !== 204 && from.status !== 304
  const framing =
    headerOf(from, 'content-length') === undefined && hasBody ? ['Transfer-Encoding', 'chunked'] : []
  return [
    ...own,
    'Date',
    new Date().toUTCString(),
    'Connection',
    'keep-alive',
    'Keep-Alive',
    'timeout=5',
    ...framing,
  ]
}
