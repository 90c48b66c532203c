import type { RequestContext } from '../context.ts'
import type { Reply } from '../reply.ts'
import { onReply, onRequest, type Effects, type Match } from './effects.ts'

/** Effects on some of the requests, as of trouble that passes. */

/** Changes each so-many-th of the matching replies. */
export function each(
  count: number,
  match: Match,
  change: (reply: Reply, ctx: RequestContext) => Reply,
): Effects {
  let seen = 0
  return onReply(match, (reply, ctx) => {
    seen += 1
    return seen % count === 0 ? change(reply, ctx) : reply
  })
}

/** Finds requests that were not met before: what passes does not concern the same one twice. */
export function firstOfEach(): (ctx: RequestContext) => boolean {
  const met = new Set<string>()
  return ({ method, route, query }) =>
    met.size < met.add(`${method} ${JSON.stringify(route)} ${query.toString()}`).size
}

/** As `each`, for requests, which get the reply before anything is done. */
export function eachRequest(count: number, match: Match, reply: (ctx: RequestContext) => Reply): Effects {
  let seen = 0
  return onRequest(match, (ctx) => {
    seen += 1
    return seen % count === 0 ? reply(ctx) : ctx
  })
}
