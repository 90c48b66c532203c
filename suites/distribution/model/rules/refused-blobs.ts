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

/** A push of other bytes than those of its digest that was refused, and the requirement that nothing is stored then. */
interface Refused {
  by: Observed
  notStored: RequirementId
  repository: string
  content: Content
}

/** All of them under this digest, in any repository, the last one first. */
function* refusedPushes(history: History, digest: string, before: Observed): Generator<Refused> {
  for (const by of history.observed.toReversed()) {
    if (by.start >= before.start || isSuccess(by)) continue
    const pushed = pushOf(by, history)
    if (pushed === undefined || pushed.digest !== digest || pushed.way === 'mount' || !pushed.isWrong)
      continue
    const { repository, content } = pushed
    yield { by, notStored: `${wrongDigest[pushed.way]}-not-stored`, repository, content }
  }
}

/** The last one under this digest in this repository; of these bytes where their sha256 is given. */
export function refusedUnder(
  history: History,
  { repository, digest }: { repository: string; digest: string },
  before: Observed,
  served?: string,
): Refused | undefined {
  for (const each of refusedPushes(history, digest, before)) {
    const isServed = served === undefined || hasDigest(each.content, served) !== false
    if (each.repository === repository && isServed) return each
  }
  return undefined
}

/** Requirements that nothing is stored under this digest, as far as one was to hold before. */
export const notStoredUnder = (history: History, digest: string, before: Observed): RequirementId[] => [
  ...new Set([...refusedPushes(history, digest, before)].map(({ notStored }) => notStored)),
]

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
