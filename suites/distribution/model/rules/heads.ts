import { violated } from '../../../../src/engine/judgement.ts'
import { headerValues } from '../../../../src/registry/record/exchange.ts'
import { summarizeResponse } from '../../judges/response.ts'
import type { RequirementId } from '../../requirements.ts'
import type { Contradiction } from '../contradiction.ts'
import { keyOf, type History } from '../history.ts'
import { isOn, isSuccess, statusOf, type Observed } from '../observed.ts'
import { isDigest } from '../operation.ts'
import type { ReadOfManifest, RequestOfBlob, Rule } from '../rule.ts'
import type { Possible, Write } from '../writes.ts'
import { onExchange, statusIs } from '../../../../src/registry/reproduce/condition.ts'

/** HEAD answers as GET does, also where nobody knows whether the content exists: after a deletion, or a push without answer. */

type Read = RequestOfBlob | ReadOfManifest

interface Ids {
  /** HEAD finds what GET does not. */
  unknown: RequirementId
  /** HEAD does not find what GET does. */
  known: RequirementId
}

export const headsOfBlobs: Rule<'blob'> = (observed, history) => {
  const { repository, digest } = observed.operation
  if (!isOfRun(history, digest, history.blobs.get(keyOf(repository, digest)))) return []
  const possible = history.possibleBlob(repository, digest, observed)
  // What was deleted may still be there.
  const isOpen =
    isUndecided(possible) || possible?.every(({ by, value }) => by && value === undefined) === true
  return isOpen
    ? disagreement(observed, history, { unknown: 'pull.blob.head.unknown', known: 'pull.blob.head.known' })
    : []
}

export const headsOfManifests: Rule<'manifest'> = (observed, history) => {
  const { repository, reference } = observed.operation
  const byDigest = isDigest(reference)
  const key = keyOf(repository, reference)
  if (!isOfRun(history, reference, (byDigest ? history.manifests : history.tags).get(key))) return []
  const possible = byDigest
    ? history.possibleManifest(repository, reference, observed)
    : history.possibleTag(repository, reference, observed)
  if (!isUndecided(possible)) return []
  return disagreement(
    observed,
    history,
    byDigest
      ? { unknown: 'pull.manifest.head.unknown-digest', known: 'pull.manifest.head.by-digest' }
      : { unknown: 'pull.manifest.head.unknown-tag', known: 'pull.manifest.head.by-tag' },
  )
}

/** What others may write in between says nothing: it has to be of names that the run makes. */
const isOfRun = (
  { isOwn, isShared }: History,
  name: string,
  writes: readonly Write<unknown>[] | undefined,
): boolean => isShared?.(name) !== true && (isOwn(name) || writes?.some(({ certain }) => certain) === true)

/** Whether the writes leave open if it exists. */
const isUndecided = (possible: readonly Possible<unknown>[] | undefined): boolean =>
  possible === undefined ||
  (possible.some(({ value }) => value === undefined) && possible.some(({ value }) => value !== undefined))

/**
 * Something is found that the other one of GET and HEAD did not find before. The other way round a deletion may have taken effect
 * in between.
 */
function disagreement(observed: Read, history: History, { unknown, known }: Ids): Contradiction[] {
  const { method } = observed.operation
  if (method === 'DELETE' || statusOf(observed) !== 200) return []
  const other = history.observed.find((each) => contradictsRead(observed, each, history))
  if (other === undefined) return []
  const byHead = method === 'HEAD'
  const [head, get] = byHead ? [observed, other] : [other, observed]
  return [
    {
      requirement: byHead ? unknown : known,
      judgement: violated(
        `returned ${statusOf(head)} for a HEAD of a ${nameOf(observed)}, but ${statusOf(get)} for a GET`,
        byHead ? '404' : '200',
        summarizeResponse(head.exchange),
        byHead ? onExchange(head.exchange.id, statusIs(404)) : onExchange(head.exchange.id, statusIs(200)),
      ),
      observed,
      because: [...writesBefore(observed, history), other],
      maySettle: true,
    },
  ]
}

const nameOf = ({ operation }: Read): string =>
  operation.on === 'blob' ? 'blob' : isDigest(operation.reference) ? 'manifest' : 'tag'

/** The last deletion of the same content: without it there would be nothing to disagree about. */
function writesBefore(observed: Read, history: History): Observed[] {
  const last = history.observed.findLast(
    (each) =>
      each.start < observed.start &&
      each.operation.on === observed.operation.on &&
      each.operation.method === 'DELETE' &&
      isSuccess(each) &&
      new URL(each.request.url).pathname === new URL(observed.request.url).pathname,
  )
  return last ? [last] : []
}

/** A read of the same content that found nothing, without anything between the two that may have changed it. */
function contradictsRead(observed: Read, each: Observed, history: History): boolean {
  if (each.operation.on !== observed.operation.on || each.start > observed.start) return false
  const { method } = each.operation
  if (method !== (observed.operation.method === 'HEAD' ? 'GET' : 'HEAD') || statusOf(each) !== 404)
    return false
  if (each.request.url !== observed.request.url || acceptOf(each) !== acceptOf(observed)) return false
  const start = Math.min(each.start, observed.start)
  const end = Math.max(each.end, observed.end)
  return !history.observed.some(
    (other) =>
      other.start < end && (other.end > start || mayComeLate(other)) && mayChange(other, observed.operation),
  )
}

/** A server may still be at work on what it did not answer, or only a gateway in front of it. */
function mayComeLate(other: Observed): boolean {
  const status = statusOf(other)
  return status === undefined || status === 502 || status === 504
}

/** A registry may take a manifest for absent whose type was not accepted. */
const acceptOf = ({ request, operation }: Observed): string =>
  operation.on === 'manifest' ? headerValues(request.headers, 'accept').join() : ''

/**
 * A write of the same content, or one that leaves it unused, so that it may be collected; also where it was refused, since what
 * it did nevertheless is another contradiction.
 */
function mayChange(other: Observed, { repository, ...operation }: Read['operation']): boolean {
  if (isOn(other, 'manifest'))
    return (
      other.operation.repository === repository &&
      (other.operation.method === 'DELETE' || other.operation.method === 'PUT')
    )
  if (operation.on !== 'blob') return false
  if (isOn(other, 'blob'))
    return other.operation.method === 'DELETE' && other.operation.digest === operation.digest
  if (isOn(other, 'upload'))
    return other.operation.method === 'PUT' && other.operation.digest === operation.digest
  return (
    isOn(other, 'uploads') &&
    (other.operation.digest === operation.digest || other.operation.mount === operation.digest)
  )
}
