import type { SpecVersion } from '../../../src/engine/requirement.ts'
import type { StoredBlob } from './blob.ts'
import { createWrites, keyOf } from './keys.ts'
import { isOn, isSuccess, type Observed } from './observed.ts'
import { followManifests, tagsCreated, type StoredManifest } from './manifests.ts'
import { isDigest } from './operation.ts'
import { stateAt, type SessionState } from './session-state.ts'
import type { Session, UploadRequest } from './sessions.ts'
import { followUploads } from './uploads.ts'
import { possibleIn, type Possible, type Write } from './writes.ts'

export { keyOf, namesIn } from './keys.ts'

/** What the registry has, as was found out before: the model accepts each choice that the text leaves, and keeps to it. */
export interface Features {
  referrers: boolean
  deleteTag: boolean
  deleteManifest: boolean
  deleteBlob: boolean
  sha512Manifest: boolean
}

export interface About {
  spec: SpecVersion
  features: Features
  /** Whether nothing but the history can have made the registry hold this digest or tag: content of the run alone. */
  isOwn: (digestOrTag: string) => boolean
  /** Whether others may push or remove it at any time, such as the empty blob. Absent: of nothing. */
  isShared?: (digestOrTag: string) => boolean
}

type Period = Pick<Observed, 'start' | 'end'>

/** What was done to a registry, by what it was done to. Keys are the repository and the digest or tag. */
export interface History extends About {
  /** In the order in which they were sent. */
  observed: readonly Observed[]
  manifests: ReadonlyMap<string, readonly Write<StoredManifest>[]>
  /** A tag holds the sha256 of the bytes of its manifest. */
  tags: ReadonlyMap<string, readonly Write<string>[]>
  blobs: ReadonlyMap<string, readonly Write<StoredBlob>[]>
  sessions: readonly Session[]
  /** The upload that a request is about, and what it was when the request reached it. */
  sessionOf: (request: UploadRequest) => { session: Session; state: SessionState } | undefined
  /** The sha256 of the bytes that were pushed under a digest. */
  sha256Of: (digest: string) => string
  possibleManifest: (
    repository: string,
    digest: string,
    period: Period,
  ) => Possible<StoredManifest>[] | undefined
  possibleTag: (repository: string, tag: string, period: Period) => Possible<string>[] | undefined
  possibleBlob: (repository: string, digest: string, period: Period) => Possible<StoredBlob>[] | undefined
  /**
   * From when on a tag was set, and nothing that was observed may have changed that: what possibleTag finds then, without a look at
   * each write. Infinity where more has to be looked at.
   */
  setSince: (repository: string, tag: string) => number
}

const referenceOf = ({ operation }: Observed): string | undefined =>
  operation.on === 'manifest' ? operation.reference : undefined

/** The digest under which the push of a tag stored its manifest. */
function digestOfTag(by: Observed, sha256: string): string {
  const reference = referenceOf(by)
  return reference !== undefined && isDigest(reference) ? reference : sha256
}

/** The deletions of manifests by the repository and the sha256 of their bytes. */
function deletionsIn(
  manifests: ReadonlyMap<string, readonly Write<StoredManifest>[]>,
  sha256Of: (digest: string) => string,
): ReadonlyMap<string, readonly Write<StoredManifest>[]> {
  const { map, add } = createWrites<StoredManifest>()
  for (const write of [...manifests.values()].flat()) {
    if (write.value !== undefined || !isOn(write.by, 'manifest')) continue
    const { repository, reference } = write.by.operation
    add(keyOf(repository, sha256Of(reference)), write)
  }
  return map
}

/** Whether a push was to set this tag by a parameter, and its response does not name it. */
export const isUnnamed = (tag: string, by: Observed | undefined): boolean =>
  by !== undefined &&
  isOn(by, 'manifest') &&
  by.operation.method === 'PUT' &&
  isDigest(by.operation.reference) &&
  isSuccess(by) &&
  !tagsCreated(by).includes(tag)

/** Orders what was done to a registry. */
export function createHistory(all: readonly Observed[], about: About): History {
  const observed = all.toSorted((one, other) => one.start - other.start)
  const { manifests, tags, sha256Of } = followManifests(observed)
  const { sessions, blobs } = followUploads(observed, about.isOwn)
  const bySession = new Map<Observed, Session>(
    sessions.flatMap((session) => session.requests.map((each) => [each, session] as const)),
  )
  /** Nothing is known of what has the same bytes under another algorithm. */
  const isFresh = (name: string) => about.isOwn(name) && !name.startsWith('sha512:')
  const possibleManifest: History['possibleManifest'] = (repository, digest, period) =>
    possibleIn(manifests.get(keyOf(repository, digest)) ?? [], period, isFresh(digest))

  const deletions = deletionsIn(manifests, sha256Of)

  /** A tag is gone with the manifest that it leads to (Deleting Manifests). */
  const withoutDeleted = (
    repository: string,
    period: Period,
    possible: Possible<string>,
  ): Possible<string>[] => {
    const { start, end } = period
    const { value, by } = possible
    if (value === undefined || by === undefined) return [possible]
    const all = deletions.get(keyOf(repository, value))
    if (all === undefined) return [possible]
    const since = all.filter((each) => each.by.end > by.start && each.by.start < end)
    const digest = digestOfTag(by, value)
    // What the deletion of the same bytes under a digest of another algorithm does is open.
    const gone = since.find(
      (each) =>
        each.certain && each.by.start >= by.end && each.by.end <= start && referenceOf(each.by) === digest,
    )
    if (gone) return [{ value: undefined, by: gone.by }]
    return [possible, ...since.map((each) => ({ value: undefined, by: each.by }))]
  }

  const lastSet = (repository: string, tag: string): number => {
    const writes = tags.get(keyOf(repository, tag)) ?? []
    const last = writes.reduce<Write<string> | undefined>(
      (latest, each) => (latest === undefined || each.by.start > latest.by.start ? each : latest),
      undefined,
    )
    if (last?.value === undefined || isUnnamed(tag, last.by)) return Infinity
    const { by, value } = last
    const isOver = (write: Write<unknown>) => write.by.end <= by.start
    const isLast = writes.every((each) => each.certain && (each === last || isOver(each)))
    return isLast && (deletions.get(keyOf(repository, value)) ?? []).every(isOver) ? by.end : Infinity
  }
  const since = new Map<string, number>()

  return {
    ...about,
    observed,
    setSince(repository, tag) {
      const key = keyOf(repository, tag)
      const known = since.get(key) ?? lastSet(repository, tag)
      since.set(key, known)
      return known
    },
    manifests: manifests,
    tags: tags,
    blobs,
    sessions,
    sessionOf(request) {
      const session = bySession.get(request)
      return session && { session, state: stateAt(session, request) }
    },
    sha256Of,
    possibleManifest,
    possibleTag(repository, tag, period) {
      const possible = possibleIn(tags.get(keyOf(repository, tag)) ?? [], period, isFresh(tag))
      return deletions.size === 0
        ? possible
        : possible?.flatMap((each) => withoutDeleted(repository, period, each))
    },
    possibleBlob(repository, digest, period) {
      const possible = possibleIn(blobs.get(keyOf(repository, digest)) ?? [], period, isFresh(digest))
      // Others may have pushed it again.
      const isOpen = about.isShared?.(digest) === true && possible?.some(({ value }) => value === undefined)
      return isOpen ? undefined : possible
    },
  }
}
