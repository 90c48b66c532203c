import { createHash } from 'node:crypto'
import type { RegistryClient } from '../client.ts'
import type { Refusal } from './deletion.ts'
import type { LedgerEntry } from './entry.ts'
import { tagsOf } from './tag-listing.ts'

/** Blobs of images everywhere, so that others may have pushed them to the same repository: `{}` and the empty blob. */
export const sharedDigests: ReadonlySet<string> = new Set(
  ['{}', ''].flatMap((content) =>
    ['sha256', 'sha512'].map((name) => `${name}:${createHash(name).update(content).digest('hex')}`),
  ),
)

const reason = 'many images share this blob, and the repository has others than those of the run'

/** Whether a repository has no tag left, so that no image misses a blob. */
const isWithoutTags = async (client: RegistryClient, repository: string): Promise<boolean> =>
  (await tagsOf(client, repository))?.size === 0

/** The shared blobs that are not removed, since their repository still has tags. */
export async function sharedBlobsToKeep(
  client: RegistryClient,
  entries: readonly LedgerEntry[],
  withoutTags: ReadonlySet<string>,
): Promise<Map<LedgerEntry, Refusal>> {
  const kept = new Map<LedgerEntry, Refusal>()
  const lookups = new Map<string, Promise<boolean>>()
  for (const blob of entries) {
    const { kind, repository } = blob
    if (kind !== 'blob' || !sharedDigests.has(blob.reference) || withoutTags.has(repository)) continue
    const lookup = lookups.get(repository) ?? isWithoutTags(client, repository)
    lookups.set(repository, lookup)
    if (!(await lookup)) kept.set(blob, { reason, passing: false })
  }
  return kept
}
