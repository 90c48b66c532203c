import { createServer, ServerResponse, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createReferenceRegistry, type ReferenceRegistry } from '../../src/reference/index.ts'

/** What a client sees of an outage. */
export const outageKinds = {
  '503': 'each request is answered 503',
  '502': 'a gateway answers each request 502, with a page',
  reset: 'each connection is reset',
  refused: 'no connection is accepted',
  restart: 'the registry is restarted: connections and upload sessions are gone',
  'restart-empty': 'the registry is restarted and has lost all content',
  'lost-responses': 'each request is carried out, but a gateway answers 502',
  storage: 'each request but GET /v2/ is answered 503',
} as const
export type OutageKind = keyof typeof outageKinds

export interface FrontOptions {
  kind: OutageKind
  /** The number of the request with which it begins. */
  at: number
  /** Milliseconds. */
  duration: number
}

export interface Front {
  url: string
  /** Requests so far. */
  requests(): number
  /** Of those, the ones that were not answered by the registry. */
  disturbed(): number
  close(): Promise<void>
}

const page = '<html><body><h1>502 Bad Gateway</h1></body></html>'

/** Serves the embedded registry, and takes it away once. Without options it only counts. */
export async function serveWithOutage(options?: FrontOptions): Promise<Front> {
  let registry: ReferenceRegistry = createReferenceRegistry({ spec: 'dev' })
  let requests = 0
  let disturbed = 0
  let state: 'before' | 'during' | 'over' = 'before'
  let server: Server | undefined
  let port = 0
  let closed = false
  const sockets = new Set<Socket>()

  const listen = () =>
    new Promise<void>((resolve) => {
      const made = createServer((request, response) => void answer(request, response))
      made.on('connection', (socket) => {
        sockets.add(socket)
        socket.on('close', () => sockets.delete(socket))
        socket.on('error', () => undefined)
      })
      made.listen(port, '127.0.0.1', () => {
        port = (made.address() as AddressInfo).port
        server = made
        resolve()
      })
    })
  const hangUp = () => {
    server?.close()
    server = undefined
    for (const socket of sockets) socket.resetAndDestroy()
  }
  const end = async (kind: OutageKind) => {
    state = 'over'
    if (closed) return
    if (kind === 'restart') registry = createReferenceRegistry({ spec: 'dev' }, registry.store)
    if (kind === 'restart-empty') registry = createReferenceRegistry({ spec: 'dev' })
    if (!server) await listen()
  }
  const begin = ({ kind, duration }: FrontOptions) => {
    state = 'during'
    setTimeout(() => void end(kind), duration)
    if (kind === 'refused' || kind === 'restart' || kind === 'restart-empty') hangUp()
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests += 1
    if (options && state === 'before' && requests >= options.at) begin(options)
    const kind = state === 'during' ? options?.kind : undefined
    if (kind === undefined || (kind === 'storage' && request.url === '/v2/'))
      return registry.handler(request, response)
    disturbed += 1
    if (kind === '503' || kind === 'storage') return void response.writeHead(503).end()
    if (kind === '502') return void response.writeHead(502, { 'Content-Type': 'text/html' }).end(page)
    if (kind === 'lost-responses') return loseResponse(registry, request, response)
    request.socket.resetAndDestroy()
  }

  await listen()
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    disturbed: () => disturbed,
    close: () =>
      new Promise((resolve) => {
        closed = true
        const last = server
        hangUp()
        if (last) last.on('close', resolve)
        else resolve()
      }),
  }
}

/** Lets the registry do as it was asked, and answers for it. */
async function loseResponse(
  registry: ReferenceRegistry,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await registry.handler(request, new ServerResponse(request))
  response.writeHead(502, { 'Content-Type': 'text/html' }).end(page)
}

/** Serves the embedded registry, which answers 500 to this share of all requests; the seed decides to which. */
export async function serveFailing(share: number, random: () => number): Promise<Front> {
  const registry = createReferenceRegistry({ spec: 'dev' })
  let requests = 0
  let disturbed = 0
  const server = createServer((request, response) => {
    requests += 1
    if (random() < share) {
      disturbed += 1
      request.resume()
      response.writeHead(500, { 'Content-Length': 0 }).end()
    } else void registry.handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    disturbed: () => disturbed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
