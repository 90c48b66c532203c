import { refused, type RequestContext } from '../../../../src/reference/context.ts'
import { digestOf } from '../../../../src/reference/digest.ts'
import { type Reply } from '../../../../src/reference/reply.ts'
import { bare, together } from '../../../../src/reference/effects/alter.ts'
import { byTag, pushed, put, repositoryOf } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'

/** Milliseconds for which a push goes on, so that another one can come in between. */
const writing = 100

/** While a manifest is being pushed, the same one is refused under other tags. */
function refusingTheSameAtOnce(refuse: (ctx: RequestContext) => Reply): Effects {
  const underWay = new Map<string, number>()
  const tagged = { ...put, when: byTag }
  return together(
    onRequest(tagged, (ctx) => {
      const key = `${repositoryOf(ctx)}@${digestOf(ctx.body)}`
      if (Date.now() < (underWay.get(key) ?? 0)) return refuse(ctx)
      underWay.set(key, Date.now() + writing)
      return ctx
    }),
    onReply({ ...pushed, when: byTag }, (answer) => ({ ...answer, delay: writing })),
  )
}

/** Faults that only pushes show which meet. */
export const atOnceFaults: readonly Fault[] = [
  {
    id: 'same-manifest-at-once-400',
    violates: 'push.manifest.by-tag',
    title: 'takes a manifest for invalid while it is being pushed under another tag',
    verdict: 'note',
    seenIn: 'Quay (jib#2470)',
    effects: () => refusingTheSameAtOnce((ctx) => refused(ctx, 'manifest-invalid')),
  },
  {
    id: 'same-manifest-at-once-409',
    violates: 'push.manifest.by-tag',
    title: 'answers 409 to a manifest while it is being pushed under another tag',
    verdict: 'note',
    effects: () => refusingTheSameAtOnce(() => bare(409)),
  },
]
