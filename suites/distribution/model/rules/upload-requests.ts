import { failure } from '../../../../src/engine/judgement.ts'
import { refuses } from '../../judges/refusal.ts'
import { answers } from '../../judges/response.ts'
import { claimsNothing, claimsUploaded, rangeEnd } from '../../push/judges/range.ts'
import { knowsNoUpload, refusesOddity, sendsLocation, sendsRangeFromZero } from '../../push/judges/upload.ts'
import type { RequirementId } from '../../requirements.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { hasDigest, type Way } from '../blob.ts'
import { isOn, isSuccess, statusOf, type Observed } from '../observed.ts'
import { contentAt } from '../uploads.ts'
import { wrongDigest } from './refused-blobs.ts'
import { hasShortChunk, minimumChunk } from './chunk-minimum.ts'
import { placingOf, sizeOf, type Placing, type SessionState } from '../session-state.ts'
import { isAtLastLocation, type Session, type UploadRequest } from '../sessions.ts'

export interface AtSession {
  session: Session
  state: SessionState
}

type About = Omit<Contradiction, 'requirement' | 'judgement'>

/** What came before in an upload: its start, and the chunks that were sent and refused. */
const before = ({ opened, requests }: Session, observed: UploadRequest): Observed[] => [
  opened,
  ...requests.filter(({ operation, end }) => operation.method !== 'GET' && end <= observed.start),
]

const wrongDigestBy = (way: Way): RequirementId =>
  way === 'mount' ? wrongDigest['post-put'] : wrongDigest[way]

/** A registry that accepts a wrong digest may leave the upload open: it has not finished it. */
export function ofWrongEnd(
  session: Session,
  endedBy: Observed | undefined,
): Pick<Contradiction, 'explainedBy'> {
  const digest = endedBy && isOn(endedBy, 'upload') ? endedBy.operation.digest : undefined
  const known = digest === undefined ? undefined : contentAt(session, endedBy as UploadRequest)
  return digest !== undefined && known && hasDigest(known.content, digest) === false
    ? { explainedBy: [...new Set([wrongDigestBy(known.way), wrongDigest['post-put']])] }
    : {}
}

/** A request to an upload that is over. */
function afterTheEnd(
  observed: UploadRequest,
  { session, state: { life, endedBy } }: AtSession,
  { what, finished }: { what: string; finished: RequirementId },
): Contradiction[] | undefined {
  if (life !== 'closed' && life !== 'cancelled') return undefined
  const about = { observed, because: endedBy ? [endedBy] : [] }
  return life === 'closed'
    ? contradicts(finished, knowsNoUpload(`${what} for an upload that is finished`)(observed.exchange), {
        ...about,
        ...ofWrongEnd(session, endedBy),
      })
    : contradicts(
        'push.cancel.session-gone',
        knowsNoUpload(`${what} for a canceled upload`)(observed.exchange),
        about,
      )
}

/** PATCH: the next chunk is taken, and any other one is refused (Pushing a blob in chunks). */
export function chunkOfUpload(observed: UploadRequest, { session, state }: AtSession): Contradiction[] {
  const over = afterTheEnd(
    observed,
    { session, state },
    { what: 'a chunk', finished: 'push.session.finished-patch' },
  )
  if (over) return over
  if (state.life !== 'open' || session.isShared || !isAtLastLocation(session, observed)) return []
  const { exchange, request } = observed
  if (request.body === undefined || request.body.size === 0) return []
  const about = { observed, because: before(session, observed) }
  const placing = placingOf(observed, state)
  const misplaced = wrongPlace[placing]?.(state)
  if (misplaced)
    return contradicts(misplaced.requirement, answers(misplaced.what, 416)(exchange), {
      ...about,
      // What is last is what it is about, see kindOf.
      explainedBy: [...ofCount, misplaced.requirement],
    })
  if (placing === 'malformed' || placing === 'other-length')
    return contradicts(
      placing === 'malformed' ? 'push.chunked.malformed-content-range' : 'push.chunked.range-length-mismatch',
      refusesOddity(
        placing === 'malformed'
          ? 'a chunk with a malformed Content-Range'
          : 'a chunk of another length than its Content-Range states',
      )(exchange),
      about,
    )
  if (!isSuccess(observed)) return refusedChunk(observed, { session, state }, placing)
  return takenChunk(observed, state, about)
}

/** A registry that has lost bytes, and says so, expects others next. */
export const ofCount = [
  'push.chunked.patch-range-end',
  'push.status.range-end',
] as const satisfies readonly RequirementId[]

const wrongPlace: Partial<
  Record<Placing, (state: SessionState) => { requirement: RequirementId; what: string }>
> = {
  gap: ({ chunks }) =>
    chunks?.length === 0
      ? { requirement: 'push.chunked.first-chunk-not-zero', what: 'a first chunk that does not start at 0' }
      : { requirement: 'push.chunked.out-of-order', what: 'a chunk that leaves a gap' },
  again: () => ({ requirement: 'push.chunked.repeated-chunk', what: 'a chunk that was already received' }),
}

