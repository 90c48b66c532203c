import {
  failure,
  holds,
  violated,
  warning,
  type Judge,
  type Judgement,
} from '../../../../src/engine/judgement.ts'
import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import { lacksOnly } from '../../judges/absence.ts'
import { namesDigestOf } from '../../judges/digest.ts'
import { refuses } from '../../judges/refusal.ts'
import { answers, each, summarizeResponse } from '../../judges/response.ts'
import { locationHasUuid, sendsLocation } from '../../push/judges/upload.ts'
import type { RequirementId } from '../../requirements.ts'
import { hasDigest } from '../blob.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import type { History } from '../history.ts'
import { isOn, isSuccess, statusOf } from '../observed.ts'
import type { UploadStart } from '../sessions.ts'
import { contentOfPost } from '../uploads.ts'
import type { Rule } from '../rule.ts'
import { contentUnder } from './content.ts'
import { isMalformed, isSha256 } from './digest-forms.ts'
import { failingOtherwise, refusalOfPush } from './refused-pushes.ts'
import { ofHeldBlob } from './held-blobs.ts'
import { locationOfBlob } from './upload-locations.ts'
import { otherHeader, statusIs } from '../../../../src/registry/reproduce/condition.ts'

/** POST of uploads: it starts one, pushes a whole blob, or mounts one (Pushing blobs, Mounting a blob from another repository). */
export const startsOfUploads: Rule<'uploads'> = (observed, history) => {
  const { repository, digest, mount } = observed.operation
  const status = statusOf(observed) ?? 0
  // Where nothing can be pushed at all, that is a matter of access control.
  if (status >= 400 && status < 500 && !takesPushes(history, repository)) return []
  const started = status === 202 ? sessionStarted(observed, history) : []
  if (mount !== undefined) return [...mounted(observed, mount, history), ...started]
  if (digest !== undefined) return [...pushedAtOnce(observed, digest, history), ...started]
  return [...plainStart(observed), ...started]
}

const takesPushes = ({ observed }: History, repository: string): boolean =>
  observed.some(
    (each) => isOn(each, 'uploads') && each.operation.repository === repository && isSuccess(each),
  )

function plainStart(observed: UploadStart): Contradiction[] {
  const { exchange, request } = observed
  const about = { observed, because: [] }
  if (new URL(request.url).searchParams.has('digest-algorithm')) {
    const algorithm = new URL(request.url).searchParams.get('digest-algorithm') ?? ''
    const what = 'a POST that specifies the digest algorithm'
    if (algorithm === 'sha256')
      return contradicts('push.digest-algorithm.started', answers(what, 202, 201)(exchange), about)
    // No algorithm but sha256 has to be supported.
    return contradicts('push.digest-algorithm.started', refusedOr(what, 202, 201)(exchange), about)
  }
  return contradicts('push.session.start', answers('the start of an upload', 202)(exchange), about)
}

/** One of these statuses, or a refusal. */
const refusedOr =
  (what: string, ...right: readonly number[]): Judge<Exchange> =>
  (exchange) => {
    const status = exchange.response?.status ?? 0
    return status >= 400 && status < 500 ? holds() : answers(what, ...right)(exchange)
  }

/** The fields of a 202: an upload with a Location of its own. */
function sessionStarted(observed: UploadStart, { sessions }: History): Contradiction[] {
  const { exchange, operation } = observed
  const about = { observed, because: [] }
  const location: RequirementId =
    operation.mount !== undefined
      ? 'push.mount.fallback'
      : operation.digest !== undefined
        ? 'push.single-post.fallback'
        : 'push.session.location'
  const missing = contradicts(location, sendsLocation(exchange), about)
  if (missing.length > 0) return missing
  const own = sessions.find(({ opened }) => opened === observed)
  const [url] = own?.locations ?? []
  const other = sessions.find(
    (session) =>
      session !== own &&
      session.isShared &&
      session.opened.start <= observed.start &&
      session.locations.some((each) => each.url === url?.url && each.namedBy.start <= observed.start),
  )
  return [
    ...(own?.isShared === true && other
      ? contradicts(
          'push.session.unique',
          violated(
            'returned the same Location for two uploads',
            'two Locations',
            `${url?.url} twice`,
            otherHeader('Location', other.opened.exchange.id),
          ),
          { observed, because: [other.opened] },
        )
      : []),
    ...contradicts('push.session.uuid', locationHasUuid(exchange), about),
  ]
}

/** Whether a blob was pushed by a single POST: then the registry supports it. */
const supportsSinglePost = ({ observed }: History): boolean =>
  observed.some(
    (other) => isOn(other, 'uploads') && other.operation.digest !== undefined && statusOf(other) === 201,
  )

