import { refused, type RequestContext } from '../../../../src/reference/context.ts'
import { headerOf } from '../../../../src/reference/reply.ts'
import { bare, together } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { isMount } from '../../../../src/reference/effects/uploads.ts'
import { repositoryOf } from '../../../../src/reference/effects/requests.ts'
import { losing, mounted, wanted } from './mount.ts'

/** A mount that is the first to store something in its repository stores nothing. */
function losingFirstMounts(): Effects {
  const known = new Set<string>()
  return onReply({ status: 201 }, (answer, ctx) => {
    const repository = repositoryOf(ctx)
    const isFirst = !known.has(repository)
    known.add(repository)
    return isFirst && isMount(ctx) ? losing(ctx, answer) : answer
  })
}

/** Chunks are refused in uploads that were started instead of a mount. */
function refusingChunksAfterMounts(): Effects {
  const begun = new Set<string>()
  return together(
    onReply({ endpoint: 'uploads', status: 202, when: isMount }, (answer) => {
      begun.add(headerOf(answer, 'Location')?.split(/[/?]/).at(-1) ?? '')
      return answer
    }),
    onRequest({ endpoint: 'upload', method: 'PATCH' }, (ctx) =>
      ctx.route.endpoint === 'upload' && begun.has(ctx.route.reference)
        ? refused(ctx, 'upload-unknown')
        : ctx,
    ),
  )
}

/** Milliseconds for which a mount goes on, so that another one can come in between. */
const mounting = 100

const keyOf = (ctx: RequestContext): string => `${repositoryOf(ctx)}@${wanted(ctx)}`

/** While a blob is being mounted, another mount of it fails. */
function failingMountsAtOnce(): Effects {
  const underWay = new Map<string, number>()
  return together(
    onRequest({ endpoint: 'uploads', when: isMount }, (ctx) => {
      if (Date.now() < (underWay.get(keyOf(ctx)) ?? 0)) return bare(500)
      underWay.set(keyOf(ctx), Date.now() + mounting)
      return ctx
    }),
    onReply(mounted, (answer) => ({ ...answer, delay: mounting })),
  )
}

/** Faults in mounts of other repositories than the usual two, of two clients, and in what takes their place. */
export const mountElsewhereFaults: readonly Fault[] = [
  {
    id: 'mount-into-new-pretended',
    violates: 'push.mount.stored',
    title: 'mounts nothing into a repository that has nothing yet',
    effects: losingFirstMounts,
  },
  {
    id: 'mount-from-three-parts-pretended',
    violates: 'push.mount.stored',
    title: 'mounts nothing from a repository of three and more parts',
    effects: () =>
      onReply(
        { ...mounted, when: (ctx) => isMount(ctx) && (ctx.query.get('from')?.split('/').length ?? 0) > 2 },
        (answer, ctx) => losing(ctx, answer),
      ),
  },
  {
    id: 'mount-at-once-500',
    violates: 'push.mount.created',
    title: 'returns 500 for a mount while the same blob is being mounted',
    effects: failingMountsAtOnce,
  },
  {
    id: 'mount-fallback-chunk-404',
    violates: 'push.chunked.patch-accepted',
    title: 'takes no chunks in an upload that was started instead of a mount',
    effects: refusingChunksAfterMounts,
  },
]
