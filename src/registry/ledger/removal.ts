import type { RegistryClient } from '../client.ts'
import { removeAll, removeOne, type Refusal } from './deletion.ts'
import type { Creation, LedgerEntry } from './entry.ts'
import { isWithoutTags, sharedBlobsToKeep } from './shared-blobs.ts'

const ofKind = (entries: readonly LedgerEntry[], kind: LedgerEntry['kind']): LedgerEntry[] =>
  entries.filter((entry) => entry.kind === kind)

/**
 * Removes tags whose manifests were deleted. Nearly everywhere they are deleted with them, so that the tag listing of
 * a repository is read first, then one of the tags is deleted, and all of them only if that one existed. Returns the
 * repositories that have no tags now. Where tags cannot be deleted by themselves, these were deleted with their manifests.
 */
async function removeDanglingTags(client: RegistryClient, tags: readonly Creation[]): Promise<Set<string>> {
  const withoutTags = new Set<string>()
  const sweep = async (repository: string) => {
    if (await isWithoutTags(client, repository)) {
      withoutTags.add(repository)
      return
    }
    const [first, ...others] = tags.filter((tag) => tag.repository === repository)
    const outcome = first && (await removeOne(client, first))
    if (outcome?.gone && !outcome.before) await removeAll(client, others)
  }
  await Promise.all([...new Set(tags.map(({ repository }) => repository))].map(sweep))
  return withoutTags
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
  const known = new Set(ofKind(entries, 'manifest').map(manifestKey))
  const isDangling = (tag: LedgerEntry): tag is Creation =>
    tag.kind === 'tag' && known.has(manifestKey(tag)) && !kept.has(manifestKey(tag))
  const named = ofKind(newestFirst, 'tag').filter((tag) => !isDangling(tag))
  const [tags, withoutTags] = await Promise.all([
    removeAll(client, named),
    removeDanglingTags(client, newestFirst.filter(isDangling)),
  ])
  // Some registries keep a manifest for as long as a tag names it.
  const manifests = tags.size < named.length ? await removeAll(client, [...refused.keys()]) : refused
  const shared = await sharedBlobsToKeep(client, entries, withoutTags)
  const blobs = await removeAll(
    client,
    ofKind(newestFirst, 'blob').filter((entry) => !shared.has(entry)),
  )
  return new Map([uploads, tags, manifests, blobs, shared].flatMap((each) => [...each]))
}

function manifestKey(entry: LedgerEntry): string {
  if (entry.kind === 'upload') return ''
  return `${entry.repository} ${entry.kind === 'tag' ? entry.digest : entry.reference}`
}