/** What a single POST that fails violates where the registry is known to support it. */
const refusedAtOnce = [
  'push.single-post.created',
  'push.blob.repeated',
  'management.blob.push-again',
] as const satisfies readonly RequirementId[]

function pushedAtOnce(observed: UploadStart, digest: string, history: History): Contradiction[] {
  const { exchange, operation } = observed
  const about = { observed, because: [] }
  const status = statusOf(observed) ?? 0
  const right = [400, 404, 202]
  if (isMalformed(digest)) {
    const what = 'a single POST under a malformed digest'
    return contradicts('push.single-post.malformed-digest', refuses(what, { right })(exchange), about)
  }
  const content = contentOfPost(observed)
  const isRight = hasDigest(content, digest)
  if (isRight === false) {
    const what = 'a single POST under a wrong digest'
    const requirement = digest.startsWith('sha256:')
      ? 'push.single-post.wrong-digest'
      : 'push.sha512.wrong-digest'
    const judgement = refuses(what, { right })(exchange)
    return contradicts(requirement, ofHeldBlob(observed, { ...operation, digest }, history, judgement), {
      ...about,
      ...failingOtherwise(observed, ...refusedAtOnce),
    })
  }
  if (status === 202) return []
  if (isSuccess(observed)) {
    const pushed = {
      repository: operation.repository,
      digest,
      ...(content.bytes ? { bytes: content.bytes } : {}),
    }
    return [
      ...contradicts('push.single-post.created', answers('a single POST', 201)(exchange), about),
      ...locationOfBlob(observed, pushed, {
        present: 'push.single-post.location',
        pullable: 'push.single-post.location-pullable',
      }),
    ]
  }
  if (supportsSinglePost(history))
    return refusalOfPush(observed, history, {
      ...operation,
      digest,
      content,
      way: 'single-post',
      plain: 'push.single-post.created',
      what: 'a single POST',
    })
  const what = 'a single POST that is not supported'
  return status >= 500
    ? contradicts('push.single-post.supported', lacksOnly(what, '201', '202')(exchange), {
        ...about,
        explainedBy: [...refusedAtOnce, 'push.post-put.created'],
      })
    : isSha256(digest)
      ? contradicts('push.single-post.fallback', answers(what, 202)(exchange), about)
      : []
}

function mounted(observed: UploadStart, digest: string, history: History): Contradiction[] {
  const { exchange, operation } = observed
  const { from, repository } = operation
  const about = { observed, because: [] }
  const status = statusOf(observed) ?? 0
  if (isMalformed(digest) || status === 202) return []
  if (isSuccess(observed)) {
    const content = contentUnder(history, digest)
    const pushed = { repository, digest, ...(content?.bytes ? { bytes: content.bytes } : {}) }
    return [
      ...contradicts('push.mount.absent', isSomewhere(observed, digest, history), about),
      ...contradicts('push.mount.created', answers('a mount', 201)(exchange), about),
      ...contradicts(
        'push.mount.digest-header-value',
        namesDigestOf(digest, content?.bytes)(exchange),
        about,
      ),
      ...locationOfBlob(observed, pushed, {
        present: 'push.mount.location',
        pullable: 'push.mount.location-pullable',
      }),
    ]
  }
  // No algorithm but sha256 has to be supported.
  if (status < 500 && !isSha256(digest)) return []
  if (from === undefined)
    return contradicts('push.mount.without-from', answers('a mount without from', 201, 202)(exchange), about)
  if (status >= 500)
    return contradicts('push.mount.supported', failure(answers('a mount', 201, 202)(exchange)), about)
  const isKnown = takesPushes(history, from)
  const what = isKnown ? 'a mount that it does not perform' : 'a mount from a repository that does not exist'
  const judgement = each(answers(what, 202))(exchange)
  return isKnown
    ? contradicts('push.mount.fallback', judgement, about)
    : contradicts('push.mount.unknown-from', warning(judgement), about)
}

/** A mount that was done: the blob is somewhere, or was before it was deleted. */
function isSomewhere(observed: UploadStart, digest: string, history: History): Judgement {
  const wasPushed = [...history.blobs].some(
    ([key, writes]) =>
      key.endsWith(` ${digest}`) &&
      writes.some(({ by, value }) => by !== observed && value !== undefined && by.start < observed.end),
  )
  return wasPushed || !history.isOwn(digest) || isManifest(digest, history)
    ? holds()
    : violated(
        'claimed to have mounted a blob that does not exist',
        '202',
        summarizeResponse(observed.exchange),
        statusIs(202),
      )
}

/** Some registries serve manifests as blobs. */
const isManifest = (digest: string, { manifests }: History): boolean =>
  [...manifests.keys()].some((key) => key.endsWith(` ${digest}`))
