import { STATUS_CODES, validateHeaderName, validateHeaderValue, type IncomingHttpHeaders } from 'node:http'
import type { IncomingRequest } from './context.ts'
import { headerOf, type Reply } from './reply.ts'

/** What undici and Node's HTTP server do to a message on its way over a socket. */

/** What a request is made of, as the client hands it over. */
export interface Sent {
  origin?: string | URL
  path: string
  method: string
  headers?: unknown
  body?: unknown
}

/** Of repeated fields that may occur once, the first one counts; the lines of others are joined. */
const single = new Set(
  'age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since last-modified location max-forwards proxy-authorization referer retry-after server user-agent'.split(
    ' ',
  ),
)

/** After a HEAD undici trusts no connection: there are servers that send a body. */
const connectionAfter = (method: string): string => (method === 'HEAD' ? 'close' : 'keep-alive')

/** A request as Node's HTTP server has it once undici has sent it. */
export async function requestOf({ origin, path, method, headers, body }: Sent): Promise<IncomingRequest> {
  const chunks = await chunksOf(body)
  const host = String(origin).replace(/^https?:\/\//, '')
  const raw = ['host', host, 'connection', connectionAfter(method)]
  let length: string | undefined
  const sent = headers as readonly string[]
  for (let at = 0; at < sent.length; at += 2) {
    // The length has a fixed place, whether or not the reply sets it.
    if (/^content-length$/i.test(sent[at]!)) length = sent[at + 1]
    else raw.push(sent[at]!, sent[at + 1]!)
  }
  if (body === null || body instanceof Uint8Array) {
    const expected = method === 'POST' || method === 'PUT' || method === 'PATCH'
    if (expected || chunks.length > 0) length ??= String(chunks[0]?.length ?? 0)
  } else if (length === undefined) raw.push('transfer-encoding', 'chunked')
  if (length !== undefined) raw.push('content-length', length)
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
export function whole(from: Reply): Reply {
  for (const [name, value] of from.headers) {
    validateHeaderName(name)
    validateHeaderValue(name, value)
  }
  return from
}

/** The header of a response whose lines end in a line feed alone, which is not valid HTTP. */
export const withBareLineFeeds = ({ status, headers }: Reply): string =>
  [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
    '\n',
  ].join('\n')

/** All fields of a response, those of Node's HTTP server too. */
export function fieldsOf(from: Reply, method: string): string[] {
  const own = from.headers.flatMap(([name, value]) => [name, value.replace(/^[ \t]+/, '')])
  const hasBody = method !== 'HEAD' && from.status !== 204 && from.status !== 304
  const connection = connectionAfter(method)
  return [
    ...own,
    'Date',
    new Date().toUTCString(),
    'Connection',
    connection,
    ...(connection === 'close' ? [] : ['Keep-Alive', 'timeout=5']),
    ...(headerOf(from, 'content-length') === undefined && hasBody ? ['Transfer-Encoding', 'chunked'] : []),
  ]
}
