import type { BlobName, ManifestName, Place, TagName, UploadName } from './sequence.ts'
import {
  blobAt,
  elsewhere,
  manifestAt,
  referrersOf,
  tagAt,
  tagsOf,
  type UploadFacts,
  type World,
} from './plan/world.ts'

/** The abstract states of what operations address. */

export type ManifestState =
  | 'never'
  | 'other only'
  | 'present'
  | 'several tags'
  | 'pushed again'
  | 'deleted'
  | 'again after deletion'

export function manifestState(world: World, at: Place, name: ManifestName): ManifestState {
  const { present, pushes, deletions } = manifestAt(world, at, name)
  if (present && deletions > 0) return 'again after deletion'
  if (!present && deletions > 0) return 'deleted'
  if (!present) return manifestAt(world, elsewhere(at), name).present ? 'other only' : 'never'
  if (tagsOf(world, at, name).length > 1) return 'several tags'
  return pushes > 1 ? 'pushed again' : 'present'
}

export type TagState =
  | 'never'
  | 'set'
  | 'set again'
  | 'moved once'
  | 'moved twice'
  | 'moved back'
  | 'deleted'
  | 'manifest deleted'
  | 'set after deletion'

export function tagState(world: World, at: Place, name: TagName): TagState {
  const { now, path, sets, moves, deletions, ended } = tagAt(world, at, name)
  if (now === undefined) return ended ?? 'never'
  if (moves > 0) {
    if (path.slice(0, -1).includes(now)) return 'moved back'
    return moves > 1 ? 'moved twice' : 'moved once'
  }
  if (deletions > 0) return 'set after deletion'
  return sets > 1 ? 'set again' : 'set'
}

export type BlobState =
  | 'never'
  | 'other only'
  | 'present'
  | 'pushed again'
  | 'mounted'
  | 'deleted'
  | 'again after deletion'

export function blobState(world: World, at: Place, name: BlobName): BlobState {
  const { present, pushes, mounts, deletions } = blobAt(world, at, name)
  if (present && deletions > 0) return 'again after deletion'
  if (!present && deletions > 0) return 'deleted'
  if (!present) return blobAt(world, elsewhere(at), name).present ? 'other only' : 'never'
  if (pushes + mounts > 1 && pushes > 0) return 'pushed again'
  return mounts > 0 ? 'mounted' : 'present'
}

export type UploadState =
  | 'open, empty'
  | 'one chunk'
  | 'several chunks'
  | 'after a refused chunk'
  | 'after a refused closing'
  | 'closed'
  | 'cancelled'

export function uploadState(world: World, name: UploadName): UploadState | undefined {
  const facts = world.uploads.get(name)
  return facts && stateOfUpload(facts)
}

function stateOfUpload({ state, chunks }: UploadFacts): UploadState {
  if (state === 'chunk refused') return 'after a refused chunk'
  if (state === 'closing refused') return 'after a refused closing'
  if (state !== 'open') return state
  if (chunks === 0) return 'open, empty'
  return chunks === 1 ? 'one chunk' : 'several chunks'
}

/** Of the sequence's tags in a listing. */
export type ListState = 'no tag' | 'one tag' | 'several tags' | 'after a move' | 'after a deletion'

export function listState(world: World, at: Place): ListState {
  const { lastTagChange, tags } = world[at]
  if (lastTagChange === 'delete') return 'after a deletion'
  if (lastTagChange === 'move') return 'after a move'
  const number = [...tags.values()].filter(({ now }) => now !== undefined).length
  if (number === 0) return 'no tag'
  return number === 1 ? 'one tag' : 'several tags'
}

export type ReferrersState = 'none' | 'one' | 'several' | 'before the subject' | 'after deletion of one'

export function referrersState(world: World, at: Place, subject: ManifestName): ReferrersState {
  const number = referrersOf(world, at, subject).length
  if (number === 0 && !world[at].deletedReferrers.has(subject)) return 'none'
  if (world[at].deletedReferrers.has(subject)) return 'after deletion of one'
  if (!manifestAt(world, at, subject).present) return 'before the subject'
  return number === 1 ? 'one' : 'several'
}
