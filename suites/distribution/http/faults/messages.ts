import { gzipSync } from 'node:zlib'
import type { RequestContext } from '../../../../src/reference/context.ts'
import { uploadLocation } from '../../../../src/reference/locations.ts'
import { reply, withBody, withHeader } from '../../../../src/reference/reply.ts'
import { bare, ending, instead } from '../../../../src/reference/effects/alter.ts'
import { onReply, onRequest } from '../../../../src/reference/effects/effects.ts'
import { digestOfQuery, put, referenceOf, repositoryOf } from '../../../../src/reference/effects/requests.ts'
import { sessionOf } from '../../../../src/reference/effects/uploads.ts'
import type { Fault } from '../../fault.ts'

const isStreamed = ({ headers }: RequestContext): boolean => headers['transfer-encoding'] === 'chunked'
/** A chunk without Content-Range is another matter: nothing describes it. */
const streamedChunk = {
  endpoint: 'upload',
  method: 'PATCH',
  when: (ctx: RequestContext) => isStreamed(ctx) && ctx.headers['content-range'] !== undefined,
} as const
const hasRange = ({ headers }: RequestContext): boolean => headers.range !== undefined
const acceptsGzip = ({ headers }: RequestContext): boolean =>
  headers['accept-encoding']?.includes('gzip') === true

/** What is served to a client that accepts gzip. */
const served = { method: 'GET', status: 200, when: acceptsGzip } as const

const headFaults: readonly Fault[] = [
  {
    id: 'blob-head-range-416',
    violates: 'http.head-range',
    title: 'returns 416 for a HEAD of a blob with a Range',
    verdict: 'fail',
    effects: () => instead({ endpoint: 'blob', method: 'HEAD', status: 200, when: hasRange }, 416),
  },
  {
    id: 'manifest-head-range-400',
    violates: 'http.head-range',
    title: 'returns 400 for a HEAD of a manifest with a Range',
    verdict: 'fail',
    effects: () => instead({ endpoint: 'manifest', method: 'HEAD', status: 200, when: hasRange }, 400),
  },
  {
    id: 'blob-head-range-206',
    violates: 'http.head-range',
    title: 'returns 206 for a HEAD of a blob with a Range',
    effects: () =>
      onReply({ endpoint: 'blob', method: 'HEAD', status: 200, when: hasRange }, () =>
        bare(206, { 'Content-Length': '1', 'Content-Range': 'bytes 0-0/*' }),
      ),
  },
]

const encodingFaults: readonly Fault[] = [
  {
    id: 'manifest-gzip-unlabelled',
    violates: 'http.accepted-encoding',
    title: 'compresses manifests for clients that accept gzip, without Content-Encoding',
    verdict: 'fail',
    effects: () =>
      onReply({ ...served, endpoint: 'manifest' }, (answer) => withBody(answer, gzipSync(answer.body))),
  },
  {
    id: 'blob-gzip-twice',
    violates: 'http.accepted-encoding',
    title: 'compresses blobs twice for clients that accept gzip',
    verdict: 'fail',
    effects: () =>
      onReply({ ...served, endpoint: 'blob' }, (answer) =>
        withHeader(withBody(answer, gzipSync(gzipSync(answer.body))), 'Content-Encoding', 'gzip'),
      ),
  },
  {
    id: 'manifest-gzip-406',
    violates: 'http.accepted-encoding',
    title: 'returns 406 for a manifest to a client that accepts gzip',
    effects: () => instead({ ...served, endpoint: 'manifest' }, 406),
  },
  {
    id: 'manifest-brotli-unaccepted',
    violates: 'http.accepted-encoding',
    title: 'returns manifests with Content-Encoding: br to clients that accept gzip alone',
    effects: () =>
      onReply({ ...served, endpoint: 'manifest' }, (answer) => withHeader(answer, 'Content-Encoding', 'br')),
  },
]

const bodyFaults: readonly Fault[] = [
  {
    id: 'chunked-body-blob-lost',
    violates: 'http.chunked-body',
    title: 'returns 201 for a blob whose PUT has no Content-Length, and stores nothing',
    verdict: 'fail',
    effects: () =>
      onReply({ endpoint: 'upload', method: 'PUT', status: 201, when: isStreamed }, (answer, ctx) => {
        ctx.store.deleteBlob(repositoryOf(ctx), digestOfQuery(ctx))
        return answer
      }),
  },
  {
    id: 'chunked-body-chunk-lost',
    violates: 'http.chunked-body',
    title: 'returns 202 for a chunk without Content-Length, and drops it',
    verdict: 'fail',
    effects: () =>
      onRequest(streamedChunk, (ctx) => {
        const session = sessionOf(ctx)
        if (session === undefined) return ctx
        const Range = `0-${session.size + ctx.body.length - 1}`
        return reply(202, { Location: uploadLocation(ctx, session), Range, 'Content-Length': '0' })
      }),
  },
  {
    id: 'chunked-body-manifest-lost',
    violates: 'http.chunked-body',
    title: 'returns 201 for a manifest without Content-Length, and does not store it',
    verdict: 'fail',
    effects: () =>
      onRequest({ ...put, when: isStreamed }, (ctx) =>
        bare(201, { Location: `/v2/${repositoryOf(ctx)}/manifests/${referenceOf(ctx)}` }),
      ),
  },
  {
    id: 'chunked-body-manifest-400',
    violates: 'http.chunked-body',
    title: 'returns 400 for a manifest without Content-Length',
    effects: () => ending({ ...put, when: isStreamed }, 400),
  },
  {
    id: 'chunked-body-411',
    violates: 'http.chunked-body',
    title: 'requires a Content-Length of blobs',
    verdict: 'note',
    effects: () => ending({ endpoint: 'upload', method: 'PUT', when: isStreamed }, 411),
  },
  {
    id: 'chunked-body-500',
    violates: 'http.chunked-body',
    title: 'fails with 500 over a chunk without Content-Length',
    verdict: 'fail',
    effects: () => ending(streamedChunk, 500),
  },
]

const expects = ({ headers }: RequestContext): boolean => headers.expect !== undefined

const expectationFaults: readonly Fault[] = [
  {
    id: 'expectation-of-manifest-417',
    violates: 'http.expect-continue',
    title: 'returns 417 for a manifest with Expect: 100-continue',
    effects: () => ending({ ...put, when: expects }, 417),
  },
  {
    id: 'expectation-of-blob-500',
    violates: 'http.expect-continue',
    title: 'fails with 500 over a blob with Expect: 100-continue',
    verdict: 'fail',
    effects: () => ending({ endpoint: 'upload', method: 'PUT', when: expects }, 500),
  },
]

/** Faults in requests of forms that HTTP describes and that few clients send. */
export const messageFaults: readonly Fault[] = [
  ...headFaults,
  ...encodingFaults,
  ...bodyFaults,
  ...expectationFaults,
]
