import type { Dispatcher } from 'undici'
import type { IncomingRequest } from './context.ts'
import { fieldsOf, requestOf, whole, withBareLineFeeds, type Sent } from './on-the-way.ts'
import { headerOf, reply, type Reply } from './reply.ts'

type Handler = Dispatcher.DispatchHandler
type HandleRequest = (request: IncomingRequest) => Promise<Reply>

/** What a client may have instead of sockets: a structural type, so that callers need not have the same version of undici. */
export interface InProcess {
  dispatch(options: { origin?: string | URL; path: string; method: string }, handler: object): boolean
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
  /** Ends the request without the rest of its response, unless it has ended. */
  const fail = (error: Error) => {
    if (state.over) return
    state.over = true
    handler.onResponseError?.(controller, error)
  }
  return { controller, state, fail }
}

async function replyTo(sent: Sent, handle: HandleRequest): Promise<Reply> {
  try {
    return whole(await handle(await requestOf(sent)))
  } catch {
    // As the registry does where a fault makes it throw.
    return reply(500, { 'Content-Length': '0' })
  }
}

/**
 * A registry as the client of the same process reaches it, without sockets: what undici and Node's HTTP
 * server would do to a message on its way is done here, and what they would refuse is refused. Responds at
 * `origin`, and at localhost where that is 127.0.0.1.
 */
export function inProcess(handle: HandleRequest, origin: string): InProcess {
  const own = new Set([origin, origin.replace('127.0.0.1', 'localhost')])
  const serve = async (sent: Sent, handler: Handler): Promise<void> => {
    const { controller, state, fail } = createController(handler)
    handler.onRequestStart?.(controller, {})
    if (!own.has(String(sent.origin)))
      return fail(Object.assign(new Error('nothing listens there'), { code: 'ECONNREFUSED' }))
    const reply = await replyTo(sent, handle)
    const { wire, delay, status, body } = reply
    const bare = sent.method === 'HEAD' || status === 204 || status === 304
    if (!bare && !hasOwnLength(reply))
      return fail(new Error('a body unlike its Content-Length takes a socket to be shown'))
    if (delay !== undefined) await new Promise((resolve) => setTimeout(resolve, delay))
    if (state.over || wire === 'silence') return
    const error = errorInstead(reply)
    if (error) return fail(error)
    controller.rawHeaders.push(...fieldsOf(reply, sent.method))
    handler.onResponseStart?.(controller, status, {}, '')
    const sentBody = bodyOnTheWire(body, wire !== undefined)
    if (!bare && sentBody.length > 0 && !state.over) handler.onResponseData?.(controller, sentBody)
    await state.paused
    if (wire !== undefined && !bare) return fail(hungUp())
    if (state.over) return
    state.over = true
    handler.onResponseEnd?.(controller, {})
  }
  return {
    dispatch(options, handler) {
      // Never at once: the caller goes on first, as with a socket.
      setImmediate(() => void serve(options, handler as Handler))
      return true
    },
  }
}

/** The bytes of a body without a copy; half of them where the connection is to be lost in the middle. */
function bodyOnTheWire({ buffer, byteOffset, length }: Uint8Array, cut: boolean): Buffer {
  return Buffer.from(buffer, byteOffset, cut ? Math.floor(length / 2) : length)
}

/** A false length would corrupt the messages after it on the same connection, which cannot be shown here. */
function hasOwnLength(reply: Reply): boolean {
  if (reply.stream) return false
  const length = headerOf(reply, 'content-length')
  return length === undefined || length === String(reply.body.length)
}

/** What the client sees of a reply whose very start is not well-formed. */
function errorInstead(reply: Reply): Error | undefined {
  if (reply.wire === 'reset') return hungUp()
  return reply.wire === 'bare-line-feeds' ? unreadable(withBareLineFeeds(reply)) : undefined
}

const hungUp = (): Error => Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })

/** As undici's parser fails, with all that arrived. */
const unreadable = (data: string): Error =>
  Object.assign(new Error('Missing expected CR after response line'), { code: 'HPE_CR_EXPECTED', data })
