import { storageLocation } from '../../../../src/reference/locations.ts'
import { headerOf, reply, withHeader } from '../../../../src/reference/reply.ts'
import { bare, falseDigest, setting, together, without } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'

const storage = { endpoint: 'storage' } as const
const digestField = 'Docker-Content-Digest'

/** GET and HEAD of a blob are redirected to another host, whose URL is its authorization. */
const redirecting = (): Effects =>
  together(
    { options: { redirectBlobs: 'path' } },
    onReply({ endpoint: 'blob', method: 'HEAD', status: 200 }, (answer, ctx) => {
      if (ctx.route.endpoint !== 'blob') return answer
      const { repository, reference } = ctx.route
      const location = storageLocation(ctx, repository, reference)
      return reply(307, { Location: location, [digestField]: reference, 'Content-Length': '0' })
    }),
    onReply({ endpoint: 'blob', method: ['GET', 'HEAD'], status: 307 }, (answer, { origin }) =>
      withHeader(
        answer,
        'Location',
        origin.replace('127.0.0.1', 'localhost') + (headerOf(answer, 'location') ?? ''),
      ),
    ),
  )

/** The storage answers HEAD with this status, and GET with the blob. */
const refusingHead = (status: number): Effects =>
  together(
    redirecting(),
    onRequest({ ...storage, method: 'HEAD' }, () => bare(status)),
  )

/** Faults of blobs that another host serves. */
export const redirectFaults: readonly Fault[] = [
  {
    id: 'blob-head-signed-for-get',
    violates: 'pull.blob.head.known',
    title: 'redirects a HEAD of a blob to a URL that is signed for GET',
    seenIn: 'artifact-keeper, in front of S3',
    effects: () => refusingHead(403),
  },
  {
    id: 'blob-head-storage-405',
    violates: 'pull.blob.head.known',
    title: 'redirects a HEAD of a blob to a storage that allows GET only',
    effects: () => refusingHead(405),
  },
  {
    id: 'blob-head-storage-501',
    violates: 'pull.blob.head.known',
    title: 'redirects a HEAD of a blob to a storage that does not implement HEAD',
    effects: () => refusingHead(501),
  },
  {
    id: 'blob-digest-not-from-storage',
    violates: 'pull.blob.digest-header',
    title: 'redirects a blob to a storage that does not send Docker-Content-Digest',
    verdict: 'warn',
    also: ['pull.blob.head.digest-header'],
    because: 'the storage is the same for GET and HEAD',
    effects: () => together(redirecting(), without(storage, digestField)),
  },
  {
    id: 'blob-digest-false-in-redirect',
    violates: 'pull.blob.digest-header-value',
    title: 'sends a wrong Docker-Content-Digest with the redirect of a blob',
    effects: () =>
      together(
        redirecting(),
        setting({ endpoint: 'blob', method: 'GET', status: 307 }, digestField, (answer) =>
          falseDigest(headerOf(answer, digestField) ?? ''),
        ),
      ),
  },
]
