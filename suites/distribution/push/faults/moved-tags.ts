import { digestOf } from '../../../../src/reference/digest.ts'
import { bare } from '../../../../src/reference/effects/alter.ts'
import { byTag, pushed, put, referenceOf, repositoryOf } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'

/** A tag is pushed again, with another manifest than before. */
function onMovedTag(status: number): Effects {
  return onRequest({ ...put, when: byTag }, (ctx) => {
    const known = ctx.store.find(repositoryOf(ctx))?.tags.get(referenceOf(ctx))
    return known === undefined || known === digestOf(ctx.body) ? ctx : bare(status)
  })
}

/** Milliseconds in which a second push counts as come too soon: longer than a slow run takes between two. */
const aMoment = 60_000

/** Faults in pushing a tag that is there already. */
export const movedTagFaults: readonly Fault[] = [
  {
    id: 'tag-cached',
    violates: 'push.manifest.tag-moves',
    title: 'serves the manifest that it served under a tag before',
    effects: () => {
      const cached = new Map<string, string>()
      return onRequest({ endpoint: 'manifest', when: byTag }, (ctx) => {
        if (ctx.route.endpoint !== 'manifest') return ctx
        const key = `${ctx.route.repository}:${ctx.route.reference}`
        if (ctx.method === 'DELETE') cached.delete(key)
        if (ctx.method !== 'GET') return ctx
        const found = ctx.store.find(ctx.route.repository)
        const digest = cached.get(key) ?? found?.tags.get(ctx.route.reference)
        if (digest === undefined || found?.manifests.has(digest) !== true) return ctx
        if (!found.tags.has(ctx.route.reference)) return ctx
        cached.set(key, digest)
        return { ...ctx, route: { ...ctx.route, reference: digest } }
      })
    },
  },
  {
    id: 'tag-move-500',
    violates: 'push.manifest.tag-moves',
    title: 'returns 500 if a tag is pushed again',
    effects: () => onMovedTag(500),
  },
  {
    id: 'tag-move-too-soon-lost',
    violates: 'push.manifest.tag-moves',
    title: 'returns 201 for the push of a tag that was pushed a moment ago, and leaves it where it is',
    seenIn: 'pnpr in 2026-09 (pnpm#14629)',
    effects: () => {
      const pushedAt = new Map<string, { digest: string; at: number }>()
      return onReply({ ...pushed, when: byTag }, (answer, ctx) => {
        const key = `${repositoryOf(ctx)}:${referenceOf(ctx)}`
        const last = pushedAt.get(key)
        if (last !== undefined && Date.now() - last.at < aMoment) {
          ctx.store.putTag(repositoryOf(ctx), referenceOf(ctx), last.digest)
        } else pushedAt.set(key, { digest: digestOf(ctx.body), at: Date.now() })
        return answer
      })
    },
  },
  {
    id: 'tag-validator-kept',
    violates: 'push.manifest.tag-moves',
    title: 'returns 304 to a client that has what a tag led to first',
    effects: () => {
      const first = new Map<string, string>()
      return onRequest({ endpoint: 'manifest', method: 'GET', when: byTag }, (ctx) => {
        const key = `${repositoryOf(ctx)}:${referenceOf(ctx)}`
        const digest = ctx.store.find(repositoryOf(ctx))?.tags.get(referenceOf(ctx))
        if (digest === undefined) return ctx
        first.set(key, first.get(key) ?? digest)
        return ctx.headers['if-none-match'] === `"${first.get(key)}"` ? bare(304) : ctx
      })
    },
  },
  {
    id: 'tag-immutable',
    violates: 'push.manifest.tag-moves',
    title: 'lets no tag be pushed again',
    verdict: 'unsupported',
    effects: () => onMovedTag(409),
  },
]
