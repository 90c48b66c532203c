import { refused, type RequestContext } from '../../../../src/reference/context.ts'
import { digestOf } from '../../../../src/reference/digest.ts'
import { type Reply } from '../../../../src/reference/reply.ts'
import { bare, together } from '../../../../src/reference/effects/alter.ts'
import {
  byTag,
  digestOfQuery,
  put,
  referenceOf,
  repositoryOf,
} from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'
import { onReply, onRequest, type Effects, type Match } from '../../../../src/reference/effects/effects.ts'

/** Milliseconds for which a push goes on, so that another one can come in between. */
const writing = 100

/** A push that another one may meet: what both are about, and what is pushed. */
interface UnderWay {
  key: string
  content: string
  until: number
}

/** While something is being pushed, another push about the same is refused, of any content or of other content. */
function refusingAtOnce(
  match: Match,
  about: (ctx: RequestContext) => Omit<UnderWay, 'until'>,
  refuse: (ctx: RequestContext) => Reply,
  content: 'any' | 'other' = 'any',
): Effects {
  const underWay = new Map<string, UnderWay>()
  const pushedBy = new WeakMap<RequestContext, UnderWay>()
  return together(
    onRequest(match, (ctx) => {
      const own = { ...about(ctx), until: Date.now() + writing }
      const other = underWay.get(own.key)
      const isMet = other !== undefined && Date.now() < other.until
      if (isMet && (content === 'any' || other.content !== own.content)) return refuse(ctx)
      underWay.set(own.key, own)
      pushedBy.set(ctx, own)
      return ctx
    }),
    onReply(match, (answer, ctx) => {
      if (answer.status === 201) return { ...answer, delay: writing }
      // A push that was refused is not under way any more: what comes after it does not meet it.
      const own = pushedBy.get(ctx)
      if (own !== undefined && underWay.get(own.key) === own) underWay.delete(own.key)
      return answer
    }),
  )
}

const tagged = { ...put, when: byTag }
const closing = { endpoint: 'upload', method: 'PUT' } as const

/** While a manifest is being pushed, the same one is refused under other tags. */
const refusingTheSameAtOnce = (refuse: (ctx: RequestContext) => Reply): Effects =>
  refusingAtOnce(
    tagged,
    (ctx) => ({ key: `${repositoryOf(ctx)}@${digestOf(ctx.body)}`, content: referenceOf(ctx) }),
    refuse,
  )

/** Uploads of a repository that hold the same bytes are one for it: the first closing ends them all. */
function endingSameUploads(): Effects {
  const uploads = new Map<string, string>()
  const same = (ctx: RequestContext, digest: string) =>
    [...uploads]
      .filter(([, repository]) => repository === repositoryOf(ctx))
      .flatMap(([id, repository]) => {
        const session = ctx.sessions.find(id, repository)
        return session && session.size > 0 && digestOf(Buffer.concat(session.chunks)) === digest
          ? [session]
          : []
      })
  return together(
    onRequest({ endpoint: 'upload', method: 'PATCH' }, (ctx) => {
      if (ctx.route.endpoint === 'upload') uploads.set(ctx.route.reference, ctx.route.repository)
      return ctx
    }),
    onReply({ ...closing, status: 201 }, (answer, ctx) => {
      for (const session of same(ctx, digestOfQuery(ctx))) ctx.sessions.end(session)
      return answer
    }),
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
    title: 'returns 409 for a manifest while it is being pushed under another tag',
    verdict: 'note',
    effects: () => refusingTheSameAtOnce(() => bare(409)),
  },
  {
    id: 'tag-at-once-500',
    violates: 'push.manifest.by-tag',
    title: 'fails with 500 while another manifest is being pushed under the same tag',
    depth: 'standard',
    seenIn: 'Gitea 1.22 (gitea#31964)',
    effects: () =>
      refusingAtOnce(
        tagged,
        (ctx) => ({ key: `${repositoryOf(ctx)}:${referenceOf(ctx)}`, content: digestOf(ctx.body) }),
        () => bare(500),
        'other',
      ),
  },
  {
    id: 'closing-ends-same-upload',
    violates: 'push.blob.concurrent',
    title: 'ends other uploads of the same bytes when one is closed',
    effects: () => endingSameUploads(),
  },
  {
    id: 'same-blob-at-once-404',
    violates: 'push.blob.concurrent',
    title: 'returns 404 for the final PUT of an upload while the same blob is being stored',
    seenIn: 'Pulp Container in 2025 (pulp_container#1730)',
    // Which of the uploads of a blob that tests share meet depends on their order.
    alone: true,
    effects: () =>
      refusingAtOnce(
        closing,
        (ctx) => ({ key: `${repositoryOf(ctx)}@${digestOfQuery(ctx)}`, content: '' }),
        (ctx) => refused(ctx, 'upload-unknown'),
      ),
  },
]
