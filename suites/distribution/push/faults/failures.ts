import { refused, type RequestContext } from '../../../../src/reference/context.ts'
import { digestOf } from '../../../../src/reference/digest.ts'
import { put } from '../../../../src/reference/effects/requests.ts'
import { ending, together } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onRequest, type Effects, type Match } from '../../../../src/reference/effects/effects.ts'
import { isMount, isSinglePost } from '../../../../src/reference/effects/uploads.ts'

/** Endings of what is optional that are not the refusals by which a registry without it responds. */

const posting = { endpoint: 'uploads', method: 'POST' } as const

const bySha512 = (ctx: RequestContext): boolean =>
  ctx.query.get('digest')?.startsWith('sha512:') === true ||
  ('reference' in ctx.route && ctx.route.reference.startsWith('sha512:'))

const isStream = ({ headers }: RequestContext): boolean => headers['content-range'] === undefined

/** A tag that is pushed again with another manifest. */
const isMoved = ({ route, store, body }: RequestContext): boolean => {
  const known =
    route.endpoint === 'manifest' ? store.find(route.repository)?.tags.get(route.reference) : undefined
  return known !== undefined && known !== digestOf(body)
}

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
    title: 'returns 500 for a POST that names sha512',
    at: ['dev'],
    verdict: 'fail',
    effects: failing({ ...posting, when: ({ query }) => query.get('digest-algorithm') === 'sha512' }),
  },
  {
    id: 'sha512-blob-500',
    violates: 'push.sha512.blob',
    title: 'returns 500 for a blob by sha512',
    verdict: 'fail',
    effects: failing({ endpoint: 'upload', method: 'PUT', when: bySha512 }),
  },
  {
    id: 'sha512-manifest-500',
    violates: 'push.sha512.manifest',
    title: 'returns 500 for a manifest by sha512',
    verdict: 'fail',
    effects: failing({ ...put, when: bySha512 }),
  },
  {
    id: 'sha512-manifest-503',
    violates: 'push.sha512.manifest',
    title: 'returns 503 for each manifest by sha512',
    verdict: 'fail',
    effects: () => ending({ ...put, when: bySha512 }, 503),
  },
  {
    id: 'single-post-500',
    violates: 'push.single-post.supported',
    title: 'returns 500 for a single POST',
    verdict: 'fail',
    effects: failing({ ...posting, when: isSinglePost }),
  },
  {
    id: 'mount-500',
    violates: 'push.mount.supported',
    title: 'returns 500 for each mount that names its source',
    verdict: 'fail',
    effects: failing({ ...posting, when: (ctx) => isMount(ctx) && ctx.query.has('from') }),
  },
  {
    id: 'mount-without-from-500',
    violates: 'push.mount.without-from',
    title: 'returns 500 for a mount that names no source',
    effects: failing({ ...posting, when: (ctx) => isMount(ctx) && !ctx.query.has('from') }),
  },
  {
    id: 'stream-500',
    violates: 'push.chunked.stream',
    title: 'returns 500 for a PATCH without Content-Range',
    verdict: 'fail',
    effects: failing({ endpoint: 'upload', method: 'PATCH', when: isStream }),
  },
  {
    id: 'tag-parameters-500',
    violates: 'push.tag-parameters.created',
    title: 'returns 500 for a push with tag parameters',
    effects: failing({ ...put, when: ({ query }) => query.has('tag') }),
  },
]

const changes: readonly Fault[] = [
  {
    id: 'pushes-501',
    violates: 'push.session.start',
    title: 'returns 501 for each start of an upload and each push of a manifest',
    effects: () => together(ending(posting, 501), ending(put, 501)),
  },
  {
    id: 'tag-move-404',
    violates: 'push.manifest.tag-moves',
    title: 'returns 404 if a tag is pushed again',
    effects: () => ending({ ...put, when: isMoved }, 404),
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
    id: 'names-like-tags-unknown-404',
    violates: 'push.name.endpoint-words',
    title: 'takes repositories with a part named tags for unknown',
    effects: () => refusingNames(/\/tags\//, 'name-unknown'),
  },
  {
    id: 'nested-names-invalid-404',
    violates: 'push.name.nested',
    title: 'returns 404 with NAME_INVALID to names of four parts',
    effects: () => refusingNames(/(?:\/.*){3}/, 'name-invalid'),
  },
]

/** Faults in which a registry fails, or takes something for absent, where it may refuse or lack it. */
export const failureFaults: readonly Fault[] = [...features, ...changes]
