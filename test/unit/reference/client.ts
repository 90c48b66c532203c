import { request, type IncomingHttpHeaders } from 'node:http'
import { onTestFinished } from 'vitest'
import { digestOf } from '../../../src/reference/digest.ts'
import {
  createReferenceRegistry,
  type ReferenceOptions,
  type ReferenceRegistry,
} from '../../../src/reference/index.ts'
import type { Store } from '../../../src/reference/store.ts'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  bytes: Buffer
  text: string
}

export interface Sent {
  headers?: Record<string, string | string[]>
  body?: Uint8Array | string
}

export interface TestRegistry {
  registry: ReferenceRegistry
  url: string
  /** Sends one request; the path may be a whole URL. No redirect is followed. */
  send: (method: string, path: string, sent?: Sent) => Promise<Answer>
}

const exchange = (url: string, method: string, { headers = {}, body }: Sent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
    // The path goes out as it is: a URL object would resolve its dots.
    const [, origin = url, path = '/'] = /^(https?:\/\/[^/]+)(\/.*)?$/.exec(url) ?? []
    const options = { method, path, headers: { ...length, ...headers }, agent: false }
    const sending = request(origin, options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const { statusCode = 0, headers } = response
        resolve({ status: statusCode, headers, bytes, text: bytes.toString('utf8') })
      })
    })
    sending.on('error', reject)
    sending.end(body)
  })

/** A registry on a free port that is closed when the test ends. */
export async function start(options: Partial<ReferenceOptions> = {}, store?: Store): Promise<TestRegistry> {
  const registry = createReferenceRegistry(options, store)
  const { url, close } = await registry.listen()
  onTestFinished(close)
  const send: TestRegistry['send'] = (method, path, sent = {}) =>
    exchange(path.startsWith('/') ? url + path : path, method, sent)
  return { registry, url, send }
}

/** The JSON object of an answer; undefined members are what a test then fails on. */
export const json = (answer: Answer): Record<string, unknown> =>
  JSON.parse(answer.text) as Record<string, unknown>

/** The code of an error body. */
export const code = (answer: Answer): string | undefined =>
  (json(answer) as { errors: { code: string }[] }).errors[0]?.code

export const blob = (text: string): { bytes: Buffer; digest: string; descriptor: object } => {
  const bytes = Buffer.from(text)
  const digest = digestOf(bytes)
  return {
    bytes,
    digest,
    descriptor: { mediaType: 'application/vnd.example.data', digest, size: bytes.length },
  }
}

export const imageType = 'application/vnd.oci.image.manifest.v1+json'
export const indexType = 'application/vnd.oci.image.index.v1+json'

/** An image manifest whose config and layers are put into the store; `more` adds or replaces fields. */
export function image(
  store: Store,
  repository: string,
  more: Record<string, unknown> = {},
): { bytes: Buffer; digest: string } {
  const config = blob('{}')
  const layer = blob(`layer of ${repository}`)
  store.putBlob(repository, config.bytes)
  store.putBlob(repository, layer.bytes)
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: imageType,
      config: config.descriptor,
      layers: [layer.descriptor],
      ...more,
    }),
  )
  return { bytes, digest: digestOf(bytes) }
}
