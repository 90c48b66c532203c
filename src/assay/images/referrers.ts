import { isWellFormed, parseDigest } from '../../image/decode/digest.ts'
import type { RegistryClient } from '../../registry/client.ts'

/** Manifests that refer to one image: more is nothing that belongs to it. */
const mostReferrers = 10_000

/**
 * The digests of the manifests that refer to an image: by the referrers API, else by the referrers tag schema (distribution
 * specification, Listing Referrers). Of a registry with neither there are none.
 */
export async function referrersOf(
  client: RegistryClient,
  repository: string,
  digest: string,
): Promise<string[]> {
  const read = async (path: string): Promise<string[] | undefined> => {
    const headers = { Accept: 'application/vnd.oci.image.index.v1+json' }
    const { response, error } = await client.send({ method: 'GET', path, headers, bulk: true })
    return error || response?.status !== 200 ? undefined : digestsIn(response.body.bytes)
  }
  const found =
    (await read(`/v2/${repository}/referrers/${digest}`)) ??
    (await read(`/v2/${repository}/manifests/${digest.replace(':', '-')}`)) ??
    []
  return [...new Set(found)].filter((each) => each !== digest).slice(0, mostReferrers)
}

function digestsIn(bytes: Uint8Array): string[] {
  let index: unknown
  try {
    index = JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown
  } catch {
    return []
  }
  const manifests = (index as { manifests?: unknown } | null)?.manifests
  if (!Array.isArray(manifests)) return []
  return manifests.flatMap((each: unknown): string[] => {
    const text = (each as { digest?: unknown } | null)?.digest
    const digest = typeof text === 'string' ? parseDigest(text) : undefined
    return digest && isWellFormed(digest) ? [digest.text] : []
  })
}
