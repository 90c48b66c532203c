import { bare, falseDigest } from '../../../../src/reference/effects/alter.ts'
import { contentLocation } from '../../../../src/reference/locations.ts'
import { withHeader } from '../../../../src/reference/reply.ts'
import type { BaseEffect } from '../base-effect.ts'
import { bytesOfBlob, chunking, progress, sizesOfBlob, ways } from '../conditions/blobs.ts'
import { queries } from '../conditions/requests.ts'
import { blobWrites } from '../dimension.ts'
import { repositories } from '../conditions/tags.ts'
import type { Occasion } from '../occasion.ts'
import { blobServed, blobTaken } from './families.ts'
import { altering, bitFlipped, lacking, notDoing, onSuccess, withStatus } from './replies.ts'

const operations = blobWrites

const created = (reply: { status: number }): boolean => reply.status === 201

const silently = (change: (occasion: Occasion) => boolean) =>
  onSuccess((reply, occasion) => (created(reply) && change(occasion) ? reply : undefined))

/** A blob is stored by closing an upload, by a single POST or by a mount. */
export const blobPushes: readonly BaseEffect[] = [
  {
    operations,
    id: 'push-500',
    title: 'returns 500 for the push of a blob',
    violates: blobTaken,
    conditions: [...ways, ...queries, ...sizesOfBlob, ...bytesOfBlob],
    make: notDoing(500),
  },
  {
    operations,
    id: 'push-200',
    title: 'returns 200 for the push of a blob',
    violates: blobTaken,
    conditions: [...ways, ...queries, ...sizesOfBlob, ...repositories],
    make: onSuccess((reply) => (created(reply) ? { ...reply, status: 200 } : undefined)),
  },
  {
    operations,
    id: 'push-lost',
    title: 'returns 201 for the push of a blob, and stores nothing',
    violates: [...blobServed, 'pull.blob.head.known'],
    present: false,
    conditions: [...ways, ...queries, ...sizesOfBlob, ...bytesOfBlob],
    make: () => ({
      after(reply, { ctx, repository, reference }) {
        return created(reply) && ctx.store.deleteBlob(repository, reference) ? reply : undefined
      },
    }),
  },
  {
    operations,
    id: 'push-stores-changed',
    title: 'stores a pushed blob with its last byte changed',
    violates: [...blobServed, 'pull.blob.digest-header-value'],
    conditions: [...ways, ...queries, ...sizesOfBlob, ...bytesOfBlob],
    without: ['blob-empty'],
    make: silently(({ ctx, repository, reference, blob }) => {
      const bytes = blob?.()
      if (bytes === undefined || bytes.length === 0) return false
      ctx.store.putBlob(repository, bitFlipped(bytes), reference)
      return true
    }),
  },
  {
    operations,
    id: 'push-stores-short',
    title: 'stores a pushed blob without its last byte',
    violates: [...blobServed, 'pull.blob.digest-header-value', 'pull.blob.head.content-length-value'],
    conditions: [...ways, ...queries, ...sizesOfBlob, ...repositories],
    without: ['blob-empty'],
    make: silently(({ ctx, repository, reference, blob }) => {
      const bytes = blob?.()
      if (bytes === undefined || bytes.length === 0) return false
      ctx.store.putBlob(repository, bytes.subarray(0, -1), reference)
      return true
    }),
  },
  {
    operations,
    id: 'push-location-missing',
    title: 'sends no Location with the response to a pushed blob',
    violates: [
      'push.post-put.location',
      'push.single-post.location',
      'push.chunked.close-location',
      'push.mount.location',
    ],
    conditions: [...ways, ...queries, ...sizesOfBlob, ...bytesOfBlob],
    make: onSuccess((reply, occasion) =>
      created(reply) ? lacking('location')().after?.(reply, occasion) : undefined,
    ),
  },
  {
    operations,
    id: 'push-location-false',
    title: 'sends a Location that leads nowhere with the response to a pushed blob',
    violates: [
      'push.post-put.location-pullable',
      'push.single-post.location-pullable',
      'push.chunked.close-location-pullable',
      'push.mount.location-pullable',
      'push.post-put.location',
      'push.single-post.location',
      'push.chunked.close-location',
      'push.mount.location',
    ],
    conditions: [...ways, ...queries, ...sizesOfBlob],
    make: onSuccess((reply, { ctx, repository, reference }) =>
      created(reply)
        ? withHeader(reply, 'Location', contentLocation(ctx, repository, 'blobs', falseDigest(reference)))
        : undefined,
    ),
  },
  {
    operations: ['mount'],
    id: 'mount-takes-source',
    title: 'moves a mounted blob, so that its source has it no longer',
    violates: [...blobServed, 'pull.blob.head.known'],
    conditions: [...sizesOfBlob, ...bytesOfBlob],
    make: silently(({ ctx, repository, reference }) => {
      const from = ctx.query.get('from')
      return from !== null && from !== repository && ctx.store.deleteBlob(from, reference)
    }),
  },
]

