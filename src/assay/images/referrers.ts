import { isWellFormed, parseDigest } from '../../image/decode/digest.ts'
import type { RegistryClient } from '../../registry/client.ts'
import { readList, type ListOptions } from '../../registry/lists/read-list.ts'

/** Manifests that refer to one image: more is nothing that belongs to it. */
const mostReferrers = 10_000

/**
 * The digests of the manifests that refer to an image: by the referrers API over all pages, else by the referrers tag schema (distribution
 * specification, Listing Referrers). Of a registry with neither there are none.
 */
export async function referrersOf(
  client: RegistryClient,
  repository: string,
  digest: string,
): Promise<string[]> {
  const read = async (path: string): Promise<string[] | undefined> => {
    const list = await readList(client, path, descriptors)
    return 'items' in list ? list.items : undefined
  }
  const found =
    (await read(`/v2/${repository}/referrers/${digest}`)) ??
    (await read(`/v2/${repository}/manifests/${digest.replace(':', '-')}`)) ??
    []
  return found.filter((each) => each !== digest).slice(0, mostReferrers)
}

const descriptors: ListOptions<string> = {
  key: 'manifests',
  headers: { Accept: 'application/vnd.oci.image.index.v1+json' },
  itemOf(value) {
    const text = (value as { digest?: unknown } | null)?.digest
    const digest = typeof text === 'string' ? parseDigest(text) : undefined
    return digest && isWellFormed(digest) ? { id: digest.text, item: digest.text } : undefined
  },
}
