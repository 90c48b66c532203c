import { withoutUndefined } from '../../engine/optional.ts'
import type { SpecVersion } from '../../engine/requirement.ts'
import type { BlobOutcome, BlobRequest, InspectOptions } from '../decode/blob.ts'
import { isWellFormed, parseDigest, type Algorithm } from '../decode/digest.ts'
import type { FileQuery } from '../decode/tar/layer-files.ts'
import { ImageError } from '../error.ts'
import { list, property } from '../json/value.ts'
import type { Entry, ImageSource } from '../source/source.ts'
import type { Blob, ImageModel, Manifest, Reference } from './model.ts'
import { stateOf } from './walk.ts'

/** Files of layers that are wanted, by the digest of the layer. */
export type WantedFiles = ReadonlyMap<string, readonly string[]>

export interface InspectBlobsOptions extends Pick<InspectOptions, 'signal' | 'limits'> {
  spec: SpecVersion
  wanted: WantedFiles
  /** The files of all layers that are looked at. */
  files?: FileQuery
  /** Receives how many bytes of blobs have been read, of how many. */
  onRead?: (read: number, total: number) => void
}

/** Has everything inspected that is not a document: layers inside and out, the rest by its bytes alone. Throws ImageError. */
export async function inspectBlobs(
  source: ImageSource,
  model: Pick<ImageModel, 'layout' | 'references' | 'manifests' | 'blobs'>,
  { spec, wanted, files: query, onRead, ...options }: InspectBlobsOptions,
): Promise<Map<string, Blob>> {
  const blobs = new Map(model.blobs)
  const { files } = model.layout
  const isNamed = source.kind === 'docker-archive'
  // Of what was not selected nothing is read.
  const isPart = isNamed || model.references.some(({ outside }) => outside)
  const all = requestsOf(isPart ? [] : files, model, wanted, query)
  const requests = [...all.values()].filter(({ digest }) => !blobs.has(digest))
  const total = sizeOf(requests, files, isNamed)
  let read = 0
  const inspectOptions: InspectOptions = {
    ...options,
    ...(onRead ? { onRead: (bytes) => onRead((read += bytes), total) } : {}),
  }
  for await (const outcome of source.inspect(requests, inspectOptions)) {
    const { verified, ...blob } = blobOf(outcome, spec)
    // What a layer of a docker archive is to be is stated by its DiffID alone.
    blobs.set(blob.digest, isNamed || verified === undefined ? blob : { ...blob, verified })
  }
  return blobs
}

/** Bytes that are going to be read: by the files of a layout, else by what descriptors state. */
function sizeOf(requests: readonly BlobRequest[], files: readonly Entry[], isNamed: boolean): number {
  const nameOf = (path: string) => (isNamed ? path : path.replace(/^blobs\/([^/]+)\//, '$1:'))
  const sizes = new Map(files.map(({ path, size }) => [nameOf(path), size]))
  return requests.reduce((sum, { digest, size = 0 }) => sum + (sizes.get(digest) ?? size), 0)
}

/** What is to be found out about each blob, by digest. */
function requestsOf(
  files: readonly Entry[],
  { references, manifests }: Pick<ImageModel, 'references' | 'manifests'>,
  wanted: WantedFiles,
  query: FileQuery | undefined,
): Map<string, BlobRequest> {
  const algorithms = diffAlgorithmsOf(manifests)
  const sizes = statedSizes(references)
  const requests = new Map<string, BlobRequest>()
  for (const { digest, mediaType, role, outside } of references) {
    if (digest === undefined || outside) continue
    const stated = sizes.get(digest)
    const size = stated === undefined ? {} : { size: stated }
    if (mediaType.kind === 'layer' && role !== 'subject') {
      const diffAlgorithms = [...(algorithms.get(digest) ?? (['sha256'] as const))]
      const keep = wanted.get(digest)
      requests.set(digest, {
        digest,
        as: 'layer',
        diffAlgorithms,
        ...size,
        ...(keep ? { keep } : {}),
        ...(query ? { files: query } : {}),
      })
    } else if (!requests.has(digest)) requests.set(digest, { digest, as: 'opaque', ...size })
  }
  for (const digest of digestsOf(files)) {
    if (!requests.has(digest)) requests.set(digest, { digest, as: 'opaque' })
  }
  return requests
}

/** The algorithms of the DiffIDs that a layer is compared with, by its digest. */
function diffAlgorithmsOf(manifests: readonly Manifest[]): Map<string, Set<Algorithm>> {
  const algorithms = new Map<string, Set<Algorithm>>()
  for (const { layers, configDocument } of manifests) {
    const diffIds = list(property(configDocument?.value, 'rootfs'), 'diff_ids')
    for (const [at, { digest }] of layers.entries()) {
      const diffId = diffIds[at]
      const algorithm = typeof diffId === 'string' ? parseDigest(diffId)?.registered : undefined
      if (digest === undefined || algorithm === undefined) continue
      algorithms.set(digest, (algorithms.get(digest) ?? new Set<Algorithm>(['sha256'])).add(algorithm))
    }
  }
  return algorithms
}

/** The most bytes that descriptors state of each blob; nothing where one of them states no size. */
function statedSizes(references: readonly Reference[]): Map<string, number> {
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

/** The digests whose places in a layout have a file. */
function* digestsOf(files: readonly Entry[]): Generator<string> {
  for (const { path, type } of files) {
    const [blobs, algorithm = '', encoded = '', ...more] = path.split('/')
    if (blobs !== 'blobs' || more.length > 0 || type === 'directory' || type === 'other') continue
    const digest = parseDigest(`${algorithm}:${encoded}`)
    if (digest && isWellFormed(digest)) yield digest.text
  }
}

function blobOf(outcome: BlobOutcome, spec: SpecVersion): Blob {
  const { request, facts } = outcome
  const { digest } = request
  if (!facts) return unreadBlob(outcome)
  const [actual] = Object.values(facts.digests)
  const isRegistered = spec === 'dev' || !digest.startsWith('blake3:')
  const known = facts.verified !== 'unverifiable' && isRegistered
  return {
    digest,
    state: 'present',
    size: facts.size,
    ...(known ? { verified: facts.verified === 'match' } : {}),
    ...withoutUndefined({ actual }),
    ...(request.as === 'layer' ? { facts } : {}),
  }
}

function unreadBlob({ request, failure, read, allocated }: BlobOutcome): Blob {
  const { digest } = request
  const { code = 'unreadable', message = 'it could not be read' } = failure ?? {}
  if (code === 'aborted') throw new ImageError('aborted', message)
  if (code !== 'too-large' || read === undefined) return { digest, state: stateOf(code), reason: message }
  return {
    digest,
    state: 'present',
    size: read,
    reason: message,
    endless: true,
    ...(request.size === undefined ? { unsized: true } : {}),
    ...withoutUndefined({ allocated }),
  }
}
