import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A proxy that counts how often each blob is fetched. */
export interface Counting {
  /** `127.0.0.1:<port>` */
  host: string
  /** GETs by path. */
  fetched: Map<string, number>
  close(): void
}

export async function countBlobs(url: string): Promise<Counting> {
  const fetched = new Map<string, number>()
  const server = createServer((request, response) => {
    const { method = 'GET', url: path = '/', headers } = request
    if (method === 'GET' && path.includes('/blobs/')) fetched.set(path, (fetched.get(path) ?? 0) + 1)
    const passed = send(new URL(path, url), { method, headers }, (from) => {
      response.writeHead(from.statusCode ?? 502, from.headers)
      from.pipe(response)
    })
    passed.on('error', () => response.destroy())
    request.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    fetched,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
