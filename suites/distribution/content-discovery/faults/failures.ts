import type { RequestContext } from '../../../../src/reference/context.ts'
import { ending, instead, together } from '../../../../src/reference/effects/alter.ts'
import { page } from '../../../../src/reference/effects/page.ts'
import { documentIn, put } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'
import { listed } from './referrers.ts'

const hasSubject = (ctx: RequestContext): boolean => documentIn(ctx)['subject'] !== undefined

const isIndex = (ctx: RequestContext): boolean => Array.isArray(documentIn(ctx)['manifests'])

const hasOwnType = (ctx: RequestContext): boolean => documentIn(ctx)['artifactType'] !== undefined

/** Faults in which a registry fails over lists, or sends something else in their place. */
export const listFailureFaults: readonly Fault[] = [
  {
    id: 'referrers-500',
    violates: 'discovery.referrers.supported',
    title: 'returns 500 for referrers',
    verdict: 'fail',
    effects: () => ending({ endpoint: 'referrers' }, 500),
  },
  {
    id: 'referrers-204',
    violates: 'discovery.referrers.supported',
    title: 'returns 204 for referrers',
    verdict: 'fail',
    effects: () => instead(listed, 204),
  },
  {
    id: 'referrers-absent-405',
    violates: 'discovery.referrers.supported',
    title: 'has no referrers API and returns 405 in its place',
    verdict: 'unsupported',
    effects: () => together({ options: { referrers: false } }, ending({ endpoint: 'referrers' }, 405)),
  },
  {
    id: 'referrer-without-type-500',
    violates: 'discovery.referrers.complete',
    title: 'returns 500 for an image manifest with a subject and without an artifactType',
    effects: () =>
      ending({ ...put, when: (ctx) => hasSubject(ctx) && !isIndex(ctx) && !hasOwnType(ctx) }, 500),
  },
  {
    id: 'referring-index-without-type-500',
    violates: 'discovery.referrers.complete-index',
    title: 'returns 500 for an index with a subject and without an artifactType',
    verdict: 'fail',
    effects: () =>
      ending({ ...put, when: (ctx) => hasSubject(ctx) && isIndex(ctx) && !hasOwnType(ctx) }, 500),
  },
  {
    id: 'tags-501',
    violates: 'discovery.tags.listed',
    title: 'returns 501 for the list of tags',
    effects: () => ending({ endpoint: 'tags' }, 501),
  },
  {
    id: 'tags-page',
    violates: 'discovery.tags.body',
    title: 'returns a page instead of a tag list',
    effects: () => page({ endpoint: 'tags', method: 'GET', status: 200 }),
  },
]
