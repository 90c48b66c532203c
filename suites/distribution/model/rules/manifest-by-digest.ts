import { violated } from '../../../../src/engine/judgement.ts'
import { isContentOf } from '../../judges/digest.ts'
import { formatRequest, summarizeResponse } from '../../judges/response.ts'
import type { RequirementId } from '../../requirements.ts'
import { lastChange, wasDeletedBefore } from '../changes.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { keyOf, type History } from '../history.ts'
import type { StoredManifest } from '../manifests.ts'
import { isOn, isSuccess, statusOf, type Observed } from '../observed.ts'
import type { ReadOfManifest } from '../rule.ts'
import { writersOf, type Possible } from '../writes.ts'
import { explainedByAcceptLines, isOpenRefusal, isRefusedByType, refusalOf } from './accept.ts'
import { isAllowedByCondition, orGone } from './condition.ts'
import { headersOfManifest } from './manifest-headers.ts'
import { statusIs } from '../../../../src/registry/reproduce/condition.ts'

/** GET and HEAD by digest: present or absent, the bytes of that digest, and their fields. */
export function readsByDigest(observed: ReadOfManifest, history: History): Contradiction[] {
  const { repository, reference: digest } = observed.operation
  const possible = history.possibleManifest(repository, digest, observed)
  const status = statusOf(observed)
  const bytes = otherContent(observed, possible, history)
  if (bytes.length > 0) return bytes
  // Whoever pushed it: what is served under a digest has its fields.
  if (possible === undefined)
    return status === 200 ? headersOfManifest(observed, { digest, stored: {}, because: [] }) : []
  const present = possible.filter(({ value }) => value !== undefined)
  if (status === 200) {
    return present.length === 0
      ? [notGone(observed, possible, history)]
      : headersOfManifest(observed, { digest, ...pushedAs(present) })
  }
  if (present.length < possible.length && status === 404) return []
  if (present.length === 0) return wrongRefusal(observed, possible, history)
  if (isAllowedByCondition(observed, digest)) return []
  if (present.some(({ value }) => isRefusedByType(observed, value?.document?.contentType))) return []
  return present.length < possible.length && status !== undefined && status < 500
    ? []
    : [lost(observed, present, history)]
}

const notStored = 'push.manifest.wrong-digest-not-stored'

/** Other bytes than the digest names: what was refused, or what nobody knows. */
function otherContent(
  observed: ReadOfManifest,
  possible: readonly Possible<StoredManifest>[] | undefined,
  history: History,
): Contradiction[] {
  const { method, reference } = observed.operation
  if (statusOf(observed) !== 200 || method !== 'GET') return []
  const judgement = orGone(observed, possible, isContentOf('a manifest', reference)(observed.exchange))
  if (judgement.holds) return []
  const refused = refusedContent(observed, history)
  return contradicts(refused ? notStored : 'pull.manifest.exact-bytes', judgement, {
    observed,
    because: [...writersOf(possible ?? []), ...(refused ? [refused] : [])],
  })
}

/** The refused push of the bytes that are served, under a digest that they do not have. */
function refusedContent(
  { operation, exchange, start }: ReadOfManifest,
  { observed }: History,
): Observed | undefined {
  return observed.findLast(
    (each) =>
      isOn(each, 'manifest') &&
      each.operation.method === 'PUT' &&
      each.operation.repository === operation.repository &&
      each.operation.reference === operation.reference &&
      each.request.body?.sha256 === exchange.response?.body.sha256 &&
      each.start < start &&
      !isSuccess(each),
  )
}

/** What was pushed under a digest, of the push whose bytes it is of where one is known. */
function pushedAs(present: readonly Possible<StoredManifest>[]): {
  stored: StoredManifest
  because: readonly Observed[]
} {
  const { value = {}, by } = present.find(({ value }) => value?.document) ?? present[0] ?? {}
  return { stored: value, because: by ? [by] : [] }
}

/** It is served although nothing put it there, or it was deleted. */
function notGone(
  observed: ReadOfManifest,
  possible: readonly Possible<StoredManifest>[],
  history: History,
): Contradiction {
  const because = writersOf(possible)
  const { method } = observed.operation
  const deleted = because.length > 0
  const requirement = deleted
    ? // What 1.0 does not say of a GET after a deletion, it does not say of a HEAD.
      method === 'HEAD' && history.spec !== '1.0'
      ? 'pull.manifest.head.unknown-digest'
      : 'management.manifest.gone'
    : unknown(observed, history)
  return {
    requirement,
    judgement: violated(
      `returned a manifest for a ${method} of its digest ${deleted ? 'after it was deleted' : 'that was not pushed'}`,
      '404',
      summarizeResponse(observed.exchange),
      statusIs(404),
    ),
    observed,
    because: [...because, ...elsewhere(observed, history)],
    // Another repository may still hold it, and a GET may find it as well.
    explainedBy: [
      ...(deleted && requirement !== 'management.manifest.gone'
        ? (['management.manifest.gone'] as const)
        : []),
      'pull.manifest.other-repository',
    ],
    maySettle: true,
  }
}

