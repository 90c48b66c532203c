import type { RequestContext } from '../../../../src/reference/context.ts'
import { digestOf } from '../../../../src/reference/digest.ts'
import { withHeader } from '../../../../src/reference/reply.ts'
import { together } from '../../../../src/reference/effects/alter.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { byTag, pushed, put, referenceOf, repositoryOf } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'

const keyOf = (ctx: RequestContext): string => `${repositoryOf(ctx)}:${referenceOf(ctx)}`

/** Milliseconds for which a push goes on, so that another one can come in between. */
const writing = 100

/** Two pushes of a tag at once: the tag ends with the bytes of one and the digest of the other. */
function mixingPushesAtOnce(): Effects {
  const underWay = new Map<string, { digest: string; until: number }>()
  const mixed = new Map<string, string>()
  return together(
    onRequest({ ...put, when: byTag }, (ctx) => {
      const other = underWay.get(keyOf(ctx))
      mixed.delete(keyOf(ctx))
      if (other !== undefined && Date.now() < other.until && other.digest !== digestOf(ctx.body))
        mixed.set(keyOf(ctx), other.digest)
      underWay.set(keyOf(ctx), { digest: digestOf(ctx.body), until: Date.now() + writing })
      return ctx
    }),
    onReply({ ...pushed, when: byTag }, (answer) => ({ ...answer, delay: writing })),
    onReply({ endpoint: 'manifest', method: 'GET', status: 200, when: byTag }, (answer, ctx) => {
      const digest = mixed.get(keyOf(ctx))
      return digest === undefined ? answer : withHeader(answer, 'Docker-Content-Digest', digest)
    }),
  )
}

/** Faults in what is served after pushes at the same time. */
export const atOnceFaults: readonly Fault[] = [
  {
    id: 'tag-pushed-at-once-mixed',
    violates: 'pull.manifest.digest-header-value',
    title: 'mixes two manifests that are pushed under one tag at once',
    seenIn: 'NORA before 2026-06 (nora#653)',
    effects: mixingPushesAtOnce,
  },
]