/** A chunk at the right place that was not taken, or one without Content-Range, whose meaning is left open. */
function refusedChunk(
  observed: UploadRequest,
  { session, state }: AtSession,
  placing: Placing,
): Contradiction[] {
  const { exchange, request } = observed
  const status = statusOf(observed) ?? 0
  const about = { observed, because: before(session, observed) }
  if (placing === 'none') {
    const judgement = failure(answers('a PATCH without Content-Range', 202)(exchange))
    return status >= 500 ? contradicts('push.chunked.stream', judgement, about) : []
  }
  if (placing !== 'in-order') return []
  const minimum = minimumChunk(session)
  if (status < 500 && hasShortChunk(session, state)) return []
  const [last] = session.locations
    .filter(({ namedBy }) => namedBy.end <= observed.start)
    .toSorted((one, other) => other.namedBy.end - one.namedBy.end)
  const requirement: RequirementId =
    state.refused.length > 0
      ? 'push.chunked.recovery'
      : (request.body?.size ?? 0) < minimum
        ? 'push.chunked.final-any-length'
        : last?.namedBy.operation.method === 'GET'
          ? 'push.status.location-continues'
          : 'push.chunked.patch-accepted'
  return contradicts(requirement, answers('a chunk in order', 202)(exchange), {
    ...about,
    // Some registries refuse small chunks, and should announce it.
    explainedBy: ['push.chunked.patch-accepted', ...ofCount, 'push.chunked.min-length-announced'],
  })
}

function takenChunk(
  observed: UploadRequest,
  { chunks, refused }: SessionState,
  about: About,
): Contradiction[] {
  const { exchange, request } = observed
  const range = contradicts('push.chunked.patch-range', sendsRangeFromZero(exchange), about)
  const size = chunks && sizeOf(chunks) + (request.body?.size ?? 0)
  const isTooFar = size !== undefined && refused.length > 0 && (rangeEnd(exchange) ?? 0) >= size
  return [
    ...contradicts('push.chunked.patch-accepted', answers('a chunk in order', 202)(exchange), about),
    ...contradicts('push.chunked.patch-location', sendsLocation(exchange), about),
    ...range,
    ...(range.length > 0 || size === undefined
      ? []
      : contradicts(
          isTooFar ? notStored(refused) : 'push.chunked.patch-range-end',
          claimsUploaded(size)(exchange),
          about,
        )),
  ]
}

const notStored = (refused: readonly UploadRequest[]): RequirementId =>
  refused.at(-1)?.operation.method === 'PUT'
    ? 'push.chunked.out-of-order-put-not-stored'
    : 'push.chunked.out-of-order-not-stored'

/** GET: how far an active upload has come. */
export function statusOfUpload(observed: UploadRequest, { session, state }: AtSession): Contradiction[] {
  const over = afterTheEnd(
    observed,
    { session, state },
    {
      what: 'the upload status',
      finished: 'push.session.finished-status',
    },
  )
  if (over) return over
  const { exchange } = observed
  const { life, chunks, refused } = state
  if (session.isShared) return []
  const about = { observed, because: before(session, observed) }
  const what = 'the status of an active upload'
  if (!isSuccess(observed))
    return life === 'open' ? contradicts('push.status.answered', answers(what, 204)(exchange), about) : []
  const size = chunks && sizeOf(chunks)
  const range =
    size === undefined || size === 0
      ? []
      : contradicts('push.status.range', sendsRangeFromZero(exchange), about)
  const end: RequirementId =
    refused.length === 0
      ? 'push.status.range-end'
      : refused.at(-1)?.operation.method === 'PUT'
        ? 'push.chunked.out-of-order-put-not-stored'
        : 'push.chunked.status-after-416'
  return [
    ...contradicts('push.status.answered', answers(what, 204)(exchange), about),
    ...contradicts('push.status.location', sendsLocation(exchange), about),
    ...range,
    ...(size === undefined || range.length > 0
      ? []
      : size === 0
        ? contradicts(refused.length === 0 ? 'push.status.empty-range' : end, claimsNothing(exchange), about)
        : contradicts(end, claimsUploaded(size)(exchange), about)),
  ]
}

/** DELETE: an upload is given up (Cancel a blob upload). */
export function cancellationOfUpload(
  observed: UploadRequest,
  { session, state }: AtSession,
): Contradiction[] {
  const { exchange } = observed
  const { life, endedBy } = state
  if (life === 'closed' || life === 'cancelled')
    return contradicts(
      'push.cancel.unknown',
      refuses('a DELETE of an upload that has ended', { right: [404, 400] })(exchange),
      { observed, because: endedBy ? [endedBy] : [] },
    )
  if (life !== 'open' || session.isShared) return []
  return contradicts('push.cancel.accepted', answers('a DELETE of an active upload', 204)(exchange), {
    observed,
    because: before(session, observed),
  })
}
