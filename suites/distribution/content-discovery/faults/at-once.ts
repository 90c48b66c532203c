import type { RequestContext } from '../../../../src/reference/context.ts'
import { digestOf } from '../../../../src/reference/digest.ts'
import { together } from '../../../../src/reference/effects/alter.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { documentIn, put, repositoryOf } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'

/** Milliseconds for which a push goes on, so that another one can come in between, on a busy machine too. */
const writing = 100

interface Push {
  /** Repository and digest of the manifest. */
  manifest: string
  until: number
}

/** What a pushed manifest refers to; empty where it refers to nothing. */
function subjectOf(ctx: RequestContext): string {
  const { subject } = documentIn(ctx)
  const { digest } = (subject ?? {}) as { digest?: unknown }
  return typeof digest === 'string' ? digest : ''
}

/** The list that a push is to appear in. */
const listOf = (ctx: RequestContext): string => `${repositoryOf(ctx)} ${subjectOf(ctx)}`

/** Pushes of manifests with one subject at once: each writes the list as it was without the one before. */
function losingReferrersAtOnce(): Effects {
  const underWay = new Map<string, Push[]>()
  const pushedBy = new WeakMap<RequestContext, Push>()
  const lost = new Set<string>()
  // Indexes have a requirement of their own.
  const referring = {
    ...put,
    when: (ctx: RequestContext) => subjectOf(ctx) !== '' && documentIn(ctx)['manifests'] === undefined,
  }
  return {
    ...together(
      onRequest(referring, (ctx) => {
        const others = (underWay.get(listOf(ctx)) ?? []).filter(({ until }) => Date.now() < until)
        const last = others.at(-1)
        if (last !== undefined) lost.add(last.manifest)
        const own = { manifest: `${repositoryOf(ctx)} ${digestOf(ctx.body)}`, until: Date.now() + writing }
        underWay.set(listOf(ctx), [...others, own])
        pushedBy.set(ctx, own)
        return ctx
      }),
      onReply(referring, (answer, ctx) => {
        if (answer.status === 201) return { ...answer, delay: writing }
        // A push that was refused is not under way any more: what comes after it does not meet it.
        const own = pushedBy.get(ctx)
        underWay.set(
          listOf(ctx),
          (underWay.get(listOf(ctx)) ?? []).filter((each) => each !== own),
        )
        return answer
      }),
    ),
    policy: (honest) => ({
      referrersOf: (store, repository, subject) =>
        honest
          .referrersOf(store, repository, subject)
          .filter(({ digest }) => !lost.has(`${repository} ${digest}`)),
    }),
  }
}

/** Faults in what is listed after pushes at the same time. */
export const atOnceFaults: readonly Fault[] = [
  {
    id: 'referrers-pushed-at-once-lost',
    // In the fewest steps the subject is not there.
    violates: 'discovery.referrers.before-subject',
    title: 'loses referrers of one manifest that are pushed at once',
    depth: 'standard',
    seenIn: 'olareg 0.1.2',
    effects: losingReferrersAtOnce,
  },
]
