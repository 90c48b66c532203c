import type { RequestContext } from '../context.ts'
import type { UploadSession } from '../sessions.ts'
import type { Effects, Match, ReplyInterceptor } from './effects.ts'

/** How blobs are uploaded, so that an effect can concern one way and leave the others alone. */

export const sessionOf = (ctx: RequestContext): UploadSession | undefined =>
  ctx.route.endpoint === 'upload' ? ctx.sessions.find(ctx.route.reference, ctx.route.repository) : undefined

/** Bytes that the upload has. */
export const sizeOf = (ctx: RequestContext): number => sessionOf(ctx)?.size ?? 0

/** The Content-Range of the chunk begins where the last one ended. */
export const isNext = (ctx: RequestContext): boolean =>
  ctx.headers['content-range']?.startsWith(`${sizeOf(ctx)}-`) === true

/** The POST that begins an upload and nothing else. */
export const isStart = ({ route, query }: RequestContext): boolean =>
  route.endpoint === 'uploads' && !query.has('mount') && !query.has('digest')

export const started: Match = { endpoint: 'uploads', method: 'POST', status: 202, when: isStart }

/** A blob in one POST. */
export const isSinglePost = ({ route, query }: RequestContext): boolean =>
  route.endpoint === 'uploads' && query.has('digest') && !query.has('mount')

export const isMount = ({ route, query }: RequestContext): boolean =>
  route.endpoint === 'uploads' && query.has('mount')

/** The content of a final PUT: the whole blob, nothing after chunks, or the last chunk. */
export type Way = 'whole' | 'nothing' | 'last-chunk'

function wayOf(ctx: RequestContext): Way | undefined {
  const session = ctx.method === 'PUT' ? sessionOf(ctx) : undefined
  if (session === undefined) return undefined
  if (session.size === 0) return 'whole'
  return ctx.body.length === 0 ? 'nothing' : 'last-chunk'
}

/** Changes the replies to final PUTs of one way; the session may be over when the reply is made. */
export function onClosing(
  way: Way,
  match: { status?: number; refusal?: string },
  change: ReplyInterceptor,
): Effects {
  const finalPuts = new WeakSet<RequestContext>()
  return {
    onRequest(ctx) {
      if (wayOf(ctx) === way) finalPuts.add(ctx)
      return ctx
    },
    onReply(reply, ctx) {
      const fits =
        finalPuts.has(ctx) &&
        (match.status === undefined || match.status === reply.status) &&
        (match.refusal === undefined || match.refusal === reply.refusal)
      return fits ? change(reply, ctx) : reply
    },
  }
}

/** All that an upload holds together with the body of this request. */
export const contentOf = (ctx: RequestContext): Uint8Array =>
  Buffer.concat([...(sessionOf(ctx)?.chunks ?? []), ctx.body])
