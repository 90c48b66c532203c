import { withHeader, withoutHeader, withStatus } from '../../../../src/reference/reply.ts'
import {
  bare,
  ending,
  refusing,
  setting,
  together,
  without,
} from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { decide, onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { digestOfQuery, repositoryOf } from '../../../../src/reference/effects/requests.ts'
import { isNext, onClosing, sessionOf, sizeOf, started } from '../../../../src/reference/effects/uploads.ts'

const chunk = { endpoint: 'upload', method: 'PATCH', status: 202 } as const

const patchFaults: readonly Fault[] = [
  {
    id: 'chunk-201',
    violates: 'push.chunked.patch-accepted',
    title: 'answers 201 to a chunk',
    seenIn: 'Amazon ECR',
    effects: () => onReply(chunk, (answer) => withStatus(answer, 201)),
  },
  {
    id: 'chunk-204',
    violates: 'push.chunked.patch-accepted',
    title: 'answers 204 to a chunk',
    seenIn: 'Pulp Container 2.25 (pulp_container#2199)',
    effects: () => onReply(chunk, (answer) => withStatus(answer, 204)),
  },
  {
    id: 'chunk-404',
    violates: 'push.chunked.patch-accepted',
    title: 'takes no chunks',
    seenIn: 'Google Artifact Registry',
    effects: () =>
      ending({ endpoint: 'upload', method: 'PATCH', when: (ctx) => sessionOf(ctx) !== undefined }, 404),
  },
  {
    id: 'chunk-second-500',
    violates: 'push.chunked.patch-accepted',
    title: 'fails with 500 on each chunk but the first',
    seenIn: 'Gitea up to 1.25.3',
    effects: () =>
      ending({ endpoint: 'upload', method: 'PATCH', when: (ctx) => sizeOf(ctx) > 0 && isNext(ctx) }, 500),
  },
  {
    id: 'chunk-second-404',
    violates: 'push.chunked.patch-accepted',
    title: 'has forgotten the upload when its second chunk comes',
    seenIn: 'Floundr in 2024 (Floundr#1)',
    effects: () =>
      refusing(
        { endpoint: 'upload', method: 'PATCH', when: (ctx) => sizeOf(ctx) > 0 && isNext(ctx) },
        'upload-unknown',
      ),
  },
  {
    id: 'chunk-without-location',
    violates: 'push.chunked.patch-location',
    title: 'answers a chunk without Location',
    effects: () => without(chunk, 'Location'),
  },
  {
    id: 'chunk-without-range',
    violates: 'push.chunked.patch-range',
    title: 'answers a chunk without Range',
    seenIn: 'Django-OCI 0.0.16',
    effects: () => without(chunk, 'Range'),
  },
  {
    id: 'chunk-range-with-unit',
    violates: 'push.chunked.patch-range',
    title: 'puts bytes= before the range of a chunk',
    seenIn: 'zot 1.4.1',
    effects: () => setting(chunk, 'Range', (_, ctx) => `bytes=0-${sizeOf(ctx) - 1}`),
  },
  {
    id: 'chunk-range-from-chunk',
    violates: 'push.chunked.patch-range',
    title: 'begins the range of the second chunk where that chunk begins',
    seenIn: 'Artifactory 7.93.0',
    effects: () => setting(chunk, 'Range', (_, ctx) => `${sizeOf(ctx) - ctx.body.length}-${sizeOf(ctx) - 1}`),
  },
  {
    id: 'chunk-range-one-too-many',
    violates: 'push.chunked.patch-range-end',
    title: 'counts one byte too many in the range of a chunk',
    seenIn: 'Artifactory 7.93.0',
    effects: () => setting(chunk, 'Range', (_, ctx) => `0-${sizeOf(ctx)}`),
  },
  {
    id: 'chunk-range-of-chunk',
    violates: 'push.chunked.patch-range-end',
    title: 'names the length of the chunk in place of that of the upload',
    seenIn: 'Aliyun DevOps registry',
    effects: () => setting(chunk, 'Range', (_, { body }) => `0-${body.length - 1}`),
  },
  {
    id: 'chunk-range-of-nothing',
    violates: 'push.chunked.patch-range-end',
    title: 'answers 0-0 to each chunk',
    seenIn: 'MetaHub 0.4.8',
    effects: () => setting(chunk, 'Range', '0-0'),
  },
  {
    id: 'chunk-range-too-small',
    violates: 'push.chunked.patch-range-end',
    title: 'names fewer bytes than it has received',
    seenIn: 'zot in 2025-07',
    effects: () => setting(chunk, 'Range', (_, ctx) => `0-${Math.max(0, sizeOf(ctx) - 101)}`),
  },
  {
    id: 'stream-416',
    violates: 'push.chunked.stream',
    title: 'takes no PATCH without Content-Range',
    verdict: 'unsupported',
    effects: () => ({ options: { streamedChunks: false } }),
  },
]

const minimum = (bytes: number): Effects => ({ options: { minChunkLength: bytes } })

const minimumFaults: readonly Fault[] = [
  {
    id: 'min-length-unannounced',
    violates: 'push.chunked.min-length-announced',
    title: 'refuses small chunks without having announced a minimum',
    effects: () => together(minimum(4096), without(started, 'OCI-Chunk-Min-Length')),
  },
  {
    id: 'min-length-unreadable',
    violates: 'push.chunked.min-length-form',
    title: 'announces its minimum chunk length with a unit',
    effects: () => setting(started, 'OCI-Chunk-Min-Length', '5 MiB'),
  },
  {
    id: 'min-length-negative',
    violates: 'push.chunked.min-length-form',
    title: 'announces a negative minimum chunk length',
    effects: () => setting(started, 'OCI-Chunk-Min-Length', '-1'),
  },
  {
    id: 'min-length-of-last-chunk',
    violates: 'push.chunked.final-any-length',
    title: 'refuses a last chunk below its announced minimum',
    effects: () =>
      together(
        minimum(2000),
        decide((honest) => ({
          refuseChunk: (session, taken) =>
            session.size > 0 &&
            taken.length < 2000 &&
            taken.length > 0 &&
            !taken.closing &&
            isInOrder(session, taken)
              ? 'chunk-too-short'
              : honest.refuseChunk(session, taken),
        })),
      ),
  },
]

const isInOrder = (session: { size: number }, { range }: { range?: { first: number } }): boolean =>
  range?.first === session.size

const closed = { status: 201 } as const

const closeFaults: readonly Fault[] = [
  {
    id: 'close-200',
    violates: 'push.chunked.closed',
    title: 'answers 200 to the closing of a chunked upload',
    effects: () => onClosing('nothing', closed, (answer) => withStatus(answer, 200)),
  },
  {
    id: 'close-204',
    violates: 'push.chunked.closed',
    title: 'answers 204 to the closing of a chunked upload',
    effects: () =>
      onClosing('nothing', closed, (answer) => withoutHeader(withStatus(answer, 204), 'Content-Length')),
  },
  {
    id: 'close-500',
    violates: 'push.chunked.closed',
    title: 'fails with 500 on a closing PUT without a body',
    effects: () => onClosing('nothing', closed, () => bare(500)),
  },
  {
    id: 'last-chunk-ignored',
    violates: 'push.chunked.final-chunk-in-put',
    title: 'ignores the body of the closing PUT after chunks',
    effects: () =>
      decide((honest) => ({
        assemble: (session, closing) =>
          honest.assemble(session, session.size > 0 ? new Uint8Array() : closing),
      })),
  },
  {
    id: 'last-chunk-400',
    violates: 'push.chunked.final-chunk-in-put',
    title: 'refuses a closing PUT with the last chunk',
    effects: () => onClosing('last-chunk', closed, () => bare(400)),
  },
  {
    id: 'close-without-location',
    violates: 'push.chunked.close-location',
    title: 'closes a chunked upload without a Location',
    effects: () => onClosing('nothing', closed, (answer) => withoutHeader(answer, 'Location')),
  },
  {
    id: 'close-location-of-upload',
    violates: 'push.chunked.close-location-pullable',
    title: 'gives the ended upload as the Location of a blob that came in chunks',
    effects: () =>
      onClosing('nothing', closed, (answer, { route }) =>
        route.endpoint === 'upload'
          ? withHeader(answer, 'Location', `/v2/${route.repository}/blobs/uploads/${route.reference}`)
          : answer,
      ),
  },
  {
    id: 'chunks-swapped',
    violates: 'push.chunked.stored',
    title: 'puts two chunks together in the wrong order',
    effects: () => storingOtherwise((chunks) => Buffer.concat(chunks.toReversed())),
  },
  {
    id: 'chunks-lost',
    violates: 'push.chunked.stored',
    title: 'keeps the first chunk only',
    effects: () => storingOtherwise(([first]) => first ?? new Uint8Array()),
  },
]

/** Closes rightly, and stores something else under the digest. */
function storingOtherwise(join: (chunks: readonly Uint8Array[]) => Uint8Array): Effects {
  const chunksOf = new WeakMap<object, readonly Uint8Array[]>()
  return together(
    onRequest({ endpoint: 'upload', method: 'PUT' }, (ctx) => {
      const { chunks } = sessionOf(ctx) ?? { chunks: [] }
      if (ctx.body.length === 0 && chunks.length > 1) chunksOf.set(ctx, [...chunks])
      return ctx
    }),
    onReply({ endpoint: 'upload', method: 'PUT', status: 201 }, (answer, ctx) => {
      const chunks = chunksOf.get(ctx)
      if (chunks !== undefined && digestOfQuery(ctx).startsWith('sha256:')) {
        ctx.store.putBlob(repositoryOf(ctx), join(chunks), digestOfQuery(ctx))
      }
      return answer
    }),
  )
}

/** Faults in taking chunks. */
export const chunkedFaults: readonly Fault[] = [...patchFaults, ...minimumFaults, ...closeFaults]
