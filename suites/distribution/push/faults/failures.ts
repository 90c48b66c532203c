import { refused, type RequestContext } from '../../../../src/reference/context.ts'
import { digestOf } from '../../../../src/reference/digest.ts'
import { byTag, ending, instead, together } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onRequest, type Effects, type Match } from '../../../../src/reference/effects/effects.ts'
import { listed } from '../../content-discovery/faults/referrers.ts'
import { documentIn, put } from './manifests.ts'
import { isMount, isSinglePost } from './ways.ts'

/** Endings of what is optional that are not the refusals by which a registry without it responds. */

const posting = { endpoint: 'uploads', method: 'POST' } as const

const bySha512 = (ctx: RequestContext): boolean =>
  ctx.query.get('digest')?.startsWith('sha512:') === true ||
  ('reference' in ctx.route && ctx.route.reference.startsWith('sha512:'))

const hasSubject = (ctx: RequestContext): boolean => documentIn(ctx)['subject'] !== undefined

const isIndex = (ctx: RequestContext): boolean => Array.isArray(documentIn(ctx)['manifests'])

const hasOwnType = (ctx: RequestContext): boolean => documentIn(ctx)['artifactType'] !== undefined

const isStream = ({ headers }: RequestContext): boolean => headers['content-range'] === undefined

/** A tag that is pushed again with another manifest. */
const isMoved = ({ route, store, body }: RequestContext): boolean => {
  const known =
    route.endpoint === 'manifest' ? store.find(route.repository)?.tags.get(route.reference) : undefined
  return known !== undefined && known !== digestOf(body)
}

const isStored = ({ route, store }: RequestContext): boolean =>
  route.endpoint === 'blob' && store.find(route.repository)?.blobs.has(route.reference) === true

/** The manifest to delete has tags. */
const hasTags = ({ route, store }: RequestContext): boolean =>
  route.endpoint === 'manifest' &&
  [...(store.find(route.repository)?.tags.values() ?? [])].includes(route.reference)

/** Names are refused with 404, as one that is malformed or as one that is unknown. */
const refusingNames = (pattern: RegExp, refusal: 'name-invalid' | 'name-unknown'): Effects =>
  onRequest(posting, (ctx) =>
    'repository' in ctx.route && pattern.test(ctx.route.repository ?? '')
      ? { ...refused(ctx, refusal), status: 404 }
      : ctx,
  )

const failing = (match: Match): (() => Effects) => {
  return () => ending(match, 500)
}

const features: readonly Fault[] = [
  {
    id: 'sha512-start-500',
    violates: 'push.sha512.blob',
    title: 'fails with 500 on a POST that names sha512',
    at: ['dev'],
    verdict: 'fail',
    effects: failing({ ...posting, when: ({ query }) => query.get('digest-algorithm') === 'sha512' }),
  },
  {
    id: 'sha512-blob-500',
    violates: 'push.sha512.blob',
    title: 'fails with 500 on a blob by sha512',
    verdict: 'fail',
    effects: failing({ endpoint: 'upload', method: 'PUT', when: bySha512 }),
  },
  {
    id: 'sha512-manifest-500',
    violates: 'push.sha512.manifest',
    title: 'fails with 500 on a manifest by sha512',
    verdict: 'fail',
    effects: failing({ ...put, when: bySha512 }),
  },
  {
    id: 'sha512-manifest-503',
    violates: 'push.sha512.manifest',
    title: 'returns 503 to each manifest by sha512',
    verdict: 'fail',
    effects: () => ending({ ...put, when: bySha512 }, 503),
  },
  {
    id: 'single-post-500',
    violates: 'push.single-post.supported',
    title: 'fails with 500 on a single POST',
    verdict: 'fail',
    effects: failing({ ...posting, when: isSinglePost }),
  },
  {
    id: 'mount-500',
    violates: 'push.mount.supported',
    title: 'fails with 500 on each mount that names its source',
    verdict: 'fail',
    effects: failing({ ...posting, when: (ctx) => isMount(ctx) && ctx.query.has('from') }),
  },
  {
    id: 'mount-without-from-500',
    violates: 'push.mount.without-from',
    title: 'fails with 500 on a mount that names no source',
    effects: failing({ ...posting, when: (ctx) => isMount(ctx) && !ctx.query.has('from') }),
  },
  {
    id: 'stream-500',
    violates: 'push.chunked.stream',
    title: 'fails with 500 on a PATCH without Content-Range',
    verdict: 'fail',
    effects: failing({ endpoint: 'upload', method: 'PATCH', when: isStream }),
  },
  {
    id: 'tag-parameters-500',
    violates: 'push.tag-parameters.created',
    title: 'fails with 500 on a push with tag parameters',
    effects: failing({ ...put, when: ({ query }) => query.has('tag') }),
  },
  {
    id: 'extensions-of-repository-500',
    violates: 'extensions.discover.repository',
    title: 'fails with 500 on the discovery of the extensions of a repository',
    verdict: 'fail',
    effects: () =>
      instead(
        {
          endpoint: 'discover',
          when: ({ route }) => 'repository' in route && route.repository !== undefined,
        },
        500,
      ),
  },
]

