import type { RegistryClient } from '../client.ts'
import { removeAll, type Refusal } from './deletion.ts'
import type { Creation, LedgerEntry } from './entry.ts'
import { sharedBlobsToKeep } from './shared-blobs.ts'
import { tagsOf } from './tag-listing.ts'

const ofKind = (entries: readonly LedgerEntry[], kind: LedgerEntry['kind']): LedgerEntry[] =>
  entries.filter((entry) => entry.kind === kind)

/**
 * Removes tags whose manifests were deleted. Nearly everywhere they are deleted with them, so that the tags of each repository are
 * listed, and those are removed that are still there; where they cannot be listed, all are. Returns those that are left, and the
 * repositories that have no tags now.
 */
async function removeDanglingTags(
  client: RegistryClient,
  tags: readonly Creation[],
): Promise<{ left: Map<LedgerEntry, Refusal>; withoutTags: Set<string> }> {
  const withoutTags = new Set<string>()
  const repositories = [...new Set(tags.map(({ repository }) => repository))]
  const left = await Promise.all(
    repositories.map(async (repository) => {
      const listed = await tagsOf(client, repository)
      if (listed?.size === 0) withoutTags.add(repository)
      const own = tags.filter((tag) => tag.repository === repository)
      return removeAll(
        client,
        own.filter(({ reference }) => listed === undefined || listed.has(reference)),
      )
    }),
  )
  return { left: new Map(left.flatMap((each) => [...each])), withoutTags }
}

/**
 * Removes entries in the order of dependency: upload sessions and manifests (the newest first, since an index is newer
 * than the manifests that it lists), the tags that were not deleted with them, then blobs. Returns those that are left.
 */
export async function removeInOrder(
  client: RegistryClient,
  entries: readonly LedgerEntry[],
): Promise<Map<LedgerEntry, Refusal>> {
  const newestFirst = entries.toReversed()
  // Together, since each phase costs a slow link its round trips: what is still in use is tried once more.
  const [uploads, refused] = await Promise.all([
    removeAll(client, ofKind(newestFirst, 'upload')),
    removeAll(client, ofKind(newestFirst, 'manifest')),
  ])
  const kept = new Set([...refused.keys()].map(manifestKey))
  const isDangling = (tag: LedgerEntry): tag is Creation =>
    tag.kind === 'tag' && tag.digest !== undefined && !kept.has(manifestKey(tag))
  const named = ofKind(newestFirst, 'tag').filter((tag) => !isDangling(tag))
  const [tags, dangling] = await Promise.all([
    removeAll(client, named),
    removeDanglingTags(client, newestFirst.filter(isDangling)),
  ])
  // Some registries keep a manifest for as long as a tag names it.
  const manifests = tags.size < named.length ? await removeAll(client, [...refused.keys()]) : refused
  const shared = await sharedBlobsToKeep(client, entries, dangling.withoutTags)
  const blobs = await removeAll(
    client,
    ofKind(newestFirst, 'blob').filter((entry) => !shared.has(entry)),
  )
  return new Map([uploads, tags, dangling.left, manifests, blobs, shared].flatMap((each) => [...each]))
}

function manifestKey(entry: LedgerEntry): string {
  if (entry.kind === 'upload') return ''
  return `${entry.repository} ${entry.kind === 'tag' ? entry.digest : entry.reference}`
}
