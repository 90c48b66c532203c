import type { Store } from '../../../src/reference/store.ts'
import type { Tree } from '../content/tree.ts'
import type { Holdings } from '../seen.ts'

/** What a registry holds, for judges. */
export const holdingsOf = (store: Store): Holdings => ({
  tags: (repository) => [...(store.find(repository)?.tags.keys() ?? [])],
  manifest(repository, reference) {
    const found = store.find(repository)
    return found?.manifests.get(found.tags.get(reference) ?? reference)
  },
  blob: (repository, digest) => store.find(repository)?.blobs.get(digest),
})

/** Puts a tree into a registry, whatever that would accept over HTTP. */
export function shelve(
  store: Store,
  repository: string,
  { root, manifests, blobs }: Tree,
  tag?: string,
): void {
  for (const { bytes, digest } of blobs) store.putBlob(repository, bytes, digest)
  for (const { bytes, digest, mediaType } of manifests)
    store.putManifest(repository, bytes, { digest, mediaType })
  store.putManifest(repository, root.bytes, {
    digest: root.digest,
    mediaType: root.mediaType,
    tags: tag === undefined ? [] : [tag],
  })
}
