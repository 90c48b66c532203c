import type { RequestContext } from '../../../../src/reference/context.ts'
import { digestOf } from '../../../../src/reference/digest.ts'
import { together } from '../../../../src/reference/effects/alter.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { documentIn, put } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'

/** Milliseconds for which a push goes on, so that another one can come in between. */
const writing = 100

/** What a pushed manifest refers to; empty where it refers to nothing. */
function subjectOf(ctx: RequestContext): string {
  const { subject } = documentIn(ctx)
  const { digest } = (subject ?? {}) as { digest?: unknown }
  return typeof digest === 'string' ? digest : ''
}

/** Pushes with one subject at once: from the third on each writes the list as it was without the one before. */
function losingReferrersAtOnce(): Effects {
  const underWay = new Map<string, { digest: string; until: number }[]>()
  const lost = new Set<string>()
  const referring = { ...put, when: (ctx: RequestContext) => subjectOf(ctx) !== '' }
  return {
    ...together(
      onRequest(referring, (ctx) => {
        const others = (underWay.get(subjectOf(ctx)) ?? []).filter(({ until }) => Date.now() < until)
        const last = others.at(-1)
        if (last !== undefined && others.length > 1) lost.add(last.digest)
        const own = { digest: digestOf(ctx.body), until: Date.now() + writing }
        underWay.set(subjectOf(ctx), [...others, own])
        return ctx
      }),
      onReply({ ...referring, status: 201 }, (answer) => ({ ...answer, delay: writing })),
    ),
    policy: (honest) => ({
      referrersOf: (store, repository, subject) =>
        honest.referrersOf(store, repository, subject).filter(({ digest }) => !lost.has(digest)),
    }),
  }
}

/** Faults in what is listed after pushes at the same time. */
export const atOnceFaults: readonly Fault[] = [
  {
    id: 'referrers-pushed-at-once-lost',
    violates: 'discovery.referrers.complete',
    title: 'loses referrers of one manifest that are pushed at once',
    depth: 'standard',
    seenIn: 'olareg 0.1.2',
    effects: losingReferrersAtOnce,
  },
]
