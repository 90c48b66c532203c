import { contentLocation } from '../../../../src/reference/locations.ts'
import { withHeader, withoutHeader, withStatus } from '../../../../src/reference/reply.ts'
import { bare, instead, refusing, restatus } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, onReply } from '../../../../src/reference/effects/effects.ts'
import { digestOfQuery, hasEscapedDigest, repositoryOf } from '../../../../src/reference/effects/requests.ts'
import { removing } from './chunk-refusals.ts'
import { isSinglePost, onClosing, sessionOf } from '../../../../src/reference/effects/uploads.ts'

export const created = { status: 201 } as const

const isSha256 = ({ query }: { query: URLSearchParams }): boolean =>
  query.get('digest')?.startsWith('sha256:') === true

const wholeFaults: readonly Fault[] = [
  {
    id: 'put-digest-escaped-400',
    violates: 'push.post-put.created',
    title: 'rejects the digest in a PUT of a blob whose colon is written as %3A',
    depth: 'standard',
    effects: () => onClosing('whole', created, (answer, ctx) => (hasEscapedDigest(ctx) ? bare(400) : answer)),
  },
  {
    id: 'put-200',
    violates: 'push.post-put.created',
    title: 'returns 200 for a PUT of a blob',
    effects: () => onClosing('whole', created, (answer) => withStatus(answer, 200)),
  },
  {
    id: 'put-202',
    violates: 'push.post-put.created',
    title: 'returns 202 for a PUT of a blob',
    effects: () => onClosing('whole', created, (answer) => withStatus(answer, 202)),
  },
  {
    id: 'put-body-unread',
    violates: 'push.post-put.created',
    title: 'does not read the body of a PUT without chunks',
    seenIn: 'Pulp Container before 2023-05 (pulp_container#1219)',
    effects: () =>
      refusing(
        {
          endpoint: 'upload',
          method: 'PUT',
          when: (ctx) => sessionOf(ctx)?.size === 0 && ctx.body.length > 0,
        },
        'digest-mismatch',
      ),
  },
  {
    id: 'put-without-location',
    violates: 'push.post-put.location',
    title: 'returns no Location for a PUT of a blob',
    effects: () => onClosing('whole', created, (answer) => withoutHeader(answer, 'Location')),
  },
  {
    id: 'put-location-of-upload',
    violates: 'push.post-put.location-pullable',
    title: 'returns the ended upload as the Location of a blob',
    effects: () =>
      onClosing('whole', created, (answer, { route }) =>
        route.endpoint === 'upload'
          ? withHeader(answer, 'Location', `/v2/${route.repository}/blobs/uploads/${route.reference}`)
          : answer,
      ),
  },
  {
    id: 'put-location-inside',
    violates: 'push.post-put.location-pullable',
    title: 'returns a Location with the port of its internal network',
    effects: () =>
      onClosing('whole', created, (answer, ctx) =>
        withHeader(
          answer,
          'Location',
          `http://127.0.0.1:1${contentLocation(ctx, repositoryOf(ctx), 'blobs', digestOfQuery(ctx))}`,
        ),
      ),
  },
  {
    id: 'put-alters-blob',
    violates: 'push.post-put.stored',
    title: 'stores other bytes than a PUT sent',
    verdict: 'blocked',
    also: ['pull.blob.exact-bytes'],
    because: 'what the pulling tests pull was pushed in this way',
    effects: () =>
      onClosing('whole', created, (answer, ctx) => {
        const altered = ctx.body.map((byte, at) => (at === 0 ? byte ^ 1 : byte))
        ctx.store.putBlob(repositoryOf(ctx), altered, digestOfQuery(ctx))
        return answer
      }),
  },
  {
    id: 'put-loses-full-blocks',
    violates: 'push.post-put.stored',
    title: 'loses the last byte of a blob that fills its blocks',
    effects: () =>
      onClosing('whole', created, (answer, ctx) => {
        if (ctx.body.length > 0 && ctx.body.length % 256 === 0) {
          ctx.store.putBlob(repositoryOf(ctx), ctx.body.subarray(0, -1), digestOfQuery(ctx))
        }
        return answer
      }),
  },
  {
    id: 'put-wrong-digest-201',
    violates: 'push.post-put.wrong-digest',
    title: 'returns 201 for a PUT that does not match its digest',
    seenIn: 'artifact-keeper, nexspence',
    effects: () =>
      onClosing('whole', { refusal: 'digest-mismatch' }, (answer, ctx) => {
        const session = sessionOf(ctx)
        if (session === undefined || !isSha256(ctx)) return answer
        ctx.sessions.end(session)
        return bare(201, {
          Location: contentLocation(ctx, session.repository, 'blobs', digestOfQuery(ctx)),
        })
      }),
  },
  {
    id: 'large-wrong-digest-201',
    violates: 'push.post-put.wrong-digest',
    title: 'does not compare blobs of more than 64 KiB with their digest',
    depth: 'standard',
    effects: () =>
      changePolicy((honest) => ({
        blobMatches: (bytes, digest) => bytes.length > 65_536 || honest.blobMatches(bytes, digest),
      })),
  },
  {
    id: 'put-wrong-digest-removes',
    violates: 'push.post-put.stored',
    title: 'removes the blob that has the digest of a rejected push of other bytes',
    depth: 'standard',
    effects: () => removing('whole'),
  },
  {
    id: 'put-wrong-digest-500',
    violates: 'push.post-put.wrong-digest',
    title: 'returns 500 for a PUT that does not match its digest',
    seenIn: 'zot up to 2.1.18, Cloudflare serverless-registry',
    effects: () =>
      onClosing('whole', { refusal: 'digest-mismatch' }, (answer, ctx) =>
        isSha256(ctx) ? bare(500) : answer,
      ),
  },
  {
    id: 'put-wrong-digest-stored',
    violates: 'push.post-put.wrong-digest-not-stored',
    title: 'stores a blob under the wrong digest that it rejects',
    seenIn: 'Cloudflare serverless-registry',
    effects: () =>
      onClosing('whole', { refusal: 'digest-mismatch' }, (answer, ctx) => {
        ctx.store.putBlob(repositoryOf(ctx), ctx.body, digestOfQuery(ctx))
        return answer
      }),
  },
  {
    id: 'put-malformed-digest-500',
    violates: 'push.post-put.malformed-digest',
    title: 'returns 500 for a PUT whose digest is malformed',
    effects: () => instead({ endpoint: 'upload', method: 'PUT', refusal: 'digest-malformed' }, 500),
  },
  {
    id: 'put-malformed-digest-201',
    violates: 'push.post-put.malformed-digest',
    title: 'returns 201 for a PUT whose digest is malformed',
    effects: () => instead({ endpoint: 'upload', method: 'PUT', refusal: 'digest-malformed' }, 201),
  },
  {
    id: 'put-malformed-digest-404',
    violates: 'push.digest.invalid',
    title: 'returns 404 for a PUT whose digest is malformed',
    effects: () => restatus({ endpoint: 'upload', method: 'PUT', refusal: 'digest-malformed' }, 404),
  },
  {
    id: 'put-unknown-algorithm-404',
    violates: 'push.digest.unsupported',
    title: 'returns 404 for a digest of an unknown algorithm',
    effects: () =>
      restatus({ endpoint: 'upload', method: 'PUT', refusal: 'digest-algorithm-unsupported' }, 404),
  },
  {
    id: 'put-unknown-algorithm-201',
    violates: 'push.digest.unsupported',
    title: 'accepts blobs under digests of unknown algorithms',
    effects: () =>
      instead({ endpoint: 'upload', method: 'PUT', refusal: 'digest-algorithm-unsupported' }, 201),
  },
  {
    id: 'blob-repeated-409',
    violates: 'push.blob.repeated',
    title: 'returns 409 for a blob that it already has',
    effects: () => ontoExisting(false, 409),
  },
  {
    id: 'blob-repeated-200',
    violates: 'push.blob.repeated',
    title: 'returns 200 for a blob that it already has',
    effects: () => ontoExisting(false, 200),
  },
  {
    id: 'blob-concurrent-500',
    violates: 'push.blob.concurrent',
    title: 'returns 500 if another upload has just brought the same blob',
    effects: () => ontoExisting(true, 500),
  },
  {
    id: 'blob-concurrent-409',
    violates: 'push.blob.concurrent',
    title: 'returns 409 if another upload has just brought the same blob',
    effects: () => ontoExisting(true, 409),
  },
  {
    id: 'blob-empty-400',
    violates: 'push.blob.empty',
    title: 'rejects a blob of zero bytes',
    effects: () =>
      onClosing('whole', created, (answer, { body }) => (body.length === 0 ? bare(400) : answer)),
  },
  {
    id: 'blob-empty-500',
    violates: 'push.blob.empty',
    title: 'returns 500 for a blob of zero bytes',
    seenIn: 'IBM Cloud, Quay.io in 2023 (image-spec#1025)',
    effects: () =>
      onClosing('whole', created, (answer, { body }) => (body.length === 0 ? bare(500) : answer)),
  },
  {
    id: 'blob-empty-404',
    violates: 'push.blob.empty',
    title: 'takes a blob of zero bytes and does not serve it',
    effects: () =>
      instead(
        { endpoint: 'blob', method: 'GET', status: 200, when: (_, answer) => answer?.body.length === 0 },
        404,
      ),
  },
]

