import type { RegistryClient } from '../../../registry/client.ts'
import { header, type Exchange } from '../../../registry/record/exchange.ts'
import { describeOtherOrigins, otherOrigins } from '../../../registry/record/other-origins.ts'
import { limitsOf, type BlobOutcome, type BlobRequest, type InspectOptions } from '../../decode/blob.ts'
import { digestOf, parseDigest } from '../../decode/digest.ts'
import { tooLarge } from '../directory/directory.ts'
import { defaultReadLimit, type ImageSource, type ReadOptions, type Root } from '../source.ts'
import { failureOf, ImageError } from '../../error.ts'
import { BlobInspector } from '../../decode/inspector.ts'
import { throwIfInterrupted } from '../../interruptible.ts'
import { chunksOf } from './chunks.ts'
import { isDocument, whyUnavailable } from './unavailable.ts'

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  '*/*;q=0.1',
].join(', ')

/** Milliseconds that a blob may stand still; the whole of it may take ten times that. */
const blobTimeout = 120_000

/** Blobs that are fetched at once. */
const fetchedAtOnce = 4

/** Bytes beyond the stated size that are still read, so that a small mistake does not hide the rest. */
const patience = 256 * 1024 ** 2

export interface RegistryImageOptions {
  client: RegistryClient
  repository: string
  /** Tag or digest. */
  reference: string
  /** True closes the client with the source. */
  owned?: boolean
  /** Requests that succeed are not kept: of many images they would take all memory. */
  bulk?: true
  /** Many images only: the limit on blobs that are fetched at once over all images, since each fetch has its own buffers. */
  turn?: (work: () => Promise<void>) => Promise<void>
}

/** What a failed request means for the image. */
function trouble({ response, error, request }: Exchange, what: string, limit = defaultReadLimit): ImageError {
  if (error) {
    if (error.code === 'too-large') return tooLarge(what, undefined, limit)
    return new ImageError(error.code === 'aborted' ? 'aborted' : 'unreadable', error.message)
  }
  const status = response?.status ?? 0
  if (status === 404) return new ImageError('absent', `the registry does not have ${what}`)
  if (status === 401 || status === 403) {
    return new ImageError(
      'unreadable',
      `the registry does not let ${what} be read (${status}); log in to it, or check the repository's name`,
    )
  }
  return new ImageError('unreadable', `the registry answers ${status} to ${request.method} of ${what}`)
}

/** An image in a registry, read by digest below one manifest (distribution specification, Pull). */
export function openRegistryImage(options: RegistryImageOptions): ImageSource {
  const { client, repository, reference, turn } = options
  const bulk = options.bulk ? { bulk: options.bulk } : {}
  const name = `${client.base.host}/${repository}${parseDigest(reference) ? '@' : ':'}${reference}`
  const pathOf = (what: string, as: ReadOptions['as'] = 'blob') =>
    `/v2/${repository}/${as === 'manifest' ? 'manifests' : 'blobs'}/${what}`

  const send = (what: string, { limit = defaultReadLimit, as }: ReadOptions = {}) =>
    client.send({
      method: 'GET',
      path: pathOf(what, as),
      headers: as === 'manifest' ? { Accept: accept } : {},
      ...bulk,
      bodyLimit: limit,
      bodyMaximum: limit,
    })

  async function get(what: string, readOptions?: ReadOptions) {
    const exchange = await send(what, readOptions)
    const { response, error } = exchange
    if (error || response?.status !== 200) throw trouble(exchange, what, readOptions?.limit)
    return response
  }

  async function getRoot(readOptions?: ReadOptions): Promise<Root> {
    const exchange = await send(reference, { ...readOptions, as: 'manifest' })
    const { response, error } = exchange
    if (response && error?.code === 'too-large') throw trouble(exchange, reference, readOptions?.limit)
    if (error || response?.status !== 200 || !isDocument(exchange)) {
      throw await whyUnavailable({ client, repository, reference }, exchange)
    }
    const { body, headers } = response
    const stated = header(headers, 'docker-content-digest')
    const algorithm = parseDigest(parseDigest(reference) ? reference : (stated ?? ''))?.registered
    return {
      name: reference,
      bytes: body.bytes,
      mediaType: (header(headers, 'content-type') ?? '').split(';')[0]!.trim(),
      // What it is by its own bytes, whatever the registry states.
      digest: digestOf(body.bytes, algorithm),
    }
  }
  /** It is read before a run, which then starts from it. */
  let root: Promise<Root> | undefined

  async function inspectOne(request: BlobRequest, options: InspectOptions): Promise<BlobOutcome> {
    const { signal, onRead } = options
    const inspector = new BlobInspector(request, limitsOf(options), signal)
    let read = 0
    try {
      const exchange = await client.send({
        method: 'GET',
        path: pathOf(request.digest),
        ...bulk,
        bodyLimit: 0,
        bodyMaximum: request.size === undefined ? Number.MAX_SAFE_INTEGER : request.size + patience,
        timeout: blobTimeout,
        onChunk(chunk) {
          read += chunk.length
          onRead?.(chunk.length)
          return inspector.write(chunk)
        },
      })
      if (exchange.error || exchange.response?.status !== 200) throw trouble(exchange, request.digest)
      const facts = await inspector.finish()
      throwIfInterrupted(signal)
      return { request, facts }
    } catch (error) {
      return { request, failure: failureOf(error), read }
    } finally {
      inspector.close()
    }
  }

  async function inTurn(request: BlobRequest, options: InspectOptions): Promise<BlobOutcome> {
    if (!turn) return inspectOne(request, options)
    const outcomes: BlobOutcome[] = []
    await turn(async () => void outcomes.push(await inspectOne(request, options)))
    return outcomes[0]!
  }

  return {
    kind: 'registry',
    problems: [],
    describe: () => ({
      kind: 'image',
      name,
      details: { form: 'image in a registry', repository, reference },
    }),
    // A registry has no files.
    async *list() {},
    root: (readOptions) => (root ??= getRoot(readOptions)),
    async read(what, readOptions) {
      return (await get(what, readOptions)).body.bytes
    },
    stream: (digest) =>
      chunksOf(
        (onChunk) =>
          client.send({
            method: 'GET',
            path: pathOf(digest),
            bodyLimit: 0,
            bodyMaximum: Number.MAX_SAFE_INTEGER,
            timeout: blobTimeout,
            onChunk,
          }),
        (exchange) => {
          if (exchange.error || exchange.response?.status !== 200) throw trouble(exchange, digest)
        },
      ),
    async *inspect(requests, inspectOptions = {}) {
      const waiting = [...requests]
      const running = new Set<Promise<BlobOutcome>>()
      const finished: Promise<BlobOutcome>[] = []
      const start = () => {
        const request = waiting.shift()
        if (!request) return
        if (inspectOptions.signal?.aborted === true) waiting.length = 0
        const outcome = inTurn(request, inspectOptions)
        running.add(outcome)
        void outcome.then(() => finished.push(outcome))
      }
      for (let index = 0; index < fetchedAtOnce; index += 1) start()
      while (running.size > 0) {
        await Promise.race(running)
        for (const outcome of finished.splice(0)) {
          running.delete(outcome)
          start()
          yield await outcome
        }
      }
    },
    detailsAtEnd() {
      const contacted = describeOtherOrigins(client.recorder.exchanges(), client.base)
      return contacted === undefined ? {} : { [otherOrigins]: contacted }
    },
    async close() {
      if (options.owned === true) await client.close()
    },
  }
}
