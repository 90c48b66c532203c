import { namesIn, type History } from './history.ts'
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
  namesOfTags(history, repository).filter((tag) => isThere(history.possibleTag(repository, tag, period)))

const known = new WeakMap<History, Map<string, string[]>>()

/** Read once for each repository: each list of tags is compared with all of them. */
function namesOfTags(history: History, repository: string): string[] {
  const found = known.get(history) ?? new Map<string, string[]>()
  known.set(history, found)
  const names = found.get(repository) ?? namesIn(history.tags, repository)
  found.set(repository, names)
  return names
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
