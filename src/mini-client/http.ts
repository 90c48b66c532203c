import { request as requestPlain, type IncomingMessage } from 'node:http'
import { request as requestTls } from 'node:https'

/** One request of the mini client. */
export interface Sent {
  method: string
  url: URL
  headers: Readonly<Record<string, string>>
  body?: Uint8Array
  /** Bytes of the response's body after which it is not read any further. */
  limit: number
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
export class TooLong extends Error {}

/** Sends one request and reads its response. Rejects where there is none, and with TooLong at the limit. */
export const exchange = ({ method, url, headers, body, limit, ca }: Sent): Promise<Received> =>
  new Promise((resolve, reject) => {
    const open = url.protocol === 'https:' ? requestTls : requestPlain
    const request = open(url, { method, headers, agent: false, ...(ca === undefined ? {} : { ca }) })
    request.on('error', reject)
    request.on('response', (response) => {
      read(response, limit).then(resolve, (error: unknown) => {
        request.destroy()
        reject(error instanceof Error ? error : new Error(String(error)))
      })
    })
    request.end(body)
  })

async function read(response: IncomingMessage, limit: number): Promise<Received> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > limit) throw new TooLong(`more than ${limit} bytes`)
    chunks.push(chunk)
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
