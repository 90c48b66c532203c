import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import type { buildConnector, Dispatcher } from 'undici'
import { TransportFailure } from '../failure/transport-failure.ts'
import type { PendingConnections } from './pending-connections.ts'

/** Milliseconds after which a body is sent although no 100 came: a server of HTTP/1.0 sends none (RFC 9110, section 10.1.1). */
const patience = 1000

/** Whether a request waits for 100 (Continue) before its body, which undici does not do over HTTP/1.1. */
export const isExpecting = ({ headers }: Pick<Dispatcher.DispatchOptions, 'headers'>): boolean =>
  Array.isArray(headers) && headers.some((part, at) => at % 2 === 0 && /^expect$/i.test(part))

/** Sends such a request on a connection of its own, which ends with it. */
export function dispatchExpecting(
  connect: buildConnector.connector,
  pending: PendingConnections,
  options: Dispatcher.DispatchOptions,
  handler: Dispatcher.DispatchHandler,
): boolean {
  const { body } = options
  if (!(body instanceof Uint8Array))
    throw new TransportFailure('unsendable', 'only what is in memory waits for 100')
  const { protocol, host, hostname, port } = new URL(String(options.origin))
  connect(
    // Of an IPv6 address what is within its brackets.
    { protocol, host, hostname: hostname.replace(/^\[|\]$/g, ''), port },
    (...[error, socket]: buildConnector.CallbackArgs | [Error, null]) => {
      if (error || !socket) return handler.onResponseError?.(controllerOf(), error ?? new Error('no socket'))
      const sent = httpRequest({
        createConnection: () => socket,
        method: options.method,
        path: options.path,
        headers: fieldsOf(options, host, body.length),
      })
      const over = pending.add(sent)
      sent.once('close', () => {
        over()
        socket.destroy()
      })
      follow(sent, body, handler)
    },
  )
  return true
}

/** All fields: Node adds none to a list of them. */
function fieldsOf({ headers }: Dispatcher.DispatchOptions, host: string, length: number): string[] {
  const own = (headers as readonly string[]).map(String)
  const has = (name: string) => own.some((part, at) => at % 2 === 0 && part.toLowerCase() === name)
  return [
    ...(has('host') ? [] : ['Host', host]),
    ...own,
    ...(has('content-length') ? [] : ['Content-Length', String(length)]),
    'Connection',
    'close',
  ]
}

/** Sends the body once the server wants it, unless it has responded by then. */
function follow(sent: ClientRequest, body: Uint8Array, handler: Dispatcher.DispatchHandler): void {
  const controller = controllerOf(sent)
  const proceed = () => {
    clearTimeout(timer)
    if (!sent.writableEnded && !sent.destroyed) sent.end(body)
  }
  const timer = setTimeout(proceed, patience)
  sent.once('close', () => clearTimeout(timer))
  sent.once('continue', proceed)
  sent.on('error', (error) => handler.onResponseError?.(controller, error))
  handler.onRequestStart?.(controller, {})
  sent.once('response', (response) => {
    clearTimeout(timer)
    receive(response, sent, controller, handler)
  })
}

function receive(
  response: IncomingMessage,
  sent: ClientRequest,
  controller: Controller,
  handler: Dispatcher.DispatchHandler,
): void {
  controller.rawHeaders = response.rawHeaders
  controller.pause = () => void response.pause()
  controller.resume = () => void response.resume()
  handler.onResponseStart?.(controller, response.statusCode ?? 0, {}, response.statusMessage)
  response.on('data', (chunk: Buffer) => handler.onResponseData?.(controller, chunk))
  response.once('error', (error) => handler.onResponseError?.(controller, error))
  response.once('end', () => {
    handler.onResponseEnd?.(controller, {})
    // The body is not sent any more where the response came without it.
    sent.destroy()
  })
}

type Controller = Dispatcher.DispatchController & { rawHeaders: string[] }

const controllerOf = (sent?: ClientRequest): Controller => ({
  aborted: false,
  paused: false,
  reason: null,
  rawHeaders: [],
  rawTrailers: [],
  pause() {},
  resume() {},
  abort: (reason) => void sent?.destroy(reason),
})
