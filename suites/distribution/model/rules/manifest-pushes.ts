import { violated, type Violated } from '../../../../src/engine/judgement.ts'
import { header } from '../../../../src/registry/record/exchange.ts'
import { digestOf } from '../../../../src/content/digest.ts'
import { declines } from '../../judges/absence.ts'
import { namesDigest, namesDigestOf } from '../../judges/digest.ts'
import { answers, summarizeResponse } from '../../judges/response.ts'
import { isTagName } from '../../judges/tags.ts'
import type { RequirementId } from '../../requirements.ts'
import { wasDeletedBefore } from '../changes.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { readDocument, type ManifestDocument, type Trait } from '../document.ts'
import { keyOf, type History } from '../history.ts'
import { tagsCreated } from '../manifests.ts'
import { isOn, isSuccess, statusOf, type Observed } from '../observed.ts'
import { isDigest, type OperationOn } from '../operation.ts'
import { isThere } from '../presence.ts'
import type { Rule } from '../rule.ts'
import { requirementOfTag } from './unusual-tag.ts'
import { isRepositoryName } from '../validity.ts'
import { storedBy } from './blob-presence.ts'
import { isMalformed } from './digest-forms.ts'
import { deletionsOfSubject } from './gone-subject.ts'
import { locationOfManifest } from './manifest-locations.ts'
import { writersOf, type Possible } from '../writes.ts'
import { headerIs, literal, statusIs } from '../../../../src/registry/reproduce/condition.ts'

type Push = Observed<OperationOn<'manifest'>>

/** PUT of manifests (Pushing Manifests): what is valid and whole is taken, and the answer says what it is. */
export const pushesOfManifests: Rule<'manifest'> = (observed, history) => {
  if (observed.operation.method !== 'PUT' || observed.request.body === undefined) return []
  if (!hasItsDigest(observed)) return wrongDigest(observed)
  const document = readDocument(observed.request.body, header(observed.request.headers, 'content-type') ?? '')
  if (document === undefined) return []
  return isSuccess(observed) ? accepted(observed, document, history) : refused(observed, document, history)
}

/** The digest in the URL is that of the bytes; a tag has none. Unknown algorithms and bodies that are not known whole pass. */
function hasItsDigest({ operation, request }: Push): boolean {
  const { reference } = operation
  const { body } = request
  if (!isDigest(reference) || body === undefined) return true
  if (reference.startsWith('sha256:')) return body.sha256 === reference
  return !reference.startsWith('sha512:') || body.truncated || digestOf(body.bytes, 'sha512') === reference
}

const wrongDigest = (observed: Push): Contradiction[] =>
  isSuccess(observed)
    ? contradicts(
        'push.manifest.wrong-digest',
        violated(
          `returned ${statusOf(observed)} for a manifest that does not have the digest in its URL`,
          '400',
          summarizeResponse(observed.exchange),
          statusIs(400),
        ),
        { observed, because: [] },
      )
    : []

const requirementOf = (reference: string): RequirementId =>
  isDigest(reference) ? 'push.manifest.by-digest' : 'push.manifest.by-tag'

function accepted(observed: Push, document: ManifestDocument, { features }: History): Contradiction[] {
  const { exchange, operation, request } = observed
  const { reference } = operation
  const about = { observed, because: [] }
  const digest = isDigest(reference) ? reference : document.sha256
  return [
    ...contradicts(requirementOf(reference), answers('a PUT of a manifest', 201)(exchange), about),
    ...locationOfManifest(observed, digest),
    ...contradicts('push.manifest.digest-header', namesDigest(exchange), about),
    ...contradicts(
      'push.manifest.digest-header-value',
      namesDigestOf(digest, request.body?.bytes)(exchange),
      about,
    ),
    ...(document.subject === undefined || !features.referrers
      ? []
      : subjectHeader(observed, document, document.subject)),
    ...tagHeader(observed),
  ]
}

function subjectHeader(observed: Push, { isIndex }: ManifestDocument, subject: string): Contradiction[] {
  const about = { observed, because: [] }
  const named = header(observed.exchange.response?.headers ?? [], 'oci-subject')
  if (named === undefined)
    return contradicts(
      isIndex ? 'push.subject.header-for-index' : 'push.subject.header',
      violated(
        'returned no OCI-Subject for a manifest with a subject',
        `OCI-Subject: ${subject}`,
        'no such header',
        headerIs('OCI-Subject'),
      ),
      about,
    )
  return named === subject
    ? []
    : contradicts(
        'push.subject.header-value',
        violated(
          'returned another digest as OCI-Subject',
          `OCI-Subject: ${subject}`,
          `OCI-Subject: ${named}`,
          headerIs('OCI-Subject', { is: [subject] }),
        ),
        about,
      )
}

