import { refused, type RequestContext } from '../../../../src/reference/context.ts'
import { digestOf } from '../../../../src/reference/digest.ts'
import { withHeader, type Reply } from '../../../../src/reference/reply.ts'
import { bare, byTag, together } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { documentIn, pushed, put, referenceOf, repositoryOf } from './manifests.ts'

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
    id: 'tag-pushed-at-once-mixed',
    violates: 'pull.manifest.digest-header-value',
    title: 'mixes two manifests that are pushed under one tag at once',
    seenIn: 'NORA before 2026-06 (nora#653)',
    effects: mixingPushesAtOnce,
  },
  {
    id: 'referrers-pushed-at-once-lost',
    violates: 'discovery.referrers.complete',
    title: 'loses referrers of one manifest that are pushed at once',
    verdict: 'note',
    seenIn: 'olareg 0.1.2',
    effects: losingReferrersAtOnce,
  },
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
