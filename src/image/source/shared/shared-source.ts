import type { BlobFacts, BlobOutcome, BlobRequest, InspectOptions } from '../../decode/blob.ts'
import { tooLarge } from '../directory/directory.ts'
import { defaultReadLimit, type ImageSource, type ReadOptions } from '../source.ts'
import type { KnownBlobs } from './known-blobs.ts'

export interface SharedOptions {
  known: KnownBlobs
  /** Distinguishes blobs of different registries: what one of them returns for a digest says nothing of another one. */
  place: string
  /** Whether the source has a blob, without reading it: undefined where it has, else why not. */
  lacks: (digest: string, facts: Pick<BlobFacts, 'size'>) => Promise<BlobOutcome['failure']>
  /** Files that are kept of each layer, since an image that comes later may look into them. */
  keep: readonly string[]
}

/** An image whose blobs are read only where no image before has read them; that they are there is checked for each. */
export function sharedSource(source: ImageSource, options: SharedOptions): ImageSource {
  const { known, place, lacks } = options
  const keyOf = ({ digest }: Pick<BlobRequest, 'digest'>) => `${place} ${digest}`
  const all = (request: BlobRequest): BlobRequest =>
    request.as === 'layer'
      ? { ...request, keep: [...new Set([...options.keep, ...(request.keep ?? [])])] }
      : request

  async function checked(request: BlobRequest, facts: BlobFacts): Promise<BlobOutcome> {
    const failure = await lacks(request.digest, facts)
    return failure ? { request, failure } : { request, facts }
  }

  /** Whether the source has a blob as it is known. */
  const has = async (digest: string, facts: Pick<BlobFacts, 'size'>): Promise<boolean> =>
    (await lacks(digest, facts)) === undefined

  async function read(what: string, readOptions: ReadOptions = {}): Promise<Uint8Array> {
    const { as, limit = defaultReadLimit } = readOptions
    const own = () => source.read(what, readOptions)
    if (as === 'manifest') return own()
    const key = keyOf({ digest: what })
    const facts = known.factsFor(key, { digest: what, as: 'opaque' })
    if (facts && facts.size > limit && (await has(what, facts))) throw tooLarge(what, undefined, limit)
    const { bytes, before } = await known.documents.of(key, what, own)
    const isThere = !before || (bytes.length <= limit && (await has(what, { size: bytes.length })))
    // Where it is not, a GET shows what keeps it from being read.
    return isThere ? bytes : own()
  }

  async function* inspect(
    requests: readonly BlobRequest[],
    inspectOptions?: InspectOptions,
  ): AsyncGenerator<BlobOutcome> {
    const waiting: { request: BlobRequest; pending: Promise<BlobOutcome> }[] = []
    const found: Promise<BlobOutcome>[] = []
    const begun = new Map<string, ReturnType<KnownBlobs['begin']>>()
    for (const request of requests.map(all)) {
      const facts = known.factsFor(keyOf(request), request)
      const pending = known.pending(keyOf(request))
      if (facts) found.push(checked(request, facts))
      else if (pending) waiting.push({ request, pending })
      else begun.set(request.digest, known.begin(keyOf(request)))
    }
    const own = requests.map(all).filter(({ digest }) => begun.has(digest))
    try {
      for await (const outcome of source.inspect(own, inspectOptions)) {
        const { digest } = outcome.request
        begun.get(digest)?.settle(outcome)
        begun.delete(digest)
        yield outcome
      }
    } finally {
      // Nobody waits for what this image does not read any more.
      const failure = { code: 'aborted', message: 'it was not read' } as const
      for (const request of own) begun.get(request.digest)?.settle({ request, failure })
    }
    for (const outcome of found) yield await outcome
    // Another image may have failed to read them, or wanted less of them: then this one reads them itself.
    for (const { request, pending } of waiting) {
      await pending
      const facts = known.factsFor(keyOf(request), request)
      if (facts) yield await checked(request, facts)
      else yield* source.inspect([request], inspectOptions)
    }
  }
  return { ...source, read, inspect }
}
