import type { Body } from '../../../src/registry/record/exchange.ts'
import { hasDigest, joined, type Content, type StoredBlob, type Way } from './blob.ts'
import { createSets, createWrites, keyOf } from './keys.ts'
import { isOn, isOpen, isSuccess, statusOf, type Observed } from './observed.ts'
import { stateAt } from './session-state.ts'
import { followSessions, isStarted, type Session, type UploadRequest, type UploadStart } from './sessions.ts'
import type { Write } from './writes.ts'

/** What became of the uploads of a registry. */
export interface Uploads {
  sessions: readonly Session[]
  /** By repository and digest. */
  blobs: ReadonlyMap<string, readonly Write<StoredBlob>[]>
}

/** The content that a closing PUT makes of an upload; undefined where it is not known what the upload holds. */
export function contentAt(
  session: Session,
  closing: UploadRequest,
): { content: Content; way: Way } | undefined {
  const { chunks } = stateAt(session, closing)
  if (chunks === undefined || session.isShared) return undefined
  const { body } = closing.request
  return { content: joined(withFinal(chunks, body)), way: wayOf(chunks, body) }
}

export const withFinal = (chunks: readonly Body[], body: Body | undefined): readonly Body[] =>
  body && body.size > 0 ? [...chunks, body] : chunks

const wayOf = (chunks: readonly Body[], body: Body | undefined): Way =>
  chunks.length === 0 ? 'post-put' : body && body.size > 0 ? 'final-chunk' : 'chunks'

/** The content of a single POST. */
export const contentOfPost = ({ request }: UploadStart): Content =>
  joined(request.body === undefined ? [] : [request.body])

/**
 * Follows each upload, and finds the blobs that they led to. `isOwn`: nothing but what is observed can have made the
 * registry hold this digest, so that nobody can have mounted it from elsewhere.
 */
export function followUploads(observed: readonly Observed[], isOwn: (digest: string) => boolean): Uploads {
  const sessions = followSessions(observed)
  const sessionOf = new Map<Observed, Session>(
    sessions.flatMap((session) => session.requests.map((each) => [each, session] as const)),
  )
  const blobs = createWrites<StoredBlob>()
  /** The digests in a repository under which the same bytes may be, and the repositories that may have a digest: a long run has thousands. */
  const [alike, holders] = [createSets(), createSets()]
  const add = (repository: string, digest: string, write: Write<StoredBlob>) => {
    blobs.add(keyOf(repository, digest), write)
    holders.add(digest, repository)
    if (write.value?.sha256 !== undefined) alike.add(keyOf(repository, write.value.sha256), digest)
  }

  /** A push under a digest. Whether its bytes are kept under their sha256 where that is another one, or where it was refused, is open. */
  const push = (
    by: Observed,
    { repository, digest, certain }: { repository: string; digest: string; certain: boolean },
    value: StoredBlob,
  ) => {
    const isWrong = value.size !== undefined && hasDigest({ ...value, size: value.size }, digest) === false
    const isTaken = certain || isOpen(by)
    if (isTaken)
      add(repository, digest, {
        value: isWrong ? { way: value.way } : value,
        certain: certain && !isWrong,
        by,
      })
    if (value.sha256 !== undefined && (value.sha256 !== digest || !isTaken))
      add(repository, value.sha256, { value, certain: false, by })
  }
  const close = (each: UploadRequest) => {
    const session = sessionOf.get(each)
    const { digest } = each.operation
    if (session === undefined || digest === undefined) return
    const { content, way } = contentAt(session, each) ?? { way: 'chunks' as const }
    push(
      each,
      { repository: session.repository, digest, certain: isSuccess(each) },
      { ...content, way: content === undefined && session.requests[0] === each ? 'post-put' : way },
    )
  }
  const post = (each: UploadStart) => {
    const { repository, digest, mount } = each.operation
    const certain = isSuccess(each) && statusOf(each) !== 202
    if (mount !== undefined) {
      if (!certain && !isOpen(each)) return
      const source = holders.of(mount).flatMap((holder) => blobs.map.get(keyOf(holder, mount)) ?? [])
      const known = source.findLast(({ value }) => value?.size !== undefined)?.value
      add(repository, mount, {
        value: { ...known, way: 'mount' },
        certain: certain && (source.length > 0 || !isOwn(mount)),
        by: each,
      })
    } else if (digest !== undefined && !isStarted(each)) {
      push(each, { repository, digest, certain }, { ...contentOfPost(each), way: 'single-post' })
    }
  }
  /** The same bytes under another digest may go with it. */
  const remove = (by: Observed, repository: string, digest: string) => {
    const certain = isSuccess(by)
    if (!certain && !isOpen(by)) return
    const sha256 = blobs.map.get(keyOf(repository, digest))?.find(({ value }) => value?.sha256)?.value?.sha256
    for (const name of sha256 === undefined ? [] : alike.of(keyOf(repository, sha256)))
      if (name !== digest) add(repository, name, { value: undefined, certain: false, by })
    add(repository, digest, { value: undefined, certain, by })
  }

  for (const each of observed) {
    if (isOn(each, 'upload') && each.operation.method === 'PUT') close(each)
    if (isOn(each, 'uploads')) post(each)
    if (isOn(each, 'blob') && each.operation.method === 'DELETE')
      remove(each, each.operation.repository, each.operation.digest)
  }
  return { sessions, blobs: blobs.map }
}