const lists: readonly Fault[] = [
  {
    id: 'referrers-500',
    violates: 'discovery.referrers.supported',
    title: 'fails with 500 on referrers',
    verdict: 'fail',
    effects: failing({ endpoint: 'referrers' }),
  },
  {
    id: 'referrers-204',
    violates: 'discovery.referrers.supported',
    title: 'returns 204 to referrers',
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
    title: 'fails with 500 on an image manifest with a subject and without an artifactType',
    effects: failing({ ...put, when: (ctx) => hasSubject(ctx) && !isIndex(ctx) && !hasOwnType(ctx) }),
  },
  {
    id: 'referring-index-without-type-500',
    violates: 'discovery.referrers.complete-index',
    title: 'fails with 500 on an index with a subject and without an artifactType',
    verdict: 'fail',
    effects: failing({ ...put, when: (ctx) => hasSubject(ctx) && isIndex(ctx) && !hasOwnType(ctx) }),
  },
  {
    id: 'tags-501',
    violates: 'discovery.tags.listed',
    title: 'returns 501 to the list of tags',
    effects: () => ending({ endpoint: 'tags' }, 501),
  },
  {
    id: 'tags-of-malformed-name-500',
    violates: 'errors.code.name-invalid',
    title: 'fails with 500 on the tags of a repository whose name is malformed',
    verdict: 'fail',
    effects: () => instead({ endpoint: 'tags', refusal: 'name-invalid' }, 500),
  },
]

const changes: readonly Fault[] = [
  {
    id: 'pushes-501',
    violates: 'push.session.start',
    title: 'returns 501 to each start of an upload and each push of a manifest',
    effects: () => together(ending(posting, 501), ending(put, 501)),
  },
  {
    id: 'tag-deletion-500',
    violates: 'management.tag.disabled',
    title: 'fails with 500 on the deletion of each tag',
    effects: failing({ endpoint: 'manifest', method: 'DELETE', when: byTag }),
  },
  {
    id: 'blob-deletion-500-of-old',
    violates: 'management.blob.disabled',
    title: 'fails with 500 on the deletion of each blob, under 1.0 as well',
    at: ['1.0'],
    verdict: 'fail',
    effects: failing({ endpoint: 'blob', method: 'DELETE', when: isStored }),
  },
  {
    id: 'tag-move-404',
    violates: 'push.manifest.tag-moves',
    title: 'returns 404 where a tag is pushed again',
    effects: () => ending({ ...put, when: isMoved }, 404),
  },
  {
    id: 'tagged-manifest-kept',
    violates: 'management.manifest.tags-gone',
    title: 'refuses with 409 to delete a manifest with tags',
    verdict: 'unsupported',
    effects: () => ending({ endpoint: 'manifest', method: 'DELETE', when: hasTags }, 409),
  },
  {
    id: 'tagged-manifest-deletion-404',
    violates: 'management.manifest.accepted',
    title: 'returns 404 to the deletion of a manifest with tags',
    effects: () => ending({ endpoint: 'manifest', method: 'DELETE', when: hasTags }, 404),
  },
  {
    id: 'names-with-dashes-invalid-404',
    violates: 'push.name.separators',
    title: 'returns 404 with NAME_INVALID to names with several dashes',
    at: ['1.1', 'dev'],
    effects: () => refusingNames(/---/, 'name-invalid'),
  },
  {
    id: 'names-with-dashes-unknown-404',
    violates: 'push.name.separators',
    title: 'takes repositories with several dashes in their names for unknown',
    at: ['1.1', 'dev'],
    effects: () => refusingNames(/---/, 'name-unknown'),
  },
  {
    id: 'nested-names-invalid-404',
    violates: 'push.name.nested',
    title: 'returns 404 with NAME_INVALID to names of four parts',
    effects: () => refusingNames(/(?:\/.*){3}/, 'name-invalid'),
  },
]

/** Faults in which a registry fails, or takes something for absent, where it may refuse or lack it. */
export const failureFaults: readonly Fault[] = [...features, ...lists, ...changes]
