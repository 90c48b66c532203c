import { digestOf } from '../../../../src/reference/digest.ts'
import { contentLocation } from '../../../../src/reference/locations.ts'
import { withHeader } from '../../../../src/reference/reply.ts'
import { bare, instead, refusing, restatus, together } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import {
  onReply,
  onRequest,
  type Effects,
  type ReplyInterceptor,
} from '../../../../src/reference/effects/effects.ts'
import { digestOfQuery, repositoryOf } from '../../../../src/reference/effects/requests.ts'
import { isMount, isSinglePost, onClosing, sessionOf } from '../../../../src/reference/effects/uploads.ts'

const byAlgorithm = {
  endpoint: 'uploads',
  method: 'POST',
  when: ({ query }: { query: URLSearchParams }) => query.has('digest-algorithm'),
} as const
const sha512 = ({ query }: { query: URLSearchParams }): boolean =>
  query.get('digest')?.startsWith('sha512:') === true
const bySha512 = ({ route }: { route: object }): boolean =>
  'reference' in route && String(route.reference).startsWith('sha512:')

/** A Location that names another digest than the push did. */
const locatingBySha256: ReplyInterceptor = (answer, ctx) => {
  const digest = ctx.query.get('digest') ?? ctx.query.get('mount') ?? ''
  return digest.startsWith('sha512:')
    ? withHeader(answer, 'Location', contentLocation(ctx, repositoryOf(ctx), 'blobs', digestOf(ctx.body)))
    : answer
}

const stored = { status: 201 } as const

/** Refuses the sha512 digest of what was uploaded in chunks alone. */
const refusingOfChunks = (): Effects =>
  onRequest({ endpoint: 'upload', method: 'PUT', when: sha512 }, (ctx) => {
    const session = sessionOf(ctx)
    if (session === undefined || session.size === 0 || ctx.body.length > 0) return ctx
    ctx.sessions.end(session)
    return bare(400)
  })

/** Faults in digests by another algorithm than sha256. */
export const algorithmFaults: readonly Fault[] = [
  {
    id: 'sha512-refused',
    violates: 'push.sha512.blob',
    title: 'knows sha256 alone',
    verdict: 'unsupported',
    effects: () => ({ options: { algorithms: ['sha256'] } }),
  },
  {
    id: 'sha512-blob-unserved',
    violates: 'push.sha512.blob',
    title: 'takes blobs by sha512 and serves them by sha256 only',
    verdict: 'fail',
    effects: () => instead({ endpoint: 'blob', when: bySha512, status: 200 }, 404),
  },
  {
    id: 'sha512-in-chunks-refused',
    violates: 'push.sha512.blob',
    title: 'takes blobs by sha512 in one piece only',
    at: ['1.0', '1.1'],
    depth: 'standard',
    effects: refusingOfChunks,
  },
  {
    id: 'sha512-put-location-dead',
    violates: 'push.post-put.location-pullable',
    title: 'names the sha256 digest of a blob, under which it is not, in the Location of its sha512 push',
    effects: () => onClosing('whole', stored, locatingBySha256),
  },
  {
    id: 'sha512-close-location-dead',
    violates: 'push.chunked.close-location-pullable',
    title: 'names another digest in the Location of chunks that were closed under a sha512 digest',
    effects: () => onClosing('nothing', stored, locatingBySha256),
  },
  {
    id: 'sha512-single-post-location-dead',
    violates: 'push.single-post.location-pullable',
    title: 'names another digest in the Location of a single POST under a sha512 digest',
    effects: () => onReply({ endpoint: 'uploads', status: 201, when: isSinglePost }, locatingBySha256),
  },
  {
    id: 'sha512-mount-location-dead',
    violates: 'push.mount.location-pullable',
    title: 'names another digest in the Location of a mount by a sha512 digest',
    effects: () => onReply({ endpoint: 'uploads', status: 201, when: isMount }, locatingBySha256),
  },
  {
    id: 'sha512-manifest-refused',
    violates: 'push.sha512.manifest',
    title: 'takes blobs by sha512, but no manifests',
    verdict: 'unsupported',
    seenIn: 'distribution 3.1.1',
    effects: () =>
      refusing({ endpoint: 'manifest', method: 'PUT', when: bySha512 }, 'digest-algorithm-unsupported'),
  },
  {
    id: 'sha512-manifest-unserved',
    violates: 'push.sha512.manifest',
    title: 'takes manifests by sha512 and does not serve them',
    verdict: 'fail',
    effects: () =>
      instead({ endpoint: 'manifest', when: bySha512, method: ['GET', 'HEAD'], status: 200 }, 404),
  },
  {
    id: 'sha512-wrong-digest-201',
    violates: 'push.sha512.wrong-digest',
    title: 'takes a sha512 digest without computing it',
    effects: () =>
      onReply({ endpoint: 'upload', method: 'PUT', refusal: 'digest-mismatch', when: sha512 }, (_, ctx) => {
        const session = sessionOf(ctx)
        if (session !== undefined) ctx.sessions.end(session)
        return bare(201, { Location: contentLocation(ctx, repositoryOf(ctx), 'blobs', digestOfQuery(ctx)) })
      }),
  },
  {
    id: 'digest-algorithm-400',
    violates: 'push.digest-algorithm.started',
    title: 'rejects a POST that names the digest algorithm, as one that it does not know',
    verdict: 'unsupported',
    effects: () => instead({ ...byAlgorithm, status: 202 }, 400),
  },
  {
    id: 'digest-algorithm-200',
    violates: 'push.digest-algorithm.started',
    title: 'returns 200 for a POST that names the digest algorithm',
    effects: () => restatus({ ...byAlgorithm, status: 202 }, 200),
  },
  {
    id: 'digest-algorithm-of-chunks-forgotten',
    violates: 'push.digest-algorithm.stored',
    title: 'rejects the sha512 digest of chunks',
    at: ['dev'],
    also: ['push.sha512.blob'],
    because: 'a blob in chunks is pushed under a sha512 digest without the parameter as well',
    effects: refusingOfChunks,
  },
  {
    id: 'digest-algorithm-unknown-ignored',
    violates: 'push.digest-algorithm.unknown',
    title: 'starts an upload for an unknown algorithm',
    effects: () => ({ options: { digestAlgorithmParameter: false } }),
  },
  {
    id: 'digest-algorithm-unknown-500',
    violates: 'push.digest-algorithm.unknown',
    title: 'returns 500 for an unknown algorithm',
    effects: () => together(instead({ ...byAlgorithm, refusal: 'digest-algorithm-unsupported' }, 500)),
  },
]
