import { randomUUID } from 'node:crypto'
import { requestedRange, type ByteRange } from './byte-range.ts'
import { digestOf, parseDigest, type Digest } from './digest.ts'
import { refusalTerms, type Refusal, type RefusalTable } from './refusals.ts'
import { isRepositoryName, isTagName } from './grammar.ts'
import type { ContentReference, Manifest } from './manifest.ts'
import type { ReferenceSettings } from './options.ts'
import { compareTags, pageOfTags, type TagPage, type TagQuery } from './paging.ts'
import { describeReferrer, hasArtifactType, referrersOf, type ReferrerDescriptor } from './referrer-list.ts'
import type { UploadSession } from './sessions.ts'
import type { Store } from './store.ts'

/** A chunk as its request announces it. */
export interface Chunk {
  /** Its Content-Range, absent where the request has none. */
  range?: ByteRange
  /** Bytes that were received. */
  length: number
  /** The session is closed by the same request. */
  closing: boolean
}

/**
 * The decisions in which registries differ, each a small function of data. The endpoints use it and know
 * nothing of the reasons: a fault replaces one decision and leaves the rest honest.
 */
export interface Policy {
  refusals: RefusalTable

  isName: (text: string) => boolean
  isTag: (text: string) => boolean
  parseDigest: (text: string) => Digest | undefined
  /** Whether content may be pushed under digests of this algorithm. */
  supports: (algorithm: string) => boolean
  blobMatches: (bytes: Uint8Array, digest: Digest) => boolean
  manifestMatches: (bytes: Uint8Array, digest: Digest) => boolean

  /** Looks up a blob as it is seen from a repository. */
  findBlob: (store: Store, repository: string, digest: string) => Uint8Array | undefined
  /** Looks up a manifest by tag or digest as it is seen from a repository. */
  findManifest: (store: Store, repository: string, reference: string) => Manifest | undefined

  newSessionId: () => string
  /** The value of Range for an upload with this number of bytes. */
  uploadRange: (size: number) => string
  /** Why a chunk cannot be taken, if so. */
  refuseChunk: (session: UploadSession, chunk: Chunk) => Refusal | undefined
  /** What the session's chunks amount to when it is closed. */
  assemble: (session: UploadSession, closing: Uint8Array) => Uint8Array
  /** The repository to mount the blob from; `from` is absent where the client named none. */
  mountSource: (
    store: Store,
    request: { digest: string; from?: string; mayPull: (repository: string) => boolean },
  ) => string | undefined

  /** The bytes of a manifest that are stored. */
  storedManifest: (manifest: Manifest) => Manifest
  /** References to content that is missing in the repository. */
  missingReferences: (store: Store, repository: string, manifest: Manifest) => readonly ContentReference[]
  /** Tags of the request that are set, for a push by digest with tag parameters. */
  tagsToSet: (tags: readonly string[]) => readonly string[]

  compareTags: (left: string, right: string) => number
  pageOfTags: (sorted: readonly string[], query: TagQuery) => TagPage
  referrersOf: (store: Store, repository: string, subject: string) => readonly Manifest[]
  describeReferrer: (manifest: Manifest) => ReferrerDescriptor
  hasArtifactType: (descriptor: ReferrerDescriptor, artifactType: string) => boolean

  requestedRange: (field: string, size: number) => ByteRange | 'whole' | 'unsatisfiable'

  deleteBlob: (store: Store, repository: string, digest: string) => boolean
  deleteManifest: (store: Store, repository: string, digest: string) => boolean
  deleteTag: (store: Store, repository: string, tag: string) => boolean
}

function refuseChunk(session: UploadSession, chunk: Chunk, options: ReferenceSettings): Refusal | undefined {
  const { range, length, closing } = chunk
  if (range !== undefined) {
    if (range.first !== session.size) return 'chunk-out-of-order'
    if (range.last - range.first + 1 !== length) return 'chunk-size-differs'
  } else if (!closing && !options.streamedChunks) {
    return 'chunk-without-range'
  }
  const last = session.lastLength
  // Only the final chunk may be short, so a short one is recognised when another follows.
  return length > 0 && last !== undefined && last < options.minChunkLength ? 'chunk-too-short' : undefined
}

const matches = (bytes: Uint8Array, digest: Digest): boolean =>
  digestOf(bytes, digest.algorithm) === digest.text
const hasBlob = (store: Store, repository: string, digest: string): boolean =>
  store.find(repository)?.blobs.has(digest) === true

/** The decisions of a conforming registry. */
export function honestPolicy(options: ReferenceSettings): Policy {
  const { spec } = options
  return {
    refusals: {
      ...refusalTerms,
      'deletion-disabled': { ...refusalTerms['deletion-disabled'], status: options.deletionRefusal },
      'manifest-reference-unknown': {
        ...refusalTerms['manifest-reference-unknown'],
        // In 1.0 the code was that of the blob itself.
        code: spec === '1.0' ? 'BLOB_UNKNOWN' : 'MANIFEST_BLOB_UNKNOWN',
      },
    },
    isName: (text) => isRepositoryName(text, spec),
    isTag: isTagName,
    parseDigest,
    supports: (algorithm) => options.algorithms.some((supported) => supported === algorithm),
    blobMatches: matches,
    manifestMatches: matches,
    findBlob: (store, repository, digest) => store.find(repository)?.blobs.get(digest),
    findManifest(store, repository, reference) {
      const found = store.find(repository)
      return found?.manifests.get(found.tags.get(reference) ?? reference)
    },
    newSessionId: randomUUID,
    // An empty upload has no last byte; registries return 0-0, as for one byte.
    uploadRange: (size) => `0-${Math.max(0, size - 1)}`,
    refuseChunk: (session, chunk) => refuseChunk(session, chunk, options),
    assemble: (session, closing) => Buffer.concat([...session.chunks, closing]),
    mountSource(store, { digest, from, mayPull }) {
      const candidates = from === undefined ? [...store.repositories.keys()] : [from]
      if (from === undefined && !options.mountWithoutFrom) return undefined
      return candidates.find((name) => mayPull(name) && hasBlob(store, name, digest))
    },
    storedManifest: (manifest) => manifest,
    missingReferences: (store, repository, { references }) =>
      references.filter(({ kind, digest }) =>
        kind === 'blob'
          ? !hasBlob(store, repository, digest)
          : store.find(repository)?.manifests.has(digest) !== true,
      ),
    tagsToSet: (tags) => tags,
    compareTags: compareTags[options.tagOrder],
    pageOfTags,
    referrersOf,
    describeReferrer,
    hasArtifactType,
    requestedRange,
    deleteBlob: (store, repository, digest) => store.deleteBlob(repository, digest),
    deleteManifest: (store, repository, digest) => store.deleteManifest(repository, digest),
    deleteTag: (store, repository, tag) => store.deleteTag(repository, tag),
  }
}