/** Pushes and refused pushes of the same digest that do not explain why it is there. */
function elsewhere(observed: ReadOfManifest, { observed: all }: History): Observed[] {
  const { reference } = observed.operation
  return all.filter(
    (each) =>
      isOn(each, 'manifest') &&
      each.operation.method === 'PUT' &&
      each.start < observed.start &&
      (each.operation.reference === reference || each.request.body?.sha256 === reference),
  )
}

function unknown(observed: ReadOfManifest, history: History): RequirementId {
  const others = elsewhere(observed, history)
  const { repository, method } = observed.operation
  if (
    others.some(
      (each) => isSuccess(each) && isOn(each, 'manifest') && each.operation.repository !== repository,
    )
  )
    return 'pull.manifest.other-repository'
  if (others.some((each) => !isSuccess(each) && each.request.body?.sha256 !== observed.operation.reference))
    return notStored
  return method === 'HEAD' ? 'pull.manifest.head.unknown-digest' : 'pull.manifest.unknown-digest'
}

/** Something that does not exist is answered otherwise than with 404. */
function wrongRefusal(
  observed: ReadOfManifest,
  possible: readonly Possible<StoredManifest>[],
  history: History,
): Contradiction[] {
  const { exchange, operation } = observed
  if (statusOf(observed) === 404) return []
  const deleted = writersOf(possible).length > 0
  const isHead = operation.method === 'HEAD'
  // A condition that is answered before anything is looked up is so whatever was done before.
  const isOfCondition = statusOf(observed) === 304
  const requirement =
    deleted && !isOfCondition && (!isHead || history.spec === '1.0')
      ? 'management.manifest.gone'
      : isHead
        ? 'pull.manifest.head.unknown-digest'
        : isOfCondition
          ? 'pull.manifest.unknown-digest'
          : unknown(observed, history)
  return contradicts(
    requirement,
    violated(
      `returned ${statusOf(observed)} for a ${operation.method} of a manifest that does not exist`,
      '404',
      summarizeResponse(exchange),
      statusIs(404),
    ),
    {
      observed,
      because: writersOf(possible),
      ...(isHead && isOfCondition ? { explainedBy: ['pull.manifest.unknown-digest'] } : {}),
    },
  )
}

/** It is not served although it was pushed, and not deleted. */
function lost(
  observed: ReadOfManifest,
  present: readonly Possible<StoredManifest>[],
  history: History,
): Contradiction {
  const { repository, reference: digest, method } = observed.operation
  const [since] = writersOf(present)
  const { change, by } = lastChange(history, {
    repository,
    digest,
    until: observed,
    ...(since ? { since } : {}),
  })
  const read: RequirementId = method === 'HEAD' ? 'pull.manifest.head.by-digest' : 'pull.manifest.by-digest'
  const deletions = (history.manifests.get(keyOf(repository, digest)) ?? []).filter(
    ({ value }) => value === undefined,
  )
  const isOpen = isOpenRefusal(observed)
  const requirement: RequirementId = isOpen
    ? 'pull.manifest.by-digest'
    : change === 'tag deleted'
      ? 'management.tag.manifest-kept'
      : change === 'deleted elsewhere'
        ? 'management.manifest.other-repository-kept'
        : deletions.length > 0 && wasDeletedBefore(history, repository, digest, since)
          ? 'management.manifest.push-again'
          : read
  return {
    requirement,
    judgement: refusalOf(
      observed,
      violated(
        `returned ${statusOf(observed)} for a ${method} of a manifest that was pushed${isOpen ? '' : after[change]}`,
        '200',
        `${formatRequest(observed.exchange)}: ${summarizeResponse(observed.exchange)}`,
        statusIs(200),
      ),
    ),
    observed,
    because: [...(since ? [since] : []), ...(by && by !== since ? [by] : [])],
    ...(since ? { since } : {}),
    // Where a GET does not find it either, that is one finding.
    explainedBy: [
      ...explainedByAcceptLines(observed),
      ...(method === 'HEAD' ? (['pull.manifest.by-digest', read] as const) : [read]),
    ],
    maySettle: true,
  }
}

/** What happened since, for titles. */
const after = {
  'tag deleted': ', after a tag was deleted',
  'manifest deleted': ', after another manifest was deleted',
  'deleted elsewhere': ', after it was deleted in another repository',
  'tag moved': ', after a tag was moved',
  'pushed again': ', after it was pushed again',
  none: '',
} as const
