import { digestOf } from '../../../../src/reference/digest.ts'
import { bare, together } from '../../../../src/reference/effects/alter.ts'
import { onReply, type Effects } from '../../../../src/reference/effects/effects.ts'
import { byDigest, pushed, referenceOf, repositoryOf } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'

/** Each push adds an entry, and a digest with two of them is found by none. */
function failingAfterTwo(): Effects {
  const entries = new Map<string, number>()
  const pulls = { endpoint: 'manifest', method: ['GET', 'HEAD'], status: 200, when: byDigest } as const
  return together(
    onReply(pushed, (answer, ctx) => {
      const key = `${repositoryOf(ctx)}@${digestOf(ctx.body)}`
      entries.set(key, (entries.get(key) ?? 0) + 1)
      return answer
    }),
    onReply(pulls, (answer, ctx) =>
      (entries.get(`${repositoryOf(ctx)}@${referenceOf(ctx)}`) ?? 0) > 1 ? bare(500) : answer,
    ),
    onReply({ endpoint: 'manifest', method: 'DELETE', status: 202, when: byDigest }, (answer, ctx) => {
      entries.delete(`${repositoryOf(ctx)}@${referenceOf(ctx)}`)
      return answer
    }),
  )
}

/** Faults in pulling what was pushed a second time. */
export const repeatedFaults: readonly Fault[] = [
  {
    id: 'manifest-pushed-twice-500',
    violates: 'pull.manifest.by-digest',
    title: 'returns 500 for the GET by digest of a manifest that was pushed twice',
    seenIn: 'Miren in 2025-10 (mirendev/runtime#283)',
    depth: 'standard',
    effects: failingAfterTwo,
  },
]
