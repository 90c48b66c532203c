import { withHeader, withoutHeader, withStatus } from '../../../../src/reference/reply.ts'
import { bare, together } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { digestOfQuery, hasEscapedDigest, repositoryOf } from '../../../../src/reference/effects/requests.ts'
import { onClosing, sessionOf } from '../../../../src/reference/effects/uploads.ts'

const closed = { status: 201 } as const

/** Faults in the final PUT after chunks. */
export const finalChunkFaults: readonly Fault[] = [
  {
    id: 'close-200',
    violates: 'push.chunked.closed',
    title: 'returns 200 for the final PUT of a chunked upload',
    effects: () => onClosing('nothing', closed, (answer) => withStatus(answer, 200)),
  },
  {
    id: 'close-204',
    violates: 'push.chunked.closed',
    title: 'returns 204 for the final PUT of a chunked upload',
    effects: () =>
      onClosing('nothing', closed, (answer) => withoutHeader(withStatus(answer, 204), 'Content-Length')),
  },
  {
    id: 'close-500',
    violates: 'push.chunked.closed',
    title: 'returns 500 for a final PUT without a body',
    effects: () => onClosing('nothing', closed, () => bare(500)),
  },
  {
    id: 'last-chunk-ignored',
    violates: 'push.chunked.final-chunk-in-put',
    title: 'ignores the body of the final PUT after chunks',
    effects: () =>
      changePolicy((honest) => ({
        assemble: (session, closing) =>
          honest.assemble(session, session.size > 0 ? new Uint8Array() : closing),
      })),
  },
  {
    id: 'last-chunk-400',
    violates: 'push.chunked.final-chunk-in-put',
    title: 'rejects a final PUT with the final chunk',
    effects: () => onClosing('last-chunk', closed, () => bare(400)),
  },
  {
    id: 'last-chunk-of-one-byte-400',
    violates: 'push.chunked.final-chunk-in-put',
    title: 'rejects a final PUT with a final chunk of one byte',
    depth: 'standard',
    effects: () =>
      onClosing('last-chunk', closed, (answer, { body }) => (body.length === 1 ? bare(400) : answer)),
  },
  {
    id: 'close-digest-escaped-400',
    violates: 'push.chunked.closed',
    title: 'rejects the digest in a final PUT whose colon is written as %3A',
    depth: 'standard',
    effects: () =>
      onClosing('nothing', closed, (answer, ctx) => (hasEscapedDigest(ctx) ? bare(400) : answer)),
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
    title: 'returns the ended upload as the Location of a blob that came in chunks',
    effects: () =>
      onClosing('nothing', closed, (answer, { route }) =>
        route.endpoint === 'upload'
          ? withHeader(answer, 'Location', `/v2/${route.repository}/blobs/uploads/${route.reference}`)
          : answer,
      ),
  },
  {
    id: 'last-chunk-location-of-upload',
    violates: 'push.chunked.close-location-pullable',
    title: 'returns the ended upload as the Location of a blob whose final chunk came with the PUT',
    effects: () =>
      onClosing('last-chunk', closed, (answer, { route }) =>
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
