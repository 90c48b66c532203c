import { each, eachRequest, firstOfEach } from '../../../src/reference/effects/some.ts'
import { onRequest } from '../../../src/reference/effects/effects.ts'
import { bare } from '../../../src/reference/effects/alter.ts'
import { withHeader } from '../../../src/reference/reply.ts'
import { refused } from '../../../src/reference/context.ts'
import type { Disturbance } from './disturbance.ts'

/** Endpoints of the registry itself, so that the first contact is not what breaks. */
const own = { endpoint: ['uploads', 'upload', 'blob', 'manifest', 'tags', 'referrers'] } as const
const reads = { ...own, method: ['GET', 'HEAD'] } as const

/** A registry, or something in front of it, with too much to do. */
export const overloaded: readonly Disturbance[] = [
  {
    id: 'failing-now-and-then',
    title: 'returns 503 for every thirtieth request, with a Retry-After of 0',
    touches: [],
    effects: () => eachRequest(30, own, () => bare(503, { 'Retry-After': '0' })),
  },
  {
    id: 'failing-for-no-reason',
    title: 'returns 500 for every fortieth request',
    touches: [],
    effects: () => eachRequest(40, own, () => bare(500)),
  },
  {
    id: 'failing-reads',
    title: 'returns 500 for every fortieth read',
    touches: [],
    effects() {
      const isNew = firstOfEach()
      let seen = 0
      return onRequest(reads, (ctx) => {
        seen += 1
        return seen % 40 === 0 && isNew(ctx) ? bare(500) : ctx
      })
    },
  },
  {
    id: 'deletions-fail',
    title: 'returns 500 for every seventh deletion, which it has performed',
    touches: [],
    effects() {
      const isNew = firstOfEach()
      return each(7, { endpoint: ['blob', 'manifest'], method: 'DELETE', status: 202 }, (answer, ctx) =>
        isNew(ctx) ? bare(500) : answer,
      )
    },
  },
  {
    id: 'limited',
    title: 'returns 429 for every thirtieth request, with Retry-After',
    touches: [],
    effects: () =>
      eachRequest(30, own, (ctx) => withHeader(refused(ctx, 'too-many-requests'), 'Retry-After', '0')),
  },
  {
    id: 'limited-silently',
    title: 'returns 429 for every hundredth request, without Retry-After',
    touches: ['http.retry-after'],
    effects: () => eachRequest(100, own, (ctx) => refused(ctx, 'too-many-requests')),
  },
]
