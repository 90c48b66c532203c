import type { RequirementId } from '../../requirements.ts'
import { hasDigest, type Content, type Way } from '../blob.ts'
import type { History } from '../history.ts'
import { isOn, isSuccess, type Observed } from '../observed.ts'
import { contentAt, contentOfPost } from '../uploads.ts'

/** Requirements of pushes under a wrong digest, by the way of the push. */
export const wrongDigest = {
  'post-put': 'push.post-put.wrong-digest',
  'single-post': 'push.single-post.wrong-digest',
  chunks: 'push.chunked.wrong-digest',
  'final-chunk': 'push.chunked.final-put-wrong-digest',
} as const satisfies Partial<Record<Way, RequirementId>>

/**
 * The last push of other bytes under this digest that was refused, and the requirement that nothing is stored then; of these bytes
 * where their sha256 is given.
 */
export function refusedUnder(
  history: History,
  { repository, digest }: { repository: string; digest: string },
  before: Observed,
  served?: string,
): { by: Observed; notStored: RequirementId } | undefined {
  for (const each of history.observed.toReversed()) {
    if (each.start >= before.start || isSuccess(each)) continue
    const pushed = pushOf(each, history)
    if (pushed === undefined || pushed.repository !== repository || pushed.digest !== digest) continue
    const isServed = served === undefined || hasDigest(pushed.content, served) !== false
    if (pushed.way !== 'mount' && pushed.isWrong && isServed)
      return { by: each, notStored: `${wrongDigest[pushed.way]}-not-stored` }
  }
  return undefined
}

function pushOf(
  each: Observed,
  history: History,
): { repository: string; digest: string; way: Way; content: Content; isWrong: boolean } | undefined {
  if (isOn(each, 'uploads')) {
    const { repository, digest, mount } = each.operation
    if (digest === undefined || mount !== undefined) return undefined
    const content = contentOfPost(each)
    const isWrong = hasDigest(content, digest) === false
    return { repository, digest, way: 'single-post', content, isWrong }
  }
  if (!isOn(each, 'upload') || each.operation.method !== 'PUT') return undefined
  const { digest } = each.operation
  const found = history.sessionOf(each)
  const pushed = found && contentAt(found.session, each)
  if (digest === undefined || found === undefined || pushed === undefined) return undefined
  const isWrong = hasDigest(pushed.content, digest) === false
  return { repository: found.session.repository, digest, way: pushed.way, content: pushed.content, isWrong }
}
