import type { RequestContext } from '../../../../src/reference/context.ts'
import { digestOf } from '../../../../src/reference/digest.ts'
import { bare } from '../../../../src/reference/effects/alter.ts'
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

/** Faults in what is pushed a second time. */
export const repeatedFaults: readonly Fault[] = [
  {
    id: 'manifest-again-409',
    violates: 'push.manifest.repeated',
    title: 'returns 409 for a manifest by digest that the repository has already',
    seenIn: 'Oracle Cloud (docker/cli#5874)',
    effects: () => refusingAgain(byDigest, 409),
  },
  {
    id: 'manifest-again-202',
    violates: 'push.manifest.repeated',
    title: 'returns 202 for a manifest by digest that the repository has already',
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
    title: 'returns 409 for a manifest by a tag that leads to it already',
    effects: () => refusingAgain(byTag, 409),
  },
]
