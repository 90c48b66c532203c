import type { Body } from '../../../../src/registry/record/exchange.ts'
import { refuses } from '../../judges/refusal.ts'
import { answers } from '../../judges/response.ts'
import { closesWithout, knowsNoUpload, refusesPlaceOfFinal } from '../../push/judges/upload.ts'
import type { RequirementId } from '../../requirements.ts'
import { hasDigest, joined, type Way } from '../blob.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import type { History } from '../history.ts'
import { isSuccess, statusOf } from '../observed.ts'
import { placingOf, type SessionState } from '../session-state.ts'
import { isAtLastLocation, type Session, type UploadRequest } from '../sessions.ts'
import { contentAt, withFinal } from '../uploads.ts'
import { hasShortChunk } from './chunk-minimum.ts'
import { ofHeldBlob } from './held-blobs.ts'
import { isKnownAlgorithm, isMalformed, isSha256 } from './digest-forms.ts'
import { wrongDigest } from './refused-blobs.ts'
import { failingOtherwise, refusalOfPush } from './refused-pushes.ts'
import { ofCount, ofWrongEnd } from './upload-requests.ts'
import { locationOfBlob } from './upload-locations.ts'

type ClosingWay = Exclude<Way, 'mount' | 'single-post'>

/** What a closing of each way has to be answered. */
const requirementsOf = {
  'post-put': {
    created: 'push.post-put.created',
    present: 'push.post-put.location',
    pullable: 'push.post-put.location-pullable',
    what: 'a PUT of a whole blob',
  },
  chunks: {
    created: 'push.chunked.closed',
    present: 'push.chunked.close-location',
    pullable: 'push.chunked.close-location-pullable',
    what: 'the final PUT of a chunked upload',
  },
  'final-chunk': {
    created: 'push.chunked.final-chunk-in-put',
    present: 'push.chunked.close-location',
    pullable: 'push.chunked.close-location-pullable',
    what: 'a final PUT with the final chunk',
  },
} as const satisfies Record<ClosingWay, { created: RequirementId } & Record<string, string>>

const right = [400, 404]

/** The PUT that closes an upload (POST then PUT, Pushing a blob in chunks). */
export function closingOfUpload(
  observed: UploadRequest,
  { session, state }: { session: Session; state: SessionState },
  history: History,
): Contradiction[] {
  const { exchange, operation } = observed
  const { digest } = operation
  const about = { observed, because: state.endedBy ? [state.endedBy] : [] }
  if (state.life === 'closed')
    return contradicts(
      'push.session.unknown-put',
      knowsNoUpload('the final PUT of an upload that is finished')(exchange),
      { ...about, ...ofWrongEnd(session, state.endedBy) },
    )
  if (state.life === 'cancelled')
    return contradicts(
      'push.cancel.session-gone',
      knowsNoUpload('a final PUT for a canceled upload')(exchange),
      about,
    )
  if (
    !isSuccess(observed) &&
    (state.life !== 'open' || session.isShared || !isAtLastLocation(session, observed))
  )
    return []
  if (digest === undefined)
    return contradicts(
      'push.chunked.missing-digest',
      refuses('a final PUT without a digest', { right })(exchange),
      about,
    )
  const placing = placingOf(observed, state)
  const isMisplaced = placing === 'gap' || placing === 'again'
  const unusual = unusualDigest(observed, digest, isMisplaced)
  if (unusual) return unusual
  if (isMisplaced)
    return contradicts(
      'push.chunked.out-of-order-put',
      refusesPlaceOfFinal(
        'a final PUT whose final chunk does not follow the one before',
        history.spec,
      )(exchange),
      { ...about, because: chunksOf(session, observed) },
    )
  // What a Content-Range that contradicts its chunk leads to is open.
  if (!isSuccess(observed) && (placing === 'malformed' || placing === 'other-length')) return []
  return closed(observed, { session, state, digest }, history)
}

/** A digest that is malformed, or of an algorithm that need not be supported. */
function unusualDigest(
  observed: UploadRequest,
  digest: string,
  isMisplaced: boolean,
): Contradiction[] | undefined {
  const { exchange } = observed
  const about = { observed, because: [] }
  if (isMalformed(digest)) {
    const what = 'a PUT under a malformed digest'
    // Which of the two mistakes is answered is open.
    const refusal = refuses(what, { right: isMisplaced ? [400, 404, 416] : right })(exchange)
    const found = contradicts('push.post-put.malformed-digest', refusal, about)
    return found.length > 0 || isMisplaced
      ? found
      : contradicts('push.digest.invalid', answers(what, 400)(exchange), about)
  }
  if (isKnownAlgorithm(digest))
    return isMisplaced && !isSha256(digest) && !isSuccess(observed) ? [] : undefined
  const what = 'a PUT under a digest of an unknown algorithm'
  return isMisplaced ? [] : contradicts('push.digest.unsupported', answers(what, 400)(exchange), about)
}

