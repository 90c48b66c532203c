import type { RegistryClient } from '../client.ts'
import { header } from '../record/exchange.ts'
import { jsonObjectIn } from '../record/json-object.ts'

/** Bytes of one page that are read. */
const mostBytes = 1024 * 1024
/** Pages that are read. */
const mostPages = 1000

interface Page {
  tags: readonly string[]
  hasMore: boolean
}

/** The tags of a repository, none where it does not exist; undefined where they cannot be listed whole. */
export async function tagsOf(
  client: RegistryClient,
  repository: string,
): Promise<ReadonlySet<string> | undefined> {
  const found = new Set<string>()
  let query = ''
  for (let number = 0; number < mostPages; number += 1) {
    const page = await pageOf(client, `/v2/${repository}/tags/list${query}`)
    if (page === undefined) return undefined
    const { tags, hasMore } = page
    const isNew = tags.some((tag) => !found.has(tag))
    for (const tag of tags) found.add(tag)
    if (!hasMore) return found
    // A registry that sends the same page again would never end.
    if (!isNew) return undefined
    query = `?${new URLSearchParams({ n: String(tags.length), last: tags.at(-1) ?? '' }).toString()}`
  }
  return undefined
}

async function pageOf(client: RegistryClient, path: string): Promise<Page | undefined> {
  const { response, error } = await client.send({
    method: 'GET',
    path,
    bodyLimit: mostBytes,
    followRedirects: false,
  })
  if (error || !response) return undefined
  if (response.status === 404) return { tags: [], hasMore: false }
  const list = response.status === 200 ? jsonObjectIn(response.body.bytes) : undefined
  const tags: unknown = list && (list['tags'] ?? [])
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string')) return undefined
  return { tags, hasMore: header(response.headers, 'link') !== undefined }
}