const session = ['push.session.start', 'push.session.location', 'push.session.independent'] as const
const chunks = [
  'push.chunked.patch-accepted',
  'push.chunked.stream',
  'push.status.location-continues',
  'push.chunked.recovery',
  'push.session.independent',
] as const
const completed = [
  ...chunks,
  'push.chunked.closed',
  'push.chunked.stored',
  'push.chunked.final-chunk-in-put',
  'push.chunked.patch-range-end',
  'push.status.range-end',
] as const

/** Upload sessions on their way. */
export const sessionEffects: readonly BaseEffect[] = [
  {
    operations: ['upload-start'],
    id: 'start-500',
    title: 'returns 500 for the start of an upload',
    violates: session,
    conditions: [...repositories],
    make: notDoing(500),
  },
  {
    operations: ['upload-start'],
    id: 'start-200',
    title: 'returns 200 for the start of an upload',
    violates: session,
    conditions: [...repositories],
    make: withStatus(200),
  },
  {
    operations: ['upload-start'],
    id: 'start-location-missing',
    title: 'sends no Location for a started upload',
    violates: session,
    conditions: [...repositories],
    make: lacking('location'),
  },
  {
    operations: ['upload-chunk'],
    id: 'chunk-500',
    title: 'returns 500 for a chunk',
    violates: completed,
    conditions: [...chunking],
    make: notDoing(500),
  },
  {
    operations: ['upload-chunk'],
    id: 'chunk-201',
    title: 'returns 201 for a chunk',
    violates: chunks,
    conditions: [...chunking],
    make: withStatus(201),
  },
  {
    operations: ['upload-chunk'],
    id: 'chunk-lost',
    title: 'returns 202 for a chunk, and forgets it',
    violates: completed,
    conditions: [...chunking],
    make: () => ({
      after(reply, { ctx, repository, reference }) {
        const found = ctx.sessions.find(reference, repository)
        const last = reply.status === 202 ? found?.chunks.pop() : undefined
        if (found === undefined || last === undefined) return undefined
        found.size -= last.length
        return reply
      },
    }),
  },
  {
    operations: ['upload-chunk'],
    id: 'chunk-changed',
    title: 'changes the last byte of a chunk',
    violates: completed,
    conditions: [...chunking],
    make: () => ({
      after(reply, { ctx, repository, reference }) {
        const kept = ctx.sessions.find(reference, repository)?.chunks
        const last = reply.status === 202 ? kept?.at(-1) : undefined
        if (kept === undefined || last === undefined || last.length === 0) return undefined
        kept[kept.length - 1] = bitFlipped(last)
        return reply
      },
    }),
  },
  {
    operations: ['upload-chunk'],
    id: 'chunk-range-long',
    title: 'counts one byte too many in the Range of a chunk',
    // Where one byte was refused before, it counts as stored.
    violates: [
      'push.chunked.patch-range-end',
      'push.chunked.patch-range',
      'push.chunked.out-of-order-not-stored',
    ],
    conditions: [...chunking],
    make: onSuccess((reply, occasion) =>
      altering('range', (range) => range.replace(/(?<!\d)\d+$/, (end) => String(Number(end) + 1)))().after?.(
        reply,
        occasion,
      ),
    ),
  },
  {
    operations: ['upload-chunk'],
    id: 'chunk-range-from-chunk',
    title: 'begins the Range of a chunk where that chunk begins',
    violates: ['push.chunked.patch-range-end', 'push.chunked.patch-range'],
    conditions: [...chunking],
    // The first chunk begins where the upload does.
    without: ['first-chunk'],
    make: altering('range', (range, { session: before }) => range.replace(/^0-/, `${before?.size ?? 0}-`)),
  },
  {
    operations: ['upload-chunk'],
    id: 'chunk-location-missing',
    title: 'sends no Location with the response to a chunk',
    violates: ['push.chunked.patch-location'],
    conditions: [...chunking],
    make: lacking('location'),
  },
  {
    operations: ['upload-chunk'],
    id: 'wrong-chunk-taken',
    title: 'takes a chunk out of order without adding it',
    violates: [
      'push.chunked.out-of-order',
      'push.chunked.first-chunk-not-zero',
      'push.chunked.repeated-chunk',
    ],
    conditions: [...chunking],
    without: ['chunk-streamed'],
    make: () => ({ after: (reply) => (reply.status === 416 ? { ...reply, status: 202 } : undefined) }),
  },
  {
    operations: ['upload-chunk'],
    id: 'wrong-chunk-kept',
    title: 'rejects a chunk out of order, and keeps it',
    violates: [
      'push.chunked.out-of-order-not-stored',
      'push.chunked.first-chunk-not-zero',
      'push.chunked.recovery',
      'push.chunked.status-after-416',
      'push.status.range-end',
      'push.chunked.patch-range-end',
      'push.chunked.closed',
      'push.chunked.stored',
    ],
    conditions: [...chunking],
    without: ['chunk-streamed'],
    make: () => ({
      after(reply, { ctx, repository, reference }) {
        const found = ctx.sessions.find(reference, repository)
        if (reply.status !== 416 || found === undefined) return undefined
        ctx.sessions.append(found, ctx.body)
        return reply
      },
    }),
  },
  {
    operations: ['upload-status'],
    id: 'status-404',
    title: 'returns 404 for the status of an open upload',
    violates: ['push.status.answered', 'push.session.independent'],
    conditions: [...progress],
    make: onSuccess(() => bare(404)),
  },
  {
    operations: ['upload-status'],
    id: 'status-200',
    title: 'returns 200 for the status of an open upload',
    violates: ['push.status.answered'],
    conditions: [...progress],
    make: onSuccess((reply) => ({ ...withHeader(reply, 'Content-Length', '0'), status: 200 })),
  },
  {
    operations: ['upload-status'],
    id: 'status-range-long',
    title: 'counts one byte too many in the Range of an upload status',
    violates: [
      'push.status.range-end',
      'push.status.range',
      'push.chunked.status-after-416',
      'push.status.empty-range',
    ],
    conditions: [...progress],
    // 0-1 of an empty upload claims two bytes.
    make: altering('range', (range) => range.replace(/(?<!\d)\d+$/, (end) => String(Number(end) + 1))),
  },
  {
    operations: ['upload-status'],
    id: 'status-location-missing',
    title: 'sends no Location with an upload status',
    violates: ['push.status.location'],
    conditions: [...progress],
    make: lacking('location'),
  },
  {
    operations: ['upload-cancel'],
    id: 'cancel-500',
    title: 'returns 500 for a DELETE of an open upload',
    violates: ['push.cancel.accepted'],
    conditions: [...progress],
    make: notDoing(500),
  },
  {
    operations: ['upload-cancel'],
    id: 'cancel-pretended',
    title: 'returns 204 for a DELETE of an open upload, and keeps it',
    violates: [
      'push.cancel.session-gone',
      'push.session.finished-status',
      'push.session.finished-patch',
      'push.cancel.unknown',
    ],
    conditions: [...progress],
    make: () => ({ before: ({ session: before }) => (before === undefined ? undefined : bare(204)) }),
  },
]
