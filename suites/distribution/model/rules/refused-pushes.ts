import { failure } from '../../../../src/engine/judgement.ts'
import { answers } from '../../judges/response.ts'
import type { RequirementId } from '../../requirements.ts'
import type { Content, Way } from '../blob.ts'
import { wasBlobDeletedBefore } from '../blob-changes.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { keyOf, type History } from '../history.ts'
import { overlap, statusOf, type Observed } from '../observed.ts'
import { isSha256 } from './digest-forms.ts'
import { writersOf } from '../writes.ts'

/** Bytes from which a registry, or what is in front of it, may find a blob too large. */
const large = 16 * 1024 ** 2

/** A push of a whole blob under its digest that was not answered with success. */
export interface RefusedPush {
  repository: string
  digest: string
  content: Content
  way: Way
  /** The requirement where the push has nothing unusual. */
  plain: RequirementId
  /** One that says more than `plain`, of what went before in the same upload. */
  rather?: RequirementId
  /** For the title. */
  what: string
}

/** Nothing allows a registry to refuse a blob: what it has already, what was deleted, and what others push at the same time. */
export function refusalOfPush(observed: Observed, history: History, push: RefusedPush): Contradiction[] {
  const { repository, digest, content, way, plain, what } = push
  const { exchange } = observed
  const status = statusOf(observed) ?? 0
  if (status === 413 && content.size >= large) return []
  // That the blob is there, or was, is no reason where the registry takes none of this algorithm in this way.
  if (!isSha256(digest) && !supports(history, digest, way)) {
    const judgement = answers(`${what} under a sha512 digest`, 201)(exchange)
    if (status >= 500)
      return contradicts('push.sha512.blob', failure(judgement), {
        observed,
        because: [],
        ...failingOtherwise(observed, plain),
      })
    return supports(history, digest)
      ? contradicts('push.sha512.blob', judgement, {
          observed,
          because: [],
          explainedBy: [plain, 'push.post-put.created'],
        })
      : []
  }
  const blob = { repository, digest }
  const held = history.possibleBlob(repository, digest, observed)?.filter(({ by }) => by !== observed) ?? []
  const others = (history.blobs.get(keyOf(repository, digest)) ?? []).filter(({ by }) =>
    overlap(by, observed),
  )
  const isHeld = held.length > 0 && held.every(({ value }) => value !== undefined)
  // Of what others push as well nobody knows whether it is there.
  const mayBeHeld = isHeld || history.isShared?.(digest) === true
  const requirement: RequirementId =
    others.length > 0
      ? 'push.blob.concurrent'
      : isHeld
        ? 'push.blob.repeated'
        : wasBlobDeletedBefore(history, blob, observed)
          ? 'management.blob.push-again'
          : ofContent(push, mayBeHeld)
  const title = `${what}${isHeld ? ' of a blob that it already has' : ''}`
  return contradicts(requirement, answers(title, 201)(exchange), {
    observed,
    because: [...writersOf(held), ...others.map(({ by }) => by)].filter(
      (by, at, all) => all.indexOf(by) === at,
    ),
    // What is last is what it is about, see kindOf: a blob that is there already is pushed as any other.
    explainedBy: [...(mayBeHeld ? (['push.blob.repeated'] as const) : []), plain, 'push.post-put.created'],
  })
}

/** A registry that fails over a valid push fails over another one for the same reason. */
export const failingOtherwise = (
  observed: Observed,
  ...others: readonly RequirementId[]
): Pick<Contradiction, 'explainedBy'> =>
  (statusOf(observed) ?? 0) >= 500 ? { explainedBy: [...others, 'push.post-put.created'] } : {}

/** What is unusual about the content of a push, or about what went before. */
function ofContent({ content, digest, plain, rather }: RefusedPush, mayBeHeld: boolean): RequirementId {
  if (content.size === 0) return 'push.blob.empty'
  if (mayBeHeld) return 'push.blob.repeated'
  return isSha256(digest) ? (rather ?? plain) : 'push.sha512.blob'
}

/** Whether the registry has stored a blob under a digest of the same algorithm, in this way or in any. */
const supports = ({ blobs }: History, digest: string, way?: Way): boolean => {
  const [algorithm] = digest.split(':', 1)
  return [...blobs].some(
    ([key, writes]) =>
      key.includes(` ${algorithm}:`) &&
      writes.some(({ certain, value }) => certain && value && (way === undefined || value.way === way)),
  )
}
