import { each } from '../../../src/reference/effects/some.ts'
import type { Disturbance } from './disturbance.ts'

/** Endpoints of the registry itself, so that the first contact is not what breaks. */
const own = { endpoint: ['uploads', 'upload', 'blob', 'manifest', 'tags', 'referrers'] } as const
const reads = { ...own, method: ['GET', 'HEAD'] } as const

const pulled = { endpoint: ['blob', 'manifest'], method: 'GET', status: 200 } as const

/** Connections that break, or take their time. */
export const connectionFailures: readonly Disturbance[] = [
  {
    id: 'connections-reset',
    title: 'closes every twentieth connection without a response',
    touches: [],
    effects: () => each(20, own, (answer) => ({ ...answer, wire: 'reset' as const })),
  },
  {
    id: 'bodies-reset',
    title: 'resets the connection in the middle of every twelfth body',
    touches: [],
    effects: () => each(12, pulled, (answer) => ({ ...answer, wire: 'reset-midway' as const })),
  },
  {
    id: 'bodies-truncated',
    title: 'closes the connection after half of every twelfth body, whose Content-Length is correct',
    touches: [],
    effects: () => each(12, pulled, (answer) => ({ ...answer, wire: 'truncate' as const })),
  },
  {
    id: 'answers-malformed',
    title:
      'ends the lines of every fortieth response with LF instead of CRLF, like the rate limiter of Docker Hub',
    touches: [],
    effects: () => each(40, own, (answer) => ({ ...answer, wire: 'bare-line-feeds' as const })),
  },
  {
    id: 'answers-slow',
    title: 'takes a quarter of a second for every tenth response',
    touches: [],
    effects: () => each(10, own, (answer) => ({ ...answer, delay: 250 })),
  },
  {
    id: 'answers-missing',
    title: 'never responds to every sixtieth read',
    touches: [],
    effects: () => each(60, reads, (answer) => ({ ...answer, wire: 'silence' as const })),
  },
]
