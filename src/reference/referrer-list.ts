import { imageIndexType, type Manifest } from './manifest.ts'
import type { Store } from './store.ts'

/** An entry of the referrers list: a descriptor with what the specification copies into it. */
export interface ReferrerDescriptor {
  mediaType: string
  digest: string
  size: number
  artifactType?: string
  annotations?: Readonly<Record<string, string>>
}

/**
 * The manifests of the repository with this subject, in the order of their digests so that pages are stable.
 * It looks at everything stored, and so also at what was pushed before the referrers API was enabled
 * (section Enabling the Referrers API).
 */
export const referrersOf = (store: Store, repository: string, subject: string): readonly Manifest[] =>
  [...(store.find(repository)?.manifests.values() ?? [])]
    .filter((manifest) => manifest.subject === subject)
    .toSorted((left, right) => (left.digest < right.digest ? -1 : 1))

/** The entry of one manifest; an index without artifactType has none (section Listing Referrers). */
export const describeReferrer = (manifest: Manifest): ReferrerDescriptor => ({
  mediaType: manifest.mediaType,
  digest: manifest.digest,
  size: manifest.bytes.length,
  ...(manifest.artifactType === undefined ? {} : { artifactType: manifest.artifactType }),
  ...(manifest.annotations === undefined ? {} : { annotations: manifest.annotations }),
})

export const hasArtifactType = (descriptor: ReferrerDescriptor, artifactType: string): boolean =>
  descriptor.artifactType === artifactType

/**
 * Cuts the page that begins after the digest `after` and holds at most `count` entries and about `size` bytes,
 * but at least one entry.
 */
export function pageOfReferrers(
  descriptors: readonly ReferrerDescriptor[],
  { after, count, size }: { after?: string; count: number; size: number },
): { page: readonly ReferrerDescriptor[]; more: boolean } {
  const rest = after === undefined ? descriptors : descriptors.filter(({ digest }) => digest > after)
  let bytes = 0
  const tooMany = rest.findIndex((descriptor, position) => {
    bytes += Buffer.byteLength(JSON.stringify(descriptor)) + 1
    return position > 0 && (position >= count || bytes > size)
  })
  return tooMany < 0 ? { page: rest, more: false } : { page: rest.slice(0, tooMany), more: true }
}

/** The image index that the referrers API returns. */
export const referrersIndex = (manifests: readonly ReferrerDescriptor[]): object => ({
  schemaVersion: 2,
  mediaType: imageIndexType,
  manifests,
})