/**
 * Answers the PUT of a blob that is there otherwise: of one that came while this upload was open already, or
 * of one that had been there before.
 */
function ontoExisting(meanwhile: boolean, status: number) {
  const begun = new Map<string, number>()
  const stored = new Map<string, number>()
  let time = 0
  return onReply({ endpoint: ['uploads', 'upload', 'blob'] }, (answer, ctx) => {
    time += 1
    const location = answer.headers.find(([name]) => name === 'Location')?.[1] ?? ''
    if (ctx.route.endpoint === 'blob') {
      if (ctx.method === 'DELETE') stored.delete(`${ctx.route.repository} ${ctx.route.reference}`)
      return answer
    }
    if (ctx.route.endpoint === 'uploads' && answer.status === 202)
      begun.set(location.split('/').at(-1) ?? '', time)
    if (ctx.route.endpoint !== 'upload' || ctx.method !== 'PUT' || answer.status !== 201) return answer
    const key = `${ctx.route.repository} ${digestOfQuery(ctx)}`
    const before = stored.get(key)
    if (before === undefined) stored.set(key, time)
    if (before === undefined) return answer
    const cameMeanwhile = before > (begun.get(ctx.route.reference) ?? 0)
    return cameMeanwhile === meanwhile ? bare(status) : answer
  })
}

export const mismatch = { endpoint: 'uploads', refusal: 'digest-mismatch', when: isSinglePost } as const

export const malformed = { endpoint: 'uploads', refusal: 'digest-malformed', when: isSinglePost } as const

/** Faults in pushing a blob in one piece. */
export const monolithicFaults: readonly Fault[] = [...wholeFaults]
