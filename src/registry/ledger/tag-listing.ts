import type { RegistryClient } from '../client.ts'
import { nameIn, readList } from '../lists/read-list.ts'

/** What is read for a clean-up at most: a page, and pages. */
const limits = { bodyLimit: 1024 * 1024, mostPages: 1000 }

/** The tags of a repository, none where it does not exist; undefined where they cannot be listed whole. */
export async function tagsOf(
  client: RegistryClient,
  repository: string,
): Promise<ReadonlySet<string> | undefined> {
  const list = await readList(client, `/v2/${repository}/tags/list`, {
    key: 'tags',
    itemOf: nameIn(/^/),
    ...limits,
  })
  if ('items' in list) return new Set(list.items)
  return list.status === 404 ? new Set() : undefined
}
