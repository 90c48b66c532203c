import { withStatus } from '../../../../src/reference/reply.ts'
import { ending, refusing, setting, without } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onReply } from '../../../../src/reference/effects/effects.ts'
import { isNext, sessionOf, sizeOf } from '../../../../src/reference/effects/uploads.ts'

export const chunk = { endpoint: 'upload', method: 'PATCH', status: 202 } as const

const patchFaults: readonly Fault[] = [
  {
    id: 'chunk-201',
    violates: 'push.chunked.patch-accepted',
    title: 'returns 201 for a chunk',
    seenIn: 'Amazon ECR',
    effects: () => onReply(chunk, (answer) => withStatus(answer, 201)),
  },
  {
    id: 'chunk-204',
    violates: 'push.chunked.patch-accepted',
    title: 'returns 204 for a chunk',
    seenIn: 'Pulp Container 2.25 (pulp_container#2199)',
    effects: () => onReply(chunk, (answer) => withStatus(answer, 204)),
  },
  {
    id: 'chunk-404',
    violates: 'push.chunked.patch-accepted',
    title: 'rejects chunks',
    seenIn: 'Google Artifact Registry',
    effects: () =>
      ending({ endpoint: 'upload', method: 'PATCH', when: (ctx) => sessionOf(ctx) !== undefined }, 404),
  },
  {
    id: 'chunk-second-500',
    violates: 'push.chunked.patch-accepted',
    title: 'returns 500 for each chunk but the first',
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
    title: 'names the length of the chunk instead of that of the upload',
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
    title: 'rejects a PATCH without Content-Range',
    verdict: 'unsupported',
    effects: () => ({ options: { streamedChunks: false } }),
  },
]

/** Faults in taking chunks. */
export const chunkedFaults: readonly Fault[] = [...patchFaults]
