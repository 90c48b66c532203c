import { keyOf, namesIn, type History } from './history.ts'
import type { Observed } from './observed.ts'
import type { Possible } from './writes.ts'

export type Period = Pick<Observed, 'start' | 'end'>

/** Known to hold something all the time, in whichever order things took place. */
export const isThere = <Value>(possible: readonly Possible<Value>[] | undefined): boolean =>
  possible !== undefined && possible.every(({ value }) => value !== undefined)

/** Known to hold nothing all the time. */
export const isAbsent = <Value>(possible: readonly Possible<Value>[] | undefined): boolean =>
  possible !== undefined && possible.every(({ value }) => value === undefined)

/** The tags of a repository that were set all the time. */
export const tagsIn = (history: History, repository: string, period: Period): string[] =>
  tagsOf(history, repository)
    .filter(
      ({ tag, first, last }) =>
        first < period.start &&
        (last <= period.start || isThere(history.possibleTag(repository, tag, period))),
    )
    .map(({ tag }) => tag)

/** A tag, when the first request was sent that may have set it, and from when on it was set for good. */
interface KnownTag {
  tag: string
  first: number
  last: number
}

const known = new WeakMap<History, Map<string, readonly KnownTag[]>>()

/** Read once for each repository: each list of tags is compared with all of them. */
function tagsOf(history: History, repository: string): readonly KnownTag[] {
  const found = known.get(history) ?? new Map<string, readonly KnownTag[]>()
  known.set(history, found)
  const tags =
    found.get(repository) ??
    namesIn(history.tags, repository).map((tag) => ({
      tag,
      first: Math.min(...(history.tags.get(keyOf(repository, tag)) ?? []).map(({ by }) => by.start)),
      last: history.setSince(repository, tag),
    }))
  found.set(repository, tags)
  return tags
}

/** Whether a repository held something of the run all the time. */
export const holdsContent = (history: History, repository: string, period: Period): boolean =>
  namesIn(history.manifests, repository).some((digest) =>
    isThere(history.possibleManifest(repository, digest, period)),
  ) ||
  namesIn(history.blobs, repository).some((digest) =>
    isThere(history.possibleBlob(repository, digest, period)),
  ) ||
  tagsIn(history, repository, period).length > 0