/** Requests of the upload before this one that changed what it holds, or were to. */
const chunksOf = ({ opened, requests }: Session, before: UploadRequest) => [
  opened,
  ...requests.filter(({ operation, end }) => operation.method === 'PATCH' && end <= before.start),
]

function closed(
  observed: UploadRequest,
  { session, state, digest }: { session: Session; state: SessionState; digest: string },
  history: History,
): Contradiction[] {
  const { exchange } = observed
  const about = { observed, because: chunksOf(session, observed) }
  const known = contentAt(session, observed)
  const content = known?.content
  const way = (known?.way ?? 'chunks') as ClosingWay
  const { created, what, ...location } = requirementsOf[way]
  const isRight = content && hasDigest(content, digest)
  if (isRight === false) return wrong(observed, { session, state, digest, way }, history, about)
  if (isSuccess(observed)) {
    const { repository } = session
    return [
      ...contradicts(created, answers(what, 201)(exchange), about),
      ...locationOfBlob(
        observed,
        { repository, digest, ...(content?.bytes ? { bytes: content.bytes } : {}) },
        location,
      ),
    ]
  }
  const status = statusOf(observed) ?? 0
  // Of large bodies not all bytes are kept: it may be the wrong digest.
  if (isRight === undefined && status < 500) return []
  if (way === 'final-chunk' && status < 500 && hasShortChunk(session, state)) return []
  const rather = ratherThan(session, state, way)
  return refusalOfPush(observed, history, {
    repository: session.repository,
    digest,
    content: content ?? { size: 0 },
    way,
    plain: created,
    what,
    ...(rather ? { rather } : {}),
  }).map((each) => ({
    ...each,
    because: [...about.because, ...each.because],
    explainedBy: [
      ...(way === 'post-put' ? [] : ofCount),
      ...(each.explainedBy ?? []),
      ...(way === 'final-chunk' ? ofShortChunks : []),
    ],
  }))
}

/** A minimum that is not announced is judged by itself. */
const ofShortChunks = ['push.chunked.min-length-announced'] as const

/** What went before in the same upload, where that is unusual. */
function ratherThan({ opened }: Session, { refused }: SessionState, way: Way): RequirementId | undefined {
  const { mount, digest } = opened.operation
  if (refused.length > 0) return 'push.chunked.recovery'
  if (mount !== undefined && way === 'post-put') return 'push.mount.fallback-session'
  return digest !== undefined && way === 'post-put' ? 'push.single-post.fallback-put' : undefined
}

/** A closing under a digest that the bytes do not have. */
function wrong(
  observed: UploadRequest,
  {
    session: { repository },
    state,
    digest,
    way,
  }: { session: Session; state: SessionState; digest: string; way: ClosingWay },
  history: History,
  about: Omit<Contradiction, 'requirement' | 'judgement'>,
): Contradiction[] {
  const { exchange, request } = observed
  const added = isSuccess(observed) ? refusedChunkIn(state, request.body, digest) : undefined
  if (added !== undefined) {
    const isFinal = added.operation.method === 'PUT'
    return contradicts(
      isFinal ? 'push.chunked.out-of-order-put-not-stored' : 'push.chunked.out-of-order-not-stored',
      closesWithout(isFinal ? 'a rejected final chunk' : 'a rejected chunk')(exchange),
      { ...about, because: [...about.because, added] },
    )
  }
  const ofLast = way === 'final-chunk' && request.body && hasDigest(joined([request.body]), digest) === true
  const requirement: RequirementId = ofLast
    ? 'push.chunked.final-chunk-digest'
    : digest.startsWith('sha512:')
      ? 'push.sha512.wrong-digest'
      : wrongDigest[way]
  const what = ofLast
    ? 'a final PUT with the digest of the final chunk alone'
    : `${requirementsOf[way].what} under a wrong digest`
  const judgement = refuses(what, { right })(exchange)
  return contradicts(requirement, ofHeldBlob(observed, { repository, digest }, history, judgement), {
    ...about,
    ...failingOtherwise(observed),
  })
}

/** The refused chunk without which no bytes have this digest. */
function refusedChunkIn(
  { chunks = [], refused }: SessionState,
  final: Body | undefined,
  digest: string,
): UploadRequest | undefined {
  return refused.find(({ request }) => {
    const { body } = request
    return (
      body !== undefined &&
      Array.from({ length: chunks.length + 1 }, (_, at) => at).some((at) => {
        const withIt = [...chunks.slice(0, at), body, ...chunks.slice(at)]
        return hasDigest(joined(withFinal(withIt, final)), digest) === true
      })
    )
  })
}
