import { isContentOf } from '../../judges/digest.ts'
import { answers } from '../../judges/response.ts'
import type { RequirementId } from '../../requirements.ts'
import type { Content, StoredBlob } from '../blob.ts'
import { mayBeCollected } from '../blob-changes.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import type { History } from '../history.ts'
import { statusOf, type Observed } from '../observed.ts'
import type { RequestOfBlob, Rule } from '../rule.ts'
import { writersOf, type Possible } from '../writes.ts'
import { headersOfBlob } from './blob-headers.ts'
import { lostBlob, storedBy, unknownBlob } from './blob-presence.ts'
import { rangeOfBlob } from './blob-ranges.ts'
import { refusedUnder } from './refused-blobs.ts'
import { isAllowedByCondition, orGone } from './condition.ts'
import { contentUnder } from './content.ts'

/** GET and HEAD of blobs (Pulling blobs, Checking if content exists in the registry). */
export const readsOfBlobs: Rule<'blob'> = (observed, history) => {
  const { repository, digest, method, range } = observed.operation
  if (method === 'DELETE') return []
  const possible = history.possibleBlob(repository, digest, observed)
  const because = writersOf(possible ?? [])
  const content = contentUnder(history, digest)
  const status = statusOf(observed)
  // A server may answer a HEAD with Range as the GET, whose parts are judged by themselves.
  if (method === 'HEAD' && range !== undefined && status !== 404) return []
  const found = existence(observed, possible, history)
  if (found.length > 0) return found
  // A mount has the bytes of the push before it, and a size may be that of what is served.
  const explainedBy = [...storedAnywhere(history, digest), 'pull.blob.exact-bytes'] as const
  if (method === 'GET' && status === 200) {
    const judgement = orGone(observed, possible, isContentOf('a blob', digest)(observed.exchange))
    // Which requirement it is takes a look at all that was pushed.
    if (!judgement.holds)
      return contradicts(
        range === undefined ? bytesRequirement(observed, possible, history) : 'pull.blob.range.right-bytes',
        judgement,
        { observed, because, explainedBy },
      )
  }
  return [
    ...(status === 200 ? headersOfBlob(observed, content ?? {}, { because, explainedBy }) : []),
    ...partOf(observed, { possible, content, because, explainedBy }, history),
  ]
}

/** Requirements of all ways in which a blob was pushed, to any repository. */
const storedAnywhere = ({ blobs }: History, digest: string): RequirementId[] => [
  ...new Set(
    [...blobs].flatMap(([key, writes]) =>
      key.endsWith(` ${digest}`) ? writes.flatMap(({ value }) => (value ? [storedBy[value.way]] : [])) : [],
    ),
  ),
]

const sha256Served = ({ exchange }: RequestOfBlob): string | undefined => exchange.response?.body.sha256

/** Other bytes may have been pushed and refused; what is altered by one way of pushing alone is a matter of that way. */
function bytesRequirement(
  observed: RequestOfBlob,
  possible: readonly Possible<StoredBlob>[] | undefined,
  history: History,
): RequirementId {
  const refused = refusedUnder(history, observed.operation, observed, sha256Served(observed))
  if (refused) return refused.notStored
  const way = possible?.find(({ value }) => value !== undefined)?.value?.way
  return way === undefined ? 'pull.blob.exact-bytes' : storedBy[way]
}

/** A Range may be rejected before the blob is looked for. */
const ofRejection = new Set([400, 416])

function partOf(
  observed: RequestOfBlob,
  {
    possible,
    content,
    because,
    explainedBy,
  }: {
    possible: readonly Possible<StoredBlob>[] | undefined
    content: Partial<Content> | undefined
    because: readonly Observed[]
    explainedBy: readonly RequirementId[]
  },
  history: History,
): Contradiction[] {
  const status = statusOf(observed) ?? 0
  const bytes = content?.bytes
  const { method, range, digest } = observed.operation
  if (method !== 'GET' || range === undefined || bytes === undefined || status === 404) return []
  if (isAllowedByCondition(observed, digest)) return []
  const isThere = status < 300 || possible?.every(({ value }) => value !== undefined)
  return isThere === true ? rangeOfBlob(observed, history, { bytes, because, explainedBy }) : []
}

/** Whether it is there, as far as the history determines that. */
function existence(
  observed: RequestOfBlob,
  possible: readonly Possible<StoredBlob>[] | undefined,
  history: History,
): Contradiction[] {
  if (possible === undefined) return []
  const { digest, range } = observed.operation
  const status = statusOf(observed) ?? 0
  const present = possible.filter(({ value }) => value !== undefined)
  // What becomes of the Range is judged by itself where the blob is there.
  if (range !== undefined && status !== 404 && present.length === possible.length) return []
  if (range !== undefined && ofRejection.has(status)) return []
  if (status === 200 || status === 206) {
    // No sentence states that a deleted blob is gone, nor when.
    const mayBeThere = present.length > 0 || writersOf(possible).length > 0
    return mayBeThere || isOtherContent(observed, history) ? [] : [unknownBlob(observed, history)]
  }
  if (present.length < possible.length && status === 404) return []
  if (present.length === 0) return wrongRefusal(observed, writersOf(possible))
  if (isAllowedByCondition(observed, digest)) return []
  if (present.length < possible.length) return status < 500 ? [] : wrongRefusal(observed, writersOf(possible))
  if (isCollected(observed, present, history)) return []
  return [ofOthers(lostBlob(observed, present, history), history)]
}

/** What everybody has, others may have removed. */
const ofOthers = (lost: Contradiction, { isShared }: History): Contradiction => {
  const { operation } = lost.observed
  const isGone = statusOf(lost.observed) === 404
  return isGone && 'digest' in operation && isShared?.(operation.digest ?? '') === true
    ? { ...lost, mayBeOfOthers: true }
    : lost
}

/** What a registry that collects garbage may have done. */
function isCollected(
  observed: RequestOfBlob,
  present: readonly Possible<StoredBlob>[],
  history: History,
): boolean {
  const [since] = writersOf(present)
  return statusOf(observed) === 404 && mayBeCollected(history, observed.operation, since, observed)
}

/** What does not exist, or may be gone, is answered otherwise than with 404. */
function wrongRefusal(observed: RequestOfBlob, because: readonly Observed[]): Contradiction[] {
  const { method } = observed.operation
  const deleted = because.length > 0
  const requirement: RequirementId =
    method === 'HEAD' ? 'pull.blob.head.unknown' : deleted ? 'management.blob.gone' : 'pull.blob.unknown'
  const what = `a ${method} of a blob ${deleted ? 'that was deleted' : 'that does not exist'}`
  return contradicts(requirement, answers(what, 404)(observed.exchange), { observed, because })
}

/** Some registries serve manifests as blobs, which nothing forbids. */
const isOtherContent = ({ operation }: RequestOfBlob, { manifests, sha256Of }: History): boolean =>
  [...manifests.keys()].some((key) => {
    const name = key.slice(key.indexOf(' ') + 1)
    return name === operation.digest || sha256Of(name) === operation.digest
  })
