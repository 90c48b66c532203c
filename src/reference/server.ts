import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { withBareLineFeeds } from './on-the-way.ts'
import type { TlsPair } from './options.ts'
import type { Reply } from './reply.ts'

export interface Listening {
  /** Scheme, host and port, without a slash at its end. */
  url: string
  /** Ends all connections and frees the port. */
  close: () => Promise<void>
}

/** Writes a reply as an HTTP message; for HEAD without its body. */
export function send(response: ServerResponse, method: string, reply: Reply): void {
  const { status, headers, body, stream, wire, delay } = reply
  if (delay !== undefined) {
    const { delay: _over, ...rest } = reply
    setTimeout(() => response.destroyed || send(response, method, rest), delay)
    return
  }
  if (wire === 'silence') return
  if (wire === 'reset') {
    response.destroy()
    return
  }
  if (wire === 'bare-line-feeds') {
    response.socket?.end(withBareLineFeeds(reply))
    return
  }
  response.writeHead(status, headers.flat())
  const isBare = method === 'HEAD' || status === 204 || status === 304
  if (isBare) {
    response.end()
  } else if (stream) {
    void pump(response, stream())
  } else if (wire === 'truncate' || wire === 'reset-midway') {
    const half = body.subarray(0, Math.floor(body.length / 2))
    response.write(half, () => {
      if (wire === 'reset-midway') response.socket?.resetAndDestroy()
      else response.destroy()
    })
  } else {
    response.end(body)
  }
}

/** Writes as fast as the client reads, until the client goes away. */
async function pump(
  response: ServerResponse,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const gone = new Promise<void>((resolve) => response.once('close', resolve))
  for await (const piece of pieces) {
    if (response.destroyed) return
    if (!response.write(piece))
      await Promise.race([gone, new Promise<void>((resolve) => response.once('drain', resolve))])
  }
  response.end()
}

/** What is not HTTP gets one short response, if that can still be sent, and the connection ends. */
function refuseGarbage(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Serves a handler on a loopback address and a free port, by default. Rejects where it cannot. */
export async function listen(
  handler: (message: IncomingMessage, response: ServerResponse) => Promise<void>,
  { host = '127.0.0.1', port = 0, tls }: { host?: string; port?: number; tls?: TlsPair | undefined },
): Promise<Listening> {
  const onRequest = (message: IncomingMessage, response: ServerResponse): void =>
    void handler(message, response)
  const server = tls === undefined ? createServer(onRequest) : createTlsServer({ ...tls }, onRequest)
  server.on('clientError', refuseGarbage)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { port: chosen } = server.address() as AddressInfo
  const name = host.includes(':') ? `[${host}]` : host
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${name}:${chosen}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}
