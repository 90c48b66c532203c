import { violated } from '../../../../src/engine/judgement.ts'
import { isContentOf } from '../../judges/digest.ts'
import { summarizeResponse } from '../../judges/response.ts'
import type { RequirementId } from '../../requirements.ts'
import type { StoredBlob, Way } from '../blob.ts'
import { deletionElsewhere, wasBlobDeletedBefore } from '../blob-changes.ts'
import type { Contradiction } from '../contradiction.ts'
import { keyOf, type History } from '../history.ts'
import { isOn, isSuccess, overlap, statusOf, type Observed } from '../observed.ts'
import type { Possible } from '../writes.ts'
import { refusedUnder } from './refused-blobs.ts'
import type { RequestOfBlob } from '../rule.ts'
import { statusIs } from '../../../../src/registry/reproduce/condition.ts'

/** A blob is served that nothing put there. */
export function unknownBlob(observed: RequestOfBlob, history: History): Contradiction {
  const { repository, digest, method } = observed.operation
  const before = refusedUnder(history, { repository, digest }, observed)
  const elsewhere = history.observed.find(
    (each) =>
      each.start < observed.start && isSuccess(each) && isPushElsewhere(each, repository, digest, history),
  )
  // What another repository holds, a refused push has not brought here, unless its bytes are served.
  const refused = elsewhere === undefined || isOfOtherBytes(observed) ? before : undefined
  const read = elsewhere ? 'pull.blob.other-repository' : 'pull.blob.unknown'
  const requirement: RequirementId =
    refused?.notStored ?? (method === 'HEAD' ? 'pull.blob.head.unknown' : read)
  const why = refused
    ? 'whose push under this digest was rejected'
    : elsewhere
      ? 'that only another repository holds'
      : 'that was not pushed'
  const because = [refused?.by, elsewhere].filter((each) => each !== undefined)
  return {
    requirement,
    judgement: violated(
      `returned ${statusOf(observed)} for a ${method} of a blob ${why}`,
      '404',
      summarizeResponse(observed.exchange),
      statusIs(404),
    ),
    observed,
    because,
    // What a GET finds as well is no matter of the HEAD.
    ...(refused ? {} : { explainedBy: [read] }),
    maySettle: true,
  }
}

const isOfOtherBytes = ({ exchange, operation }: RequestOfBlob): boolean =>
  operation.method === 'GET' &&
  statusOf({ exchange }) === 200 &&
  !isContentOf('a blob', operation.digest)(exchange).holds

const isPushElsewhere = (each: Observed, repository: string, digest: string, { blobs }: History): boolean =>
  [...blobs].some(
    ([key, writes]) =>
      key.endsWith(` ${digest}`) &&
      key !== keyOf(repository, digest) &&
      writes.some(({ by, value }) => by === each && value !== undefined),
  )

/** The requirement that has a blob served after it was pushed in this way. */
export const storedBy: Readonly<Record<Way, RequirementId>> = {
  'post-put': 'push.post-put.stored',
  'single-post': 'push.single-post.stored',
  chunks: 'push.chunked.stored',
  'final-chunk': 'push.chunked.final-chunk-in-put',
  mount: 'push.mount.stored',
}

const pushed: Readonly<Record<Way, string>> = {
  'post-put': 'by POST and PUT',
  'single-post': 'by a single POST',
  chunks: 'in chunks',
  'final-chunk': 'with its final chunk in the PUT',
  mount: 'by a mount',
}

/** What is unusual about a pushed blob; a mount moves no bytes. */
function unusual(way: Way, digest: string, size: number | undefined): RequirementId | undefined {
  if (way === 'mount') return undefined
  if (digest.startsWith('sha512:')) return 'push.sha512.blob'
  return size === 0 ? 'push.blob.empty' : undefined
}

/** A blob is not served although it was pushed, and not deleted. */
export function lostBlob(
  observed: RequestOfBlob,
  present: readonly Possible<StoredBlob>[],
  history: History,
): Contradiction {
  const { repository, digest, method } = observed.operation
  const blob = { repository, digest }
  const [first] = present
  const since = first?.by
  const way = first?.value?.way ?? 'post-put'
  const gone = deletionElsewhere(history, blob, since, observed)
  const read: RequirementId = method === 'HEAD' ? 'pull.blob.head.known' : 'pull.blob.get'
  const again = wasBlobDeletedBefore(history, blob, since)
  const requirement: RequirementId = gone
    ? 'management.blob.other-repository-kept'
    : again
      ? 'management.blob.push-again'
      : isServedToOther(observed, since, history)
        ? read
        : (unusual(way, digest, first?.value?.size) ??
          (present.some(({ by }) => by && since && overlap(by, since))
            ? 'push.blob.concurrent'
            : storedBy[way]))
  const when = gone
    ? ', after it was deleted in another repository'
    : again
      ? ' again after its deletion'
      : ` ${pushed[way]}`
  return {
    requirement,
    judgement: violated(
      `returned ${statusOf(observed)} for a ${method} of a blob that was pushed${when}`,
      '200',
      summarizeResponse(observed.exchange),
      statusIs(200),
    ),
    observed,
    because: [...present.flatMap(({ by }) => (by ? [by] : [])), ...(gone ? [gone] : [])],
    explainedBy: [
      ...(storedBy[way] === requirement ? [] : [storedBy[way]]),
      ...(method === 'HEAD' ? (['pull.blob.get'] as const) : []),
      read,
    ],
    maySettle: true,
  }
}

/** Whether the other one of GET and HEAD finds it: then only this one is wrong. */
const isServedToOther = (
  { operation }: RequestOfBlob,
  since: Observed | undefined,
  { observed }: History,
): boolean =>
  observed.some(
    (each) =>
      isOn(each, 'blob') &&
      each.operation.method !== 'DELETE' &&
      each.operation.method !== operation.method &&
      each.operation.repository === operation.repository &&
      each.operation.digest === operation.digest &&
      isSuccess(each) &&
      each.start >= (since?.end ?? 0),
  )