/** OCI-Tag names tags that the parameters of the push request, as far as they were created, and no others. */
function tagHeader(observed: Push): Contradiction[] {
  const requested = new URL(observed.request.url).searchParams.getAll('tag')
  const others = tagsCreated(observed).filter((tag) => !requested.includes(tag))
  if (others.length === 0) return []
  return contradicts(
    'push.tag-parameters.header',
    violated(
      'listed tags in OCI-Tag that the push did not request',
      requested.join(', '),
      others.join(', '),
      headerIs('OCI-Tag', {
        matches: `(^|[ ,])(${others.map(literal).join('|')})([ ,]|$)`,
        not: true,
        optional: true,
      }),
    ),
    { observed, because: [] },
  )
}

/** A refusal without a reason. */
function refused(observed: Push, document: ManifestDocument, history: History): Contradiction[] {
  const { repository, reference } = observed.operation
  const status = statusOf(observed) ?? 0
  if (hasReason(observed, document, history)) return []
  const digest = isDigest(reference) ? reference : document.sha256
  const held = history.possibleManifest(repository, digest, observed)
  const isHeld = isThere(held)
  const tag = isDigest(reference) ? undefined : history.possibleTag(repository, reference, observed)
  const gone = deletionsOfSubject(observed, document.subject, history)
  // What the push is about besides: each explains a refusal, where a registry is known to have it.
  const reasons: RequirementId[] = [
    ...(gone.length > 0 ? [requirementOfSubject(document)] : []),
    ...(isHeld ? (['push.manifest.repeated'] as const) : []),
    ...(wasDeletedBefore(history, repository, digest, observed)
      ? (['management.manifest.push-again'] as const)
      : []),
    ...ofLongSubject(observed, document, history),
    ...reasonsToRefuse(document, reference),
  ]
  // To fail over what need not be accepted is a failure of pushing.
  const requirement = (status < 500 ? reasons[0] : undefined) ?? requirementOf(reference)
  return [
    {
      requirement,
      judgement: ofStatus(
        status,
        violated(
          `returned ${status} for a PUT of a valid manifest${gone.length > 0 ? ' whose subject was deleted' : isHeld ? ' that it already has' : ''}`,
          '201',
          summarizeResponse(observed.exchange),
          statusIs('2xx'),
        ),
      ),
      observed,
      because: [...writersOf([...(held ?? []), ...(tag ?? [])]), ...gone],
      explainedBy: [...waysOf(observed, document, history), ...ofHeld(held), ...reasons],
      ...(status < 500 ? { excusedBy: unusualOf(document) } : {}),
      ...(status < 500 && document.blobs.some((blob) => history.isShared?.(blob.digest) === true)
        ? { mayBeOfOthers: true }
        : {}),
    },
  ]
}

/** A subject of another algorithm than SHA-256 is rarer than anything else that a manifest may have. */
function ofLongSubject(
  { operation, start, end }: Push,
  document: ManifestDocument,
  history: History,
): RequirementId[] {
  const { subject } = document
  if (subject?.startsWith('sha512:') !== true || !history.features.sha512Manifest) return []
  const isKnown = isThere(history.possibleManifest(operation.repository, subject, { start, end }))
  return isKnown ? [] : [requirementOfSubject(document)]
}

const requirementOfSubject = ({ isIndex }: ManifestDocument): RequirementId =>
  isIndex ? 'push.subject.missing-in-index' : 'push.subject.missing'

/** What overlaps may have stored it, so that it is pushed again. */
const ofHeld = (held: readonly Possible<unknown>[] = []): RequirementId[] =>
  held.some(({ value }) => value !== undefined) ? ['push.manifest.repeated'] : []

/** What is answered with success and stored nothing shows in the refusal of a manifest too. */
const waysOf = (
  { operation, start, end }: Push,
  { blobs }: ManifestDocument,
  history: History,
): RequirementId[] =>
  blobs.flatMap(
    ({ digest }) =>
      history
        .possibleBlob(operation.repository, digest, { start, end })
        ?.flatMap(({ value }) => (value ? [storedBy[value.way]] : [])) ?? [],
  )

/** What need not be accepted may be refused; to fail over it is no refusal. */
const ofStatus = (status: number, judgement: Violated): Violated =>
  status >= 500 ? { ...judgement, severity: 'fail' } : judgement

/** Refusals that have a reason: content that may be missing, a tag that may not move, a document beyond a limit or not valid. */
function hasReason(observed: Push, document: ManifestDocument, history: History): boolean {
  const { reference } = observed.operation
  const status = statusOf(observed) ?? 0
  if (!document.isValid || !isRequestValid(observed)) return true
  if (!isWhole(observed, document, history)) return true
  if (status < 500 && isPartGone(observed, document, history)) return true
  if (reference.startsWith('sha512:') && status < 500 && !history.features.sha512Manifest) return true
  if (status === 413 && document.traits.has('large')) return true
  return (
    isMove(observed, document, history) && !hasMovedBefore(observed, history) && declines(observed.exchange)
  )
}

