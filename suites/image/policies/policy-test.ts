import { holds, violated } from '../../../src/engine/judgement.ts'
import type { Suite, Test } from '../../../src/engine/suite.ts'
import type { ImageContext } from '../target/context.ts'
import type { PolicyId } from './requirements.ts'
import { unreadOf, type Examined, type Seen } from './seen.ts'

/** Ids of policies and of the specification are in one context: what keeps a policy from being evaluated is a violation of the latter. */
export type PolicyContext = ImageContext<string>
export type PolicySuite = Suite<PolicyContext, PolicyId>

/** Findings of one policy that are listed one by one; of an image with more the rest is counted. */
const mostFindings = 50

export interface PolicyTest {
  requirement: PolicyId
  title: string
  /** Why there is nothing to evaluate, where that is so. */
  nothing: (examined: Examined) => string | undefined
  judge: (examined: Examined) => Iterable<Seen>
}

/** The test of one policy: what is not as required fails, and what could not be read blocks it. */
export const policyTest = ({
  requirement,
  title,
  nothing,
  judge,
}: PolicyTest): Test<PolicyContext, PolicyId> => ({
  id: requirement,
  title,
  evaluates: [requirement],
  async run(t) {
    const examined = { image: await t.image(), facts: await t.facts() }
    const reason = nothing(examined)
    if (reason !== undefined) return t.skip(requirement, reason)
    let count = 0
    let last: Exclude<Seen, { unread: string }> | undefined
    let unread: Extract<Seen, { unread: string }> | undefined
    for (const seen of judge(examined)) {
      if ('unread' in seen) {
        unread ??= seen
        continue
      }
      count += 1
      last = seen
      if (count <= mostFindings) t.check(requirement, seen.judgement, ...seen.evidence)
    }
    if (last && count > mostFindings) {
      const title = `also in ${count - mostFindings} more places`
      t.check(
        requirement,
        violated(title, last.judgement.expected, 'not listed one by one'),
        ...last.evidence,
      )
    }
    if (unread?.by !== undefined) t.blocked(unread.by, unread.unread)
    if (unread) t.unevaluated(requirement, unread.unread)
    else if (count === 0) t.check(requirement, holds())
  },
})

/** Why nothing is evaluated where there is no container image. */
export const withoutImage = ({ image, facts }: Examined): string | undefined => {
  if (image.platforms.length > 0) return undefined
  return facts.unread.length > 0 ? undefined : 'there is no container image'
}

/** What keeps images from being known, where none is: a manifest that could not be read. */
export function* unreadImages(examined: Examined): Generator<Seen> {
  const isLost = examined.facts.unread.some(({ kinds }) => kinds.includes('manifest'))
  if (isLost || examined.image.platforms.length === 0)
    yield unreadOf(examined, 'manifest', 'no manifest could be read')
}
