import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { filesOf, pathOf, types, type Doc, type Layout } from './layout.ts'

export interface Served {
  /** `http://127.0.0.1:<port>/image:latest`; the tag leads to the first entry of index.json. */
  target: string
  close(): Promise<void>
}

/** Serves what a layout holds as a registry would, byte by byte, also where they do not have their digest. */
export async function serve(layout: Layout): Promise<Served> {
  const files = filesOf(layout)
  const [first] = layout.entries as Doc[]
  const server = createServer((request, response) => {
    const [, kind, name = ''] = /^\/v2\/image\/(manifests|blobs)\/(.+)$/.exec(request.url ?? '') ?? []
    const digest = name === 'latest' ? String(first?.['digest']) : name
    if (layout.endless.has(digest)) {
      response.writeHead(200, { 'Content-Type': 'application/octet-stream' })
      if (request.method === 'HEAD') response.end()
      else zerosInto(response)
      return
    }
    const bytes = files.get(pathOf(digest))
    if (kind === undefined || bytes === undefined) {
      response.writeHead(request.url === '/v2/' ? 200 : 404).end()
      return
    }
    const type =
      kind === 'manifests' ? (layout.types.get(digest) ?? types.manifest) : 'application/octet-stream'
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': bytes.length })
    response.end(request.method === 'HEAD' ? undefined : bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    target: `http://127.0.0.1:${port}/image:latest`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Goes on until the client has had enough. */
function zerosInto(response: ServerResponse): void {
  const zeros = Buffer.alloc(1024 ** 2)
  const more = () => {
    while (!response.destroyed && response.write(zeros));
  }
  response.on('drain', more)
  more()
}
