import { isWellFormed, parseDigest } from '../../image/decode/digest.ts'
import type { RegistryClient } from '../../registry/client.ts'
import { readList, type ListOptions, type PagedList } from '../../registry/lists/read-list.ts'

/** Manifests that refer to one image: more is nothing that belongs to it. */
const mostReferrers = 10_000

/** What refers to an image. */
export interface Referrers {
  digests: readonly string[]
  /** Why these need not be all: what could not be listed is not absent. */
  trouble?: string
}

/** By which a registry shows that it does not have the referrers API. */
const absentApi = [400, 404, 405]

/**
 * The digests of the manifests that refer to an image: by the referrers API over all pages, else by the referrers tag schema (distribution
 * specification, Listing Referrers). Of a registry with neither there are none.
 */
export async function referrersOf(
  client: RegistryClient,
  repository: string,
  digest: string,
): Promise<Referrers> {
  const api = await readList(client, `/v2/${repository}/referrers/${digest}`, descriptors)
  if (!isAbsent(api, absentApi)) return found(api, digest, 'the referrers API')
  const tag = digest.replace(':', '-')
  const tagged = await readList(client, `/v2/${repository}/manifests/${tag}`, descriptors)
  return isAbsent(tagged, [404])
    ? { digests: [] }
    : found(tagged, digest, 'the tag of the referrers tag schema')
}

const isAbsent = (list: PagedList<string>, statuses: readonly number[]): boolean =>
  'why' in list && list.status !== undefined && statuses.includes(list.status)

function found(list: PagedList<string>, subject: string, what: string): Referrers {
  if ('why' in list) {
    const { status, why } = list
    // Without the address, so that the same of many images is one reason.
    const answer = status === undefined ? `cannot be read: ${why}` : answers(status)
    return { digests: [], trouble: `its referrers could not be listed: ${what} ${answer}` }
  }
  const digests = list.items.filter((each) => each !== subject)
  if (digests.length <= mostReferrers) return { digests }
  const trouble = `more than ${mostReferrers} manifests refer to it, and the others are not validated`
  return { digests: digests.slice(0, mostReferrers), trouble }
}

const answers = (status: number): string =>
  status === 200 ? 'returned what is not an index' : `returned ${status}`

const descriptors: ListOptions<string> = {
  key: 'manifests',
  headers: { Accept: 'application/vnd.oci.image.index.v1+json' },
  itemOf(value) {
    const text = (value as { digest?: unknown } | null)?.digest
    const digest = typeof text === 'string' ? parseDigest(text) : undefined
    return digest && isWellFormed(digest) ? { id: digest.text, item: digest.text } : undefined
  },
}
