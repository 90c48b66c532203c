import type { RequestContext } from '../../../../src/reference/context.ts'
import { digestOf } from '../../../../src/reference/digest.ts'
import { bare, together } from '../../../../src/reference/effects/alter.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import {
  byDigest,
  byTag,
  pushed,
  put,
  referenceOf,
  repositoryOf,
} from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'

/** The manifest that a reference leads to is what is pushed to it. */
const isThere = (ctx: RequestContext): boolean =>
  ctx.policy.findManifest(ctx.store, repositoryOf(ctx), referenceOf(ctx))?.digest === digestOf(ctx.body)

const refusingAgain = (kind: (ctx: RequestContext) => boolean, status: number): Effects =>
  onRequest({ ...put, when: (ctx) => kind(ctx) && isThere(ctx) }, () => bare(status))

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

/** Faults in what is pushed a second time. */
export const repeatedFaults: readonly Fault[] = [
  {
    id: 'manifest-again-409',
    violates: 'push.manifest.repeated',
    title: 'answers 409 to a manifest by digest that the repository has already',
    seenIn: 'Oracle Cloud (docker/cli#5874)',
    effects: () => refusingAgain(byDigest, 409),
  },
  {
    id: 'manifest-again-202',
    violates: 'push.manifest.repeated',
    title: 'answers 202 to a manifest by digest that the repository has already',
    effects: () => {
      const had = new Set<string>()
      return onReply({ ...pushed, when: byDigest }, (answer, ctx) => {
        const key = `${repositoryOf(ctx)}@${referenceOf(ctx)}`
        if (had.has(key)) return { ...answer, status: 202 }
        had.add(key)
        return answer
      })
    },
  },
  {
    id: 'tag-again-409',
    violates: 'push.manifest.repeated',
    title: 'answers 409 to a manifest by a tag that leads to it already',
    effects: () => refusingAgain(byTag, 409),
  },
  {
    id: 'manifest-pushed-twice-500',
    violates: 'push.manifest.repeated',
    title: 'fails with 500 on the GET by digest of a manifest that was pushed twice',
    seenIn: 'Miren in 2025-10 (mirendev/runtime#283)',
    effects: failingAfterTwo,
  },
]
