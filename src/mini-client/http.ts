import { request as requestPlain, type IncomingMessage } from 'node:http'
import { request as requestTls } from 'node:https'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** One request of the mini client. */
export interface Sent {
  method: string
  url: URL
  headers: Readonly<Record<string, string>>
  body?: Uint8Array
  /** Bytes of the response's body after which it is not read any further. */
  limit: number
  /** Whether that limits what it decompresses to; otherwise only what is sent. Default true. */
  limitsDecompressed?: boolean
  /** Trusted certificates (PEM); default those of the system. */
  ca?: string | undefined
}

export interface Received {
  status: number
  headers: ReadonlyMap<string, string>
  warnings: readonly string[]
  body: Uint8Array
}

/** The response is longer than what is read of it. */
export class TooLong extends Error {
  /** Bytes that were read. */
  readonly read: number

  constructor(message: string, read: number) {
    super(message)
    this.read = read
  }
}

/** Sends one request and reads its response. Rejects where there is none, and with TooLong at the limit. */
export const exchange = ({
  method,
  url,
  headers,
  body,
  limit,
  limitsDecompressed = true,
  ca,
}: Sent): Promise<Received> =>
  new Promise((resolve, reject) => {
    const open = url.protocol === 'https:' ? requestTls : requestPlain
    const request = open(url, { method, headers, agent: false, ...(ca === undefined ? {} : { ca }) })
    request.on('error', reject)
    request.on('response', (response) => {
      read(response, limit, limitsDecompressed).then(resolve, (error: unknown) => {
        request.destroy()
        reject(error instanceof Error ? error : new Error(String(error)))
      })
    })
    request.end(body)
  })

/** Bytes that no client holds, however careless it is. */
const mostHeld = 260 * 1024 * 1024

async function read(
  response: IncomingMessage,
  limit: number,
  limitsDecompressed: boolean,
): Promise<Received> {
  const isCompressed = response.headers['content-encoding'] === 'gzip'
  // What ends one of the two ends the other.
  const body = isCompressed
    ? pipeline(response, createGunzip({ chunkSize: 256 * 1024 }), () => undefined)
    : response
  const most = isCompressed && !limitsDecompressed ? mostHeld : Math.min(limit, mostHeld)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.length
    chunks.push(chunk)
    if (size > most) throw new TooLong(`more than ${most} bytes`, size)
  }
  const headers = new Map(
    Object.entries(response.headersDistinct).map(([name, values]) => [name, values?.[0] ?? '']),
  )
  return {
    status: response.statusCode ?? 0,
    headers,
    warnings: response.headersDistinct['warning'] ?? [],
    body: Buffer.concat(chunks),
  }
}
