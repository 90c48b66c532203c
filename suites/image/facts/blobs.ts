import { isWellFormed, parseDigest, type Algorithm } from '../../../src/image/decode/digest.ts'
import { Undecided } from '../../../src/engine/record.ts'
import type { BlobRequest } from '../../../src/image/decode/blob.ts'
import type { BlobOutcome, InspectOptions } from '../../../src/image/decode/blob.ts'
import type { Entry, ImageSource } from '../../../src/image/source/source.ts'
import { accountFiles, usersOf } from '../conversion/judges/users.ts'
import { list, property } from '../../../src/image/json/value.ts'
import type { CollectOptions } from './collect.ts'
import type { Blob } from './facts.ts'
import { stateOf, type Walked } from './walk.ts'

/** Has everything inspected that is no document: layers inside and out, the rest by its bytes alone. */
export async function inspectBlobs(
  source: ImageSource,
  files: readonly Entry[],
  graph: Walked,
  { spec, signal, limits, onRead }: CollectOptions,
): Promise<Map<string, Blob>> {
  const blobs = new Map(graph.blobs)
  const keep = filesToKeep(graph)
  const requests = [...requestsOf(files, graph, keep).values()].filter(({ digest }) => !blobs.has(digest))
  const isRegistered = (digest: string) => spec === 'dev' || !digest.startsWith('blake3:')
  const total = sizeOf(requests, files)
  let read = 0
  const inspectOptions: InspectOptions = {
    ...(signal === undefined ? {} : { signal }),
    ...(limits === undefined ? {} : { limits }),
    ...(onRead === undefined ? {} : { onRead: (bytes) => onRead((read += bytes), total) }),
  }
  for await (const outcome of source.inspect(requests, inspectOptions)) {
    const blob = blobOf(outcome, isRegistered)
    blobs.set(blob.digest, blob)
  }
  return blobs
}

/** Bytes that are going to be read: by the files of a layout, else by what descriptors state. */
function sizeOf(requests: readonly BlobRequest[], files: readonly Entry[]): number {
  const sizes = new Map(files.map(({ path, size }) => [path.replace(/^blobs\/([^/]+)\//, '$1:'), size]))
  return requests.reduce((sum, { digest, size = 0 }) => sum + (sizes.get(digest) ?? size), 0)
}

/** Files that are looked into, by the digest of the layer: where accounts stand that images name. */
function filesToKeep(graph: Walked): Map<string, readonly string[]> {
  const keep = new Map<string, readonly string[]>()
  for (const { manifest } of usersOf(graph)) {
    for (const { digest } of manifest.layers) {
      if (digest !== undefined) keep.set(digest, Object.values(accountFiles))
    }
  }
  return keep
}

/** The most bytes that descriptors state of each blob; nothing where one of them states no size. */
function statedSizes({ references }: Walked): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const { digest, descriptor } of references) {
    if (digest === undefined) continue
    const size = descriptor['size']
    const stated = typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : Infinity
    sizes.set(digest, Math.max(sizes.get(digest) ?? 0, stated))
  }
  for (const [digest, size] of sizes) if (size === Infinity) sizes.delete(digest)
  return sizes
}

/** What is to be found out about each blob, by digest. */
function requestsOf(
  files: readonly Entry[],
  graph: Walked,
  keep: ReadonlyMap<string, readonly string[]>,
): Map<string, BlobRequest> {
  const algorithms = new Map<string, Set<Algorithm>>()
  for (const { layers, configDocument } of graph.manifests) {
    const diffIds = list(property(configDocument?.value, 'rootfs'), 'diff_ids')
    for (const [at, { digest }] of layers.entries()) {
      const diffId = diffIds[at]
      const algorithm = typeof diffId === 'string' ? parseDigest(diffId)?.registered : undefined
      if (digest === undefined || algorithm === undefined) continue
      algorithms.set(digest, (algorithms.get(digest) ?? new Set<Algorithm>(['sha256'])).add(algorithm))
    }
  }
  const sizes = statedSizes(graph)
  const requests = new Map<string, BlobRequest>()
  for (const { digest, mediaType, role } of graph.references) {
    if (digest === undefined) continue
    const stated = sizes.get(digest)
    const size = stated === undefined ? {} : { size: stated }
    if (mediaType.kind === 'layer' && role !== 'subject') {
      const diffAlgorithms = [...(algorithms.get(digest) ?? (['sha256'] as const))]
      const kept = keep.get(digest)
      requests.set(digest, { digest, as: 'layer', diffAlgorithms, ...size, ...(kept ? { keep: kept } : {}) })
    } else if (!requests.has(digest)) requests.set(digest, { digest, as: 'opaque', ...size })
  }
  for (const { path, type } of files) {
    const [blobs, algorithm = '', encoded = '', ...more] = path.split('/')
    if (blobs !== 'blobs' || more.length > 0 || type === 'directory' || type === 'other') continue
    const digest = parseDigest(`${algorithm}:${encoded}`)
    if (!digest || !isWellFormed(digest) || requests.has(digest.text)) continue
    requests.set(digest.text, { digest: digest.text, as: 'opaque' })
  }
  return requests
}

function blobOf(
  { request, facts, failure, read, allocated }: BlobOutcome,
  isRegistered: (digest: string) => boolean,
): Blob {
  const { digest } = request
  if (!facts) {
    const { code = 'unreadable', message = 'it could not be read' } = failure ?? {}
    if (code === 'aborted') throw new Undecided(message)
    if (code === 'too-large' && read !== undefined) {
      return {
        digest,
        state: 'present',
        size: read,
        reason: message,
        endless: true,
        ...(request.size === undefined ? { unsized: true } : {}),
        ...(allocated === undefined ? {} : { allocated }),
      }
    }
    return { digest, state: stateOf(code), reason: message }
  }
  const [actual] = Object.values(facts.digests)
  const known = facts.verified !== 'unverifiable' && isRegistered(digest)
  return {
    digest,
    state: 'present',
    size: facts.size,
    ...(known ? { verified: facts.verified === 'match' } : {}),
    ...(actual === undefined ? {} : { actual }),
    ...(request.as === 'layer' ? { facts } : {}),
  }
}
