import type { Contradiction } from './contradiction.ts'
import type { History } from './history.ts'
import { isOfOtherBytes } from './manifests.ts'
import { isOn, isSuccess } from './observed.ts'
import { isDigest } from './operation.ts'

/**
 * Digests at which nothing is as it should be, since a manifest was accepted under the digest of other bytes: that digest, and the
 * one that the bytes have. By repository and digest.
 */
function spoiled({ observed }: History): ReadonlySet<string> {
  const found = new Set<string>()
  for (const each of observed) {
    if (!isOn(each, 'manifest') || each.operation.method !== 'PUT' || !isSuccess(each)) continue
    if (!isOfOtherBytes(each)) continue
    const { repository, reference } = each.operation
    for (const digest of [reference, each.request.body?.sha256]) found.add(`${repository} ${digest}`)
  }
  return found
}

/** Explains by that what contradicts the history at these digests, and at tags that lead to them. */
export function explainedByWrongPushes(
  contradictions: readonly Contradiction[],
  history: History,
): readonly Contradiction[] {
  const digests = spoiled(history)
  if (digests.size === 0) return contradictions
  return contradictions.map((each) => {
    const { observed, explainedBy = [], requirement } = each
    if (!isOn(observed, 'manifest') || requirement === 'push.manifest.wrong-digest') return each
    const { repository, reference } = observed.operation
    const leadsTo = isDigest(reference)
      ? [reference]
      : (history.possibleTag(repository, reference, observed) ?? []).map(({ value }) => value)
    if (!leadsTo.some((digest) => digests.has(`${repository} ${digest}`))) return each
    // What is last is what it is about, see kindOf.
    const last = explainedBy.length > 0 ? explainedBy : [requirement]
    return { ...each, explainedBy: ['push.manifest.wrong-digest', ...last] }
  })
}
