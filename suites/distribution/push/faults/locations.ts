import { refused, type RequestContext } from '../../../../src/reference/context.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { together } from '../../../../src/reference/effects/alter.ts'
import { repositoryOf } from '../../../../src/reference/effects/requests.ts'
import { sessionOf } from '../../../../src/reference/effects/uploads.ts'
import { headerOf, withHeader, type Reply } from '../../../../src/reference/reply.ts'
import type { Fault } from '../../fault.ts'

/** Bytes that the upload at a Location has; undefined where it is over. */
const sizeAt = (location: string, ctx: RequestContext): number | undefined =>
  ctx.sessions.find(location.replace(/\?.*/, '').split('/').at(-1) ?? '', repositoryOf(ctx))?.size

/** The reply with the number of bytes of its upload in the Location. */
function withOffset(answer: Reply, ctx: RequestContext): Reply {
  const location = headerOf(answer, 'location') ?? ''
  const size = sizeAt(location, ctx)
  const separator = location.includes('?') ? '&' : '?'
  return size === undefined ? answer : withHeader(answer, 'Location', `${location}${separator}offset=${size}`)
}

/** Each Location has the number of bytes so far, and an earlier one is not known. */
function forgettingEarlierLocations(): Effects {
  return together(
    onRequest({ endpoint: 'upload' }, (ctx) => {
      const session = sessionOf(ctx)
      const offset = ctx.query.get('offset')
      if (session === undefined || offset === null || Number(offset) === session.size) return ctx
      return refused(ctx, 'upload-unknown')
    }),
    onReply({ endpoint: ['uploads', 'upload'] }, withOffset),
  )
}

/** Faults in where an upload may go on. */
export const uploadLocationFaults: readonly Fault[] = [
  {
    id: 'status-404-at-earlier-location',
    violates: 'push.status.answered',
    title: 'returns 404 for the status of an upload at the Location from before its final chunk',
    seenIn: 'distribution up to 2.8.2 (distribution#3755)',
    effects: forgettingEarlierLocations,
  },
]
