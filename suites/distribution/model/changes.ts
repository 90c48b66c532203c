import { isOn, isSuccess, type Observed } from './observed.ts'
import { isDigest, type OperationOn } from './operation.ts'
import type { History } from './history.ts'

/**
 * What happened between a write and a look at it that may have taken it away although it must not. The last one is the
 * likely cause: in a sequence that was cut down there is only one.
 */
export type Change =
  | 'tag deleted'
  | 'manifest deleted'
  | 'deleted elsewhere'
  | 'tag moved'
  | 'pushed again'
  | 'none'

const between = (since: Observed | undefined, until: Observed, { observed }: History): Observed[] =>
  observed.filter(
    (each) =>
      isSuccess(each) && each !== since && each.start >= (since?.start ?? 0) && each.start < until.end,
  )

/** The last change near a manifest or tag of `repository` since it was written, and the operation. */
export function lastChange(
  history: History,
  {
    repository,
    digest,
    since,
    until,
  }: { repository: string; digest: string; since?: Observed; until: Observed },
): { change: Change; by?: Observed } {
  const { sha256Of } = history
  const bytes = sha256Of(digest)
  for (const each of between(since, until, history).toReversed()) {
    if (!isOn(each, 'manifest')) continue
    const change = changeBy(each, { repository, bytes, sha256Of })
    if (change !== undefined) return { change, by: each }
  }
  return { change: 'none' }
}

function changeBy(
  { operation, request }: Observed<OperationOn<'manifest'>>,
  about: { repository: string; bytes: string; sha256Of: (digest: string) => string },
): Change | undefined {
  const { method, reference, repository } = operation
  const isHere = repository === about.repository
  if (method === 'DELETE') {
    if (!isHere)
      return isDigest(reference) && about.sha256Of(reference) === about.bytes
        ? 'deleted elsewhere'
        : undefined
    return isDigest(reference) ? 'manifest deleted' : 'tag deleted'
  }
  if (method !== 'PUT' || !isHere) return undefined
  if (request.body?.sha256 === about.bytes) return 'pushed again'
  return isDigest(reference) ? undefined : 'tag moved'
}

/** Whether a digest was deleted in a repository before it was written by `by`. */
export const wasDeletedBefore = (
  history: History,
  repository: string,
  reference: string,
  by: Observed | undefined,
): boolean =>
  history.observed.some(
    (each) =>
      isOn(each, 'manifest') &&
      each.operation.method === 'DELETE' &&
      each.operation.repository === repository &&
      each.operation.reference === reference &&
      isSuccess(each) &&
      by !== undefined &&
      each.end <= by.start,
  )
