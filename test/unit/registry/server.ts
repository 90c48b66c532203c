import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import {
  createServer as createSocketServer,
  type AddressInfo,
  type Server as SocketServer,
  type Socket,
} from 'node:net'
import {
  createRegistryClient,
  type RegistryClient,
  type RegistryClientOptions,
} from '../../../src/registry/client.ts'
import { parseTargetUrl } from '../../../src/registry/transport/target-url.ts'

const closers: (() => Promise<unknown>)[] = []

/** Closes what serve, serveSocket and connect opened. */
export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).toReversed()) await close()
}

const addressOf = (server: Server | SocketServer): number => (server.address() as AddressInfo).port

/** An HTTP server on a loopback address, by default on an ephemeral port; the answer is its address. */
export async function serve(listener: RequestListener, host = '127.0.0.1', port = 0): Promise<URL> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(port, host, resolve))
  closers.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return parseTargetUrl(`${host.includes(':') ? `[${host}]` : host}:${addressOf(server)}`)
}

/** A server that does with its sockets what it likes. */
export async function serveSocket(onSocket: (socket: Socket) => void): Promise<URL> {
  const sockets = new Set<Socket>()
  const server = createSocketServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    onSocket(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return parseTargetUrl(`127.0.0.1:${addressOf(server)}`)
}

/** A client that is closed with the servers. */
export function connect(base: URL, options: Partial<RegistryClientOptions> = {}): RegistryClient {
  const client = createRegistryClient({ base, ...options })
  closers.push(() => client.close())
  return client
}

/** The whole body of a request that a server got. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

export function json(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  response.end(JSON.stringify(value))
}
