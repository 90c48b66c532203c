import { digestOf } from './digest.ts'
import { readManifest, type Manifest } from './manifest.ts'

export interface Repository {
  readonly name: string
  readonly blobs: Map<string, Uint8Array>
  readonly manifests: Map<string, Manifest>
  /** Tag to digest. */
  readonly tags: Map<string, string>
}

/** The limit is reached; nothing of what was to be stored has been. */
export class StoreFull extends Error {}

/**
 * What the registry holds, in memory. Repositories come into being with their first content. Its methods
 * are also the way to put content into a registry that takes none over HTTP: names, digests and tags are
 * taken as they are.
 */
export interface Store {
  readonly repositories: ReadonlyMap<string, Repository>
  /** Bytes stored and reserved. */
  readonly used: number
  find(repository: string): Repository | undefined
  /** Stores a blob and returns its digest, sha256 unless one is named. Throws StoreFull. */
  putBlob(repository: string, bytes: Uint8Array, digest?: string): string
  /** Stores a manifest from its exact bytes and returns it. Throws StoreFull, InvalidManifest. */
  putManifest(
    repository: string,
    bytes: Uint8Array,
    about?: { mediaType?: string; digest?: string; tags?: readonly string[] },
  ): Manifest
  /** Stores a manifest that has been read. Throws StoreFull. */
  addManifest(repository: string, manifest: Manifest): void
  /** Throws StoreFull. */
  putTag(repository: string, tag: string, digest: string): void
  deleteBlob(repository: string, digest: string): boolean
  /** Deletes the manifest and every tag that points to it. */
  deleteManifest(repository: string, digest: string): boolean
  deleteTag(repository: string, tag: string): boolean
  /** Sets bytes aside, or with a negative number gives them back. Throws StoreFull. */
  reserve(bytes: number): void
}

/** What an entry costs beside its bytes, so that many small ones are bounded too. */
const overhead = 512

/** An empty store that holds at most `capacity` bytes. */
export function createStore(capacity: number): Store {
  const repositories = new Map<string, Repository>()
  let used = 0

  const reserve = (bytes: number): void => {
    if (bytes > 0 && used + bytes > capacity) throw new StoreFull(`no room for ${bytes} bytes more`)
    used += bytes
  }
  const obtain = (name: string): Repository => {
    const known = repositories.get(name)
    if (known !== undefined) return known
    reserve(overhead)
    const repository = { name, blobs: new Map(), manifests: new Map(), tags: new Map() }
    repositories.set(name, repository)
    return repository
  }
  const put = <Entry>(entries: Map<string, Entry>, key: string, entry: Entry, size: number): void => {
    if (!entries.has(key)) reserve(size + overhead)
    entries.set(key, entry)
  }
  const remove = (entries: Map<string, unknown> | undefined, key: string, size: number): boolean => {
    if (entries?.delete(key) !== true) return false
    reserve(-(size + overhead))
    return true
  }

  const store: Store = {
    repositories,
    get used() {
      return used
    },
    reserve,
    find: (name) => repositories.get(name),
    putBlob(name, bytes, digest = digestOf(bytes)) {
      put(obtain(name).blobs, digest, bytes, bytes.length)
      return digest
    },
    putManifest(name, bytes, { mediaType, digest, tags = [] } = {}) {
      const manifest = readManifest(bytes, mediaType, digest)
      store.addManifest(name, manifest)
      for (const tag of tags) store.putTag(name, tag, manifest.digest)
      return manifest
    },
    addManifest(name, manifest) {
      put(obtain(name).manifests, manifest.digest, manifest, manifest.bytes.length)
    },
    putTag: (name, tag, digest) => put(obtain(name).tags, tag, digest, 0),
    deleteBlob(name, digest) {
      const blobs = repositories.get(name)?.blobs
      return remove(blobs, digest, blobs?.get(digest)?.length ?? 0)
    },
    deleteManifest(name, digest) {
      const repository = repositories.get(name)
      const size = repository?.manifests.get(digest)?.bytes.length ?? 0
      if (!remove(repository?.manifests, digest, size)) return false
      for (const [tag, target] of repository?.tags ?? []) {
        if (target === digest) store.deleteTag(name, tag)
      }
      return true
    },
    deleteTag: (name, tag) => remove(repositories.get(name)?.tags, tag, 0),
  }
  return store
}
