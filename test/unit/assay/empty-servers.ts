import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** A server that returns a proper response to `/v2/`, and has nothing behind it. */
export interface EmptyServer {
  what: string
  /** How a run without further options ends; where it cannot begin, `not tested`. Absent where it depends on the moment. */
  ends?: 'incomplete' | 'nonconformant' | 'not tested'
  handler: Handler
}

const errors = (code: string) => ({ errors: [{ code, message: 'no', detail: {} }] })

const returns =
  (status: number, body?: unknown, headers: Record<string, string> = {}): Handler =>
  (_, response) => {
    const text = body === undefined ? '' : JSON.stringify(body)
    const type = body === undefined ? {} : { 'Content-Type': 'application/json' }
    response.writeHead(status, { ...type, 'Content-Length': text.length, ...headers })
    response.end(text)
  }

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD'

const unknownCode = ({ url = '' }: IncomingMessage): string => {
  if (url.includes('/blobs/uploads/')) return 'BLOB_UPLOAD_UNKNOWN'
  if (url.includes('/blobs/')) return 'BLOB_UNKNOWN'
  return url.includes('/manifests/') ? 'MANIFEST_UNKNOWN' : 'NAME_UNKNOWN'
}

/** What an empty repository returns to whatever is read, and this to whatever is written. */
const emptyRepository =
  (push: Handler): Handler =>
  (request, response) => {
    const isTagList = (request.url ?? '').includes('/tags/list')
    if (!isRead(request)) push(request, response)
    else if (isTagList) returns(200, { name: 'oci-assay/one', tags: [] })(request, response)
    else returns(404, errors(unknownCode(request)))(request, response)
  }

const everything = (status: number, ends?: EmptyServer['ends'], body?: unknown): EmptyServer => ({
  what: `a server that returns ${status} to everything but /v2/${body === undefined ? '' : ', with errors in the body'}`,
  ...(ends === undefined ? {} : { ends }),
  handler: returns(status, body),
})

export const emptyServers: readonly EmptyServer[] = [
  everything(404, 'incomplete'),
  everything(404, 'incomplete', errors('NAME_UNKNOWN')),
  everything(405, 'nonconformant'),
  everything(405, 'nonconformant', errors('UNSUPPORTED')),
  everything(400, 'nonconformant'),
  everything(400, 'nonconformant', errors('NAME_INVALID')),
  everything(401, 'not tested'),
  everything(403, 'not tested', errors('DENIED')),
  everything(416, 'nonconformant'),
  everything(429, undefined, errors('TOOMANYREQUESTS')),
  everything(500),
  everything(501),
  everything(503),
  everything(204, 'nonconformant'),
  {
    what: 'a server that returns 200 without a body to everything',
    ends: 'nonconformant',
    handler: returns(200),
  },
  {
    what: 'a server that returns 201 without a body to everything but /v2/',
    ends: 'nonconformant',
    handler: returns(201),
  },
  {
    what: 'a server that returns 202 without a body to everything but /v2/',
    ends: 'nonconformant',
    handler: returns(202),
  },
  {
    what: 'a server that redirects everything to /v2/',
    ends: 'nonconformant',
    handler: returns(302, undefined, { Location: '/v2/' }),
  },
  ...[405, 404, 403, 401, 501].map((push): EmptyServer => ({
    what: `an empty registry that returns ${push} to each push`,
    ...(push === 501 ? {} : { ends: 'incomplete' as const }),
    handler: emptyRepository(
      returns(push, errors(push === 405 ? 'UNSUPPORTED' : push === 404 ? 'NAME_UNKNOWN' : 'DENIED')),
    ),
  })),
]

const registryVersion = { 'Docker-Distribution-API-Version': 'registry/2.0' }

/** Listens on a port of loopback while work goes on. */
export async function withEmptyServer<Result>(
  { handler }: EmptyServer,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url === '/v2/') returns(200, {}, registryVersion)(request, response)
      else handler(request, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
