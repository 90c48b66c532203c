import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestContext } from './context.ts'
import type { HeaderFields, Reply } from './reply.ts'

/** One exchange as the registry sees it. */
export interface Served {
  method: string
  /** Path and query as they were sent. */
  target: string
  /** `host[:port]` as the client called the registry. */
  host: string
  headers: HeaderFields
  /** As much of it as was read: nothing where the reply did not wait for it. */
  body: Uint8Array
  status: number
  replyHeaders: HeaderFields
  /** Without what was streamed. */
  replyBody: Uint8Array
  /** Bytes of the response that were given to the connection, its header included. */
  written: number
  /** The client ended the connection before it had the whole response. */
  cut: boolean
  /** Milliseconds since the epoch. */
  startedAt: number
  /** Milliseconds. */
  duration: number
}

export type OnServed = (exchange: Served) => void

/** Follows one exchange; the returned function is called with its reply, before that is sent. */
export function served(
  message: IncomingMessage,
  response: ServerResponse,
  onServed: OnServed,
): (answer: { reply: Reply; ctx: Pick<RequestContext, 'body'> }) => void {
  const startedAt = Date.now()
  const { socket } = message
  const before = socket.bytesWritten
  return ({ reply, ctx }) => {
    response.once('close', () => {
      onServed({
        method: message.method ?? 'GET',
        target: message.url ?? '/',
        host: message.headers.host ?? '',
        headers: pairs(message.rawHeaders),
        body: ctx.body,
        status: reply.status,
        replyHeaders: reply.headers,
        replyBody: reply.body,
        written: socket.bytesWritten - before,
        cut: !response.writableFinished,
        startedAt,
        duration: Date.now() - startedAt,
      })
    })
  }
}

function pairs(raw: readonly string[]): HeaderFields {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []))
}
