/** What the history of a reference is kept of. */
export type KeyKind =
  | 'tag'
  | 'manifest'
  | 'blob'
  | 'upload'
  /** The tag list of a repository. */
  | 'tags'
  /** The referrers of one digest. */
  | 'referrers'
  /** The uploads of a repository, for requests that start one. */
  | 'uploads'

export type Change = 'write' | 'again' | 'move' | 'deletion'

/** What clients have done with one thing, as far as the registry answered with success. Refusals are counted apart. */
export interface History {
  /** Pushes, mounts included; of lists, entries that were added. */
  writes: number
  /** Pushes that gave a tag other content; of lists, tags that moved. */
  moves: number
  /** Those that gave a tag content which it had before. */
  returns: number
  /** Pushes by which another tag has been taken from this manifest, and tags of it that were deleted. */
  abandoned: number
  untagged: number
  deletions: number
  refusals: number
  /** Times that a blob came by mount, and that it was the source of one. */
  mounts: number
  given: number
  /** Reads since the last change. */
  gets: number
  heads: number
  last?: Change
  /** The digests of a tag, the newest last. */
  contents: string[]
}

/** What is known of the requests that a registry has handled. */
export interface Knowledge {
  historyOf(kind: KeyKind, repository: string, reference: string): Readonly<History>
  /** Requests of this operation so far. */
  count(operation: string): number
  /** Repositories in the order in which anything was pushed to them. */
  readonly repositories: readonly string[]
  /** Uploads that are open in a repository. */
  openUploads(repository: string): number
  /** Uploads that were cancelled in a repository. */
  cancelled(repository: string): number
}

export const newHistory = (): History => ({
  writes: 0,
  moves: 0,
  returns: 0,
  abandoned: 0,
  untagged: 0,
  deletions: 0,
  refusals: 0,
  mounts: 0,
  given: 0,
  gets: 0,
  heads: 0,
  contents: [],
})

/** Notes a change: reads are counted anew from it. */
export function noteChange(history: History, change: Change): void {
  if (change === 'deletion') history.deletions += 1
  else history.writes += 1
  if (change === 'move') history.moves += 1
  history.last = change
  history.gets = 0
  history.heads = 0
}

/** Notes that a tag was pushed with a digest, and returns what that was for the tag. */
export function notePush(history: History, digest: string): Change {
  const before = history.contents.at(-1)
  const isThere = history.last !== undefined && history.last !== 'deletion'
  const change: Change = !isThere ? 'write' : before === digest ? 'again' : 'move'
  if (change === 'move' && history.contents.includes(digest)) history.returns += 1
  if (change !== 'again') history.contents.push(digest)
  noteChange(history, change)
  return change
}
