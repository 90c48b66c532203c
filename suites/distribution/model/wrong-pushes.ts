import type { Contradiction } from './contradiction.ts'
import type { History } from './history.ts'
import { isOfOtherBytes } from './manifests.ts'
import { isOn, isSuccess } from './observed.ts'
import { isDigest } from './operation.ts'
import { notStoredUnder } from './rules/refused-blobs.ts'
import type { RequirementId } from '../requirements.ts'

/** By repository and digest, the requirements of what was pushed there. */
type Spoiled = ReadonlyMap<string, ReadonlySet<RequirementId>>

/**
 * Digests at which nothing is as it should be where a manifest was pushed under the digest of other bytes: that digest, and the
 * one that the bytes have. Where the push was refused, the registry may have stored it all the same.
 */
function spoiled({ observed }: History): Spoiled {
  const found = new Map<string, Set<RequirementId>>()
  for (const each of observed) {
    if (!isOn(each, 'manifest') || each.operation.method !== 'PUT' || !isOfOtherBytes(each)) continue
    const { repository, reference } = each.operation
    const requirement = isSuccess(each)
      ? 'push.manifest.wrong-digest'
      : 'push.manifest.wrong-digest-not-stored'
    for (const digest of [reference, each.request.body?.sha256]) {
      const key = `${repository} ${digest}`
      found.set(key, (found.get(key) ?? new Set()).add(requirement))
    }
  }
  return found
}

/**
 * Explains by that what contradicts the history at these digests, and at tags that lead to them; and what contradicts it of a blob by
 * refused pushes of other bytes under its digest, which a registry may have stored all the same.
 */
export function explainedByWrongPushes(
  contradictions: readonly Contradiction[],
  history: History,
): readonly Contradiction[] {
  if (contradictions.length === 0) return []
  const digests = spoiled(history)
  return contradictions.map((each) => {
    const { explainedBy = [], requirement } = each
    const explanations = explanationsOf(each, history, digests).filter((id) => id !== requirement)
    if (explanations.length === 0) return each
    // What is last is what it is about, see kindOf.
    const last = explainedBy.length > 0 ? explainedBy : [requirement]
    return { ...each, explainedBy: [...explanations.filter((id) => !last.includes(id)), ...last] }
  })
}

function explanationsOf({ observed }: Contradiction, history: History, digests: Spoiled): RequirementId[] {
  if (isOn(observed, 'blob')) return notStoredUnder(history, observed.operation.digest, observed)
  if (!isOn(observed, 'manifest')) return []
  const { repository, reference } = observed.operation
  const leadsTo = isDigest(reference)
    ? [reference]
    : (history.possibleTag(repository, reference, observed) ?? []).map(({ value }) => value)
  return [...new Set(leadsTo.flatMap((digest) => [...(digests.get(`${repository} ${digest}`) ?? [])]))]
}