/** Whether the tag led, or may have led, to something else before: a registry whose tags do not move may keep to that after a deletion. */
function isMove({ operation, end }: Push, { sha256 }: ManifestDocument, { tags }: History): boolean {
  const { repository, reference } = operation
  return (tags.get(keyOf(repository, reference)) ?? []).some(
    ({ value, by }) => value !== undefined && value !== sha256 && by.start < end,
  )
}

/** Whether the registry has moved the same tag: it has no rule against that, then. */
function hasMovedBefore({ operation, start }: Push, history: History): boolean {
  const { repository, reference } = operation
  return (history.tags.get(keyOf(repository, reference)) ?? []).some(
    ({ value, certain, by }) =>
      value !== undefined &&
      certain &&
      by.end <= start &&
      history
        .possibleTag(repository, reference, by)
        ?.every((before) => before.value !== undefined && before.value !== value),
  )
}

/** Registries take at least this many tags with one push (dev, Pushing Manifests). */
const mostTags = 10

/** Names that are none are refused, as are more tags than a registry takes and conditions that are not met. */
function isRequestValid({ operation, request, exchange }: Push): boolean {
  const { repository, reference } = operation
  const tags = new URL(request.url).searchParams.getAll('tag')
  return (
    isRepositoryName(repository) &&
    (isDigest(reference) ? !isMalformed(reference) : isTagName(reference)) &&
    tags.length <= mostTags &&
    tags.every(isTagName) &&
    exchange.response?.status !== 412
  )
}

/** Whether all that it refers to is there, whatever overlaps. */
function isWhole(
  { operation, start, end }: Push,
  { blobs, manifests }: ManifestDocument,
  history: History,
): boolean {
  const { repository } = operation
  const period = { start, end }
  return (
    blobs.every(({ digest }) =>
      history.possibleBlob(repository, digest, period)?.every(({ value }) => value !== undefined),
    ) &&
    manifests.every(({ digest }) =>
      history.possibleManifest(repository, digest, period)?.every(({ value }) => value !== undefined),
    )
  )
}

/**
 * Whether something that it refers to is not found afterwards, although nothing was done to it since: that it was lost is
 * another contradiction.
 */
function isPartGone({ operation, start }: Push, document: ManifestDocument, { observed }: History): boolean {
  const isOf = (each: Observed, digest: string): boolean =>
    (isOn(each, 'blob') &&
      each.operation.digest === digest &&
      each.operation.repository === operation.repository) ||
    (isOn(each, 'manifest') &&
      each.operation.reference === digest &&
      each.operation.repository === operation.repository)
  return [...document.blobs, ...document.manifests].some(({ digest }) => {
    const next = observed.find((each) => each.start >= start && isOf(each, digest))
    const { method } = next?.operation ?? {}
    return next !== undefined && (method === 'GET' || method === 'HEAD') && statusOf(next) === 404
  })
}

/** Traits from the most to the least unusual, with the requirement that has each accepted. */
const accepting: readonly (readonly [Trait, RequirementId])[] = [
  ['large', 'push.manifest.four-megabytes'],
  ['nested-index', 'push.accepts.nested-index'],
  ['empty-index', 'push.accepts.empty-index'],
  ['embedded-data', 'push.accepts.embedded-data'],
  ['unknown-fields', 'push.accepts.unknown-fields'],
  ['without-media-type', 'push.manifest.without-media-type'],
  ['unknown-config-type', 'push.accepts.unknown-config-type'],
  ['unknown-layer-type', 'push.accepts.unknown-layer-type'],
  ['docker', 'push.accepts.docker-manifest'],
  ['artifact', 'push.accepts.artifact'],
  ['no-layers', 'push.accepts.no-layers'],
  ['index', 'push.accepts.index'],
]

const unusualOf = ({ traits }: ManifestDocument): RequirementId[] =>
  accepting.flatMap(([trait, requirement]) => (traits.has(trait) ? [requirement] : []))

/**
 * What may have a registry refuse a manifest, the most unusual first: which of them it was, one refusal does not show, so that each
 * that fails by itself explains it.
 */
function reasonsToRefuse(document: ManifestDocument, reference: string): RequirementId[] {
  const { traits } = document
  const tag = requirementOfTag(reference)
  return [
    ...(reference.startsWith('sha512:') ? ['push.sha512.manifest' as const] : []),
    ...unusualOf(document),
    ...(traits.has('subject') ? [requirementOfSubject(document)] : []),
    ...(tag ? [tag] : []),
    requirementOf(reference),
  ]
}
