import type { RequestContext } from '../../../../src/reference/context.ts'
import { reply, withHeader, withStatus } from '../../../../src/reference/reply.ts'
import { bare, together } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { isNext, sessionOf, sizeOf } from '../../../../src/reference/effects/uploads.ts'

const outOfOrder = { endpoint: 'upload', method: 'PATCH', refusal: 'chunk-out-of-order' } as const
type Place = 'gap' | 'start' | 'repeated'

/** Which rule a chunk breaks that is at a wrong place. */
const placeOf = (ctx: RequestContext): Place => {
  const first = Number(/^\d+/.exec(ctx.headers['content-range'] ?? '')?.[0])
  if (sizeOf(ctx) === 0) return 'start'
  return first > sizeOf(ctx) ? 'gap' : 'repeated'
}
const at = (place: Place) => ({ ...outOfOrder, when: (ctx: RequestContext) => placeOf(ctx) === place })

/** Takes a chunk that should have been refused. */
const taking = (place: Place): Effects =>
  onReply(at(place), (_, ctx) => {
    const session = sessionOf(ctx)
    if (session === undefined) return bare(404)
    ctx.sessions.append(session, ctx.body)
    return reply(202, {
      Location: `/v2/${session.repository}/blobs/uploads/${session.id}`,
      Range: `0-${session.size - 1}`,
      'Content-Length': '0',
    })
  })

/** Faults in what becomes of chunks at a wrong place. */
export const chunkOrderFaults: readonly Fault[] = [
  {
    id: 'chunk-gap-accepted',
    violates: 'push.chunked.out-of-order',
    title: 'appends a chunk that leaves a gap',
    effects: () => taking('gap'),
  },
  {
    id: 'chunk-far-gap-400',
    violates: 'push.chunked.out-of-order',
    title: 'returns 400 for a chunk that begins beyond 4 GiB',
    effects: () =>
      onReply(
        {
          ...outOfOrder,
          when: ({ headers }) => Number(/^\d+/.exec(headers['content-range'] ?? '')?.[0]) >= 2 ** 32,
        },
        (answer) => withStatus(answer, 400),
      ),
  },
  {
    id: 'chunk-gap-400',
    violates: 'push.chunked.out-of-order',
    title: 'returns 400 for a chunk that leaves a gap',
    effects: () => onReply(at('gap'), (answer) => withStatus(answer, 400)),
  },
  {
    id: 'chunk-first-not-zero-accepted',
    violates: 'push.chunked.first-chunk-not-zero',
    title: 'takes a first chunk that does not start at 0',
    effects: () => taking('start'),
  },
  {
    id: 'chunk-first-not-zero-404',
    violates: 'push.chunked.first-chunk-not-zero',
    title: 'returns 404 for a first chunk that does not start at 0',
    effects: () => onReply(at('start'), () => bare(404)),
  },
  {
    id: 'chunk-repeated-accepted',
    violates: 'push.chunked.repeated-chunk',
    title: 'appends a chunk a second time',
    effects: () => taking('repeated'),
  },
  {
    id: 'chunk-repeated-202',
    violates: 'push.chunked.repeated-chunk',
    title: 'returns 202 for a chunk that it already has and drops it',
    effects: () => onReply(at('repeated'), (answer) => withStatus(answer, 202)),
  },
  {
    id: 'last-chunk-gap-400',
    violates: 'push.chunked.out-of-order-put',
    title: 'returns 400 for a final chunk that leaves a gap',
    at: ['dev'],
    seenIn: 'distribution 3.1.1',
    effects: () =>
      onReply({ endpoint: 'upload', method: 'PUT', refusal: 'chunk-out-of-order' }, (answer) =>
        withStatus(answer, 400),
      ),
  },
  {
    id: 'last-chunk-gap-400-before-dev',
    violates: 'push.chunked.out-of-order-put',
    title: 'returns 400 for a final chunk that leaves a gap, as the table of 1.1 allows',
    at: ['1.1'],
    verdict: 'warn',
    effects: () =>
      onReply({ endpoint: 'upload', method: 'PUT', refusal: 'chunk-out-of-order' }, (answer) =>
        withStatus(answer, 400),
      ),
  },
  {
    id: 'last-chunk-gap-500',
    violates: 'push.chunked.out-of-order-put',
    title: 'returns 500 for a final chunk that leaves a gap',
    effects: () =>
      onReply({ endpoint: 'upload', method: 'PUT', refusal: 'chunk-out-of-order' }, () => bare(500)),
  },
  {
    id: 'refused-chunk-kept',
    violates: 'push.chunked.out-of-order-not-stored',
    title: 'appends a chunk that it rejects',
    effects: () =>
      onReply(at('gap'), (answer, ctx) => {
        const session = sessionOf(ctx)
        if (session !== undefined) ctx.sessions.append(session, ctx.body)
        return answer
      }),
  },
  {
    id: 'refused-final-chunk-kept',
    violates: 'push.chunked.out-of-order-put-not-stored',
    title: 'appends a final chunk that it rejects',
    seenIn: 'distribution 3.1.1',
    effects: () =>
      onReply({ endpoint: 'upload', method: 'PUT', refusal: 'chunk-out-of-order' }, (answer, ctx) => {
        const session = sessionOf(ctx)
        if (session !== undefined) ctx.sessions.append(session, ctx.body)
        return answer
      }),
  },
  {
    id: 'upload-over-after-416',
    violates: 'push.chunked.recovery',
    title: 'ends an upload with the first chunk that it rejects',
    effects: () => {
      const spoilt = new Set<string>()
      return together(
        onReply(at('gap'), (answer, { route }) => {
          if (route.endpoint === 'upload') spoilt.add(route.reference)
          return answer
        }),
        onRequest({ endpoint: 'upload', method: ['PATCH', 'PUT'] }, (ctx) =>
          ctx.route.endpoint === 'upload' && spoilt.has(ctx.route.reference) && isNext(ctx) ? bare(404) : ctx,
        ),
      )
    },
  },
  {
    id: 'status-after-416-counts-refused',
    violates: 'push.chunked.status-after-416',
    title: 'counts a rejected chunk in the status of the upload',
    effects: () => countingRefused((session, refused) => `0-${session + refused - 1}`),
  },
  {
    id: 'status-after-416-forgets',
    violates: 'push.chunked.status-after-416',
    title: 'returns the status of an upload as empty after a rejected chunk',
    effects: () => countingRefused(() => '0-0'),
  },
]

/** The status after a refusal of a chunk that left a gap. */
function countingRefused(range: (session: number, refused: number) => string): Effects {
  const refused = new Map<string, number>()
  return onReply({ endpoint: 'upload' }, (answer, ctx) => {
    if (ctx.route.endpoint !== 'upload') return answer
    const { reference } = ctx.route
    if (answer.refusal === 'chunk-out-of-order' && ctx.method === 'PATCH' && placeOf(ctx) === 'gap') {
      refused.set(reference, ctx.body.length)
    }
    const lost = refused.get(reference)
    if (ctx.method !== 'GET' || answer.status !== 204 || lost === undefined) return answer
    return withHeader(answer, 'Range', range(sizeOf(ctx), lost))
  })
}
