import { keyOf, namesIn, type History } from './history.ts'
import { isOn, isOpen, isSuccess, type Observed } from './observed.ts'
import { tagsIn } from './presence.ts'

/** What happened to a blob beside its own pushes: all that may have taken it away, or that it was taken away before. */

const isChange = (each: Observed): boolean => isSuccess(each) || isOpen(each)

interface BlobAt {
  repository: string
  digest: string
}

/** The last deletion of the same blob in another repository after `since`. */
export const deletionElsewhere = (
  { observed }: History,
  { repository, digest }: BlobAt,
  since: Observed | undefined,
  until: Observed,
): Observed | undefined =>
  observed.findLast(
    (each) =>
      isOn(each, 'blob') &&
      each.operation.method === 'DELETE' &&
      each.operation.digest === digest &&
      each.operation.repository !== repository &&
      isSuccess(each) &&
      each.end > (since?.start ?? 0) &&
      each.start < until.end,
  )

/** Whether the blob had been deleted before it was pushed by `by`. */
export const wasBlobDeletedBefore = (
  { blobs }: History,
  { repository, digest }: BlobAt,
  by: Observed | undefined,
): boolean =>
  (blobs.get(keyOf(repository, digest)) ?? []).some(
    (write) => write.value === undefined && write.certain && by !== undefined && write.by.end <= by.start,
  )

/** Whether a manifest of the repository refers to the blob. */
export const isReferredTo = ({ manifests }: History, { repository, digest }: BlobAt): boolean =>
  namesIn(manifests, repository).some((name) =>
    manifests
      .get(keyOf(repository, name))
      ?.some(({ value }) => value?.document?.blobs.some((each) => each.digest === digest)),
  )

/**
 * Whether a manifest refers to the blob that cannot have been collected: a tag leads to it, all the time, or it is served afterwards
 * although nobody pushed it again.
 */
const isNeeded = (history: History, { repository, digest }: BlobAt, period: Observed): boolean =>
  namesIn(history.manifests, repository).some((name) => {
    const possible = history.possibleManifest(repository, name, period) ?? []
    return (
      possible.length > 0 &&
      possible.every(({ value }) => value?.document?.blobs.some((each) => each.digest === digest)) &&
      (tagsIn(history, repository, period).some((tag) =>
        history.possibleTag(repository, tag, period)?.every(({ value }) => value === history.sha256Of(name)),
      ) ||
        isServedAfter(history, repository, name, period))
    )
  })

const isServedAfter = (history: History, repository: string, name: string, period: Observed): boolean => {
  const isLater = (each: Observed): boolean => each.start >= period.end
  const pushes = history.manifests.get(keyOf(repository, name)) ?? []
  return (
    history.observed.some(
      (each) =>
        isOn(each, 'manifest') &&
        each.operation.repository === repository &&
        each.operation.reference === name &&
        each.operation.method === 'GET' &&
        isSuccess(each) &&
        isLater(each),
    ) && !pushes.some(({ by, value }) => value !== undefined && by.end > period.start)
  )
}

/**
 * Whether a registry that collects what nothing refers to may have collected the blob: each manifest that refers to it
 * may have gone, or lost its tag, since `since`.
 */
export const mayBeCollected = (
  history: History,
  blob: BlobAt,
  since: Observed | undefined,
  until: Observed,
): boolean =>
  isReferredTo(history, blob) &&
  !isNeeded(history, blob, until) &&
  history.observed.some(
    (each) =>
      isOn(each, 'manifest') &&
      each.operation.repository === blob.repository &&
      (each.operation.method === 'DELETE' || each.operation.method === 'PUT') &&
      isChange(each) &&
      (each.operation.method === 'DELETE' || isMove(each, history)) &&
      each.end > (since?.start ?? 0) &&
      each.start < until.end,
  )

/** A PUT by a tag that led elsewhere before. */
function isMove(each: Observed, { tags }: History): boolean {
  if (!isOn(each, 'manifest')) return false
  const { repository, reference } = each.operation
  const writes = tags.get(keyOf(repository, reference)) ?? []
  const own = writes.find(({ by }) => by === each)
  return writes.some(({ by, value }) => by !== each && by.start < each.end && value !== own?.value)
}
