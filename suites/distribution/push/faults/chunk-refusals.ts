import { contentLocation } from '../../../../src/reference/locations.ts'
import type { RequestContext } from '../../../../src/reference/context.ts'
import { bare, instead, together } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, onReply, type Effects } from '../../../../src/reference/effects/effects.ts'
import { contentOf, onClosing, sessionOf, type Way } from '../../../../src/reference/effects/uploads.ts'
import { digestOfQuery, repositoryOf } from '../../../../src/reference/effects/requests.ts'

const mismatch = { refusal: 'digest-mismatch' } as const

/** Claims to have stored what does not match its digest. */
const accepting = (way: Way): Effects =>
  onClosing(way, mismatch, (_, ctx) => {
    const session = sessionOf(ctx)
    if (session !== undefined) ctx.sessions.end(session)
    return bare(201, { Location: contentLocation(ctx, repositoryOf(ctx), 'blobs', digestOfQuery(ctx)) })
  })

/** Stores it, and refuses it nevertheless. */
const storing = (way: Way): Effects =>
  onClosing(way, mismatch, (answer, ctx) => {
    ctx.store.putBlob(repositoryOf(ctx), contentOf(ctx), digestOfQuery(ctx))
    return answer
  })

/** Removes the blob that has the digest, as if what was refused had been stored for a moment. */
export const removing = (way: Way): Effects =>
  onClosing(way, mismatch, (answer, ctx) => {
    ctx.store.deleteBlob(repositoryOf(ctx), digestOfQuery(ctx))
    return answer
  })

const isOfLastChunk = ({ policy, query, body }: RequestContext): boolean => {
  const digest = policy.parseDigest(query.get('digest') ?? '')
  return digest !== undefined && policy.blobMatches(body, digest)
}

/** Faults in refusing chunks and closings that cannot be right. */
export const chunkRefusalFaults: readonly Fault[] = [
  {
    id: 'content-range-malformed-202',
    violates: 'push.chunked.malformed-content-range',
    title: 'takes chunks with a malformed Content-Range',
    verdict: 'warn',
    effects: () => instead({ endpoint: 'upload', method: 'PATCH', refusal: 'chunk-malformed' }, 202),
  },
  {
    id: 'content-range-malformed-500',
    violates: 'push.chunked.malformed-content-range',
    title: 'returns 500 for a malformed Content-Range',
    effects: () => instead({ endpoint: 'upload', method: 'PATCH', refusal: 'chunk-malformed' }, 500),
  },
  {
    id: 'chunk-shorter-than-range-202',
    violates: 'push.chunked.range-length-mismatch',
    title: 'takes a chunk of fewer bytes than its Content-Range states',
    verdict: 'warn',
    effects: () =>
      changePolicy((honest) => ({
        refuseChunk(session, chunk) {
          const refusal = honest.refuseChunk(session, chunk)
          return refusal === 'chunk-size-differs' ? undefined : refusal
        },
      })),
  },
  {
    id: 'chunk-shorter-than-range-filled',
    violates: 'push.chunked.range-length-mismatch',
    title: 'fills a chunk up with zeros to the length that its Content-Range states',
    effects: () => {
      const filled = new Set<string>()
      return together(
        changePolicy((honest) => ({
          refuseChunk(session, chunk) {
            const refusal = honest.refuseChunk(session, chunk)
            if (refusal === 'chunk-size-differs') filled.add(session.id)
            return refusal === 'chunk-size-differs' ? undefined : refusal
          },
        })),
        onReply({ endpoint: 'upload', method: 'PUT', status: 201 }, (answer, ctx) => {
          if (ctx.route.endpoint !== 'upload' || !filled.has(ctx.route.reference)) return answer
          const { repository } = ctx.route
          const digest = digestOfQuery(ctx)
          const stored = ctx.store.find(repository)?.blobs.get(digest) ?? new Uint8Array()
          ctx.store.putBlob(repository, Buffer.concat([stored, Buffer.alloc(100)]), digest)
          return answer
        }),
      )
    },
  },
  {
    id: 'chunk-shorter-than-range-500',
    violates: 'push.chunked.range-length-mismatch',
    title: 'returns 500 for a chunk of fewer bytes than its Content-Range states',
    verdict: 'warn',
    effects: () => instead({ endpoint: 'upload', method: 'PATCH', refusal: 'chunk-size-differs' }, 500),
  },
  {
    id: 'close-wrong-digest-201',
    violates: 'push.chunked.wrong-digest',
    title: 'closes a chunked upload under a wrong digest',
    seenIn: 'nexspence in 2026-08',
    effects: () => accepting('nothing'),
  },
  {
    id: 'close-wrong-digest-500',
    violates: 'push.chunked.wrong-digest',
    title: 'returns 500 for a wrong digest after chunks',
    effects: () => onClosing('nothing', mismatch, () => bare(500)),
  },
  {
    id: 'close-wrong-digest-stored',
    violates: 'push.chunked.wrong-digest-not-stored',
    title: 'stores chunks under the wrong digest that it rejects',
    effects: () => storing('nothing'),
  },
  {
    id: 'close-wrong-digest-removes',
    violates: 'push.post-put.stored',
    title: 'removes the blob that has the digest under which it rejects chunks',
    depth: 'standard',
    effects: () => removing('nothing'),
  },
  {
    id: 'last-chunk-wrong-digest-removes',
    violates: 'push.post-put.stored',
    title: 'removes the blob that has the digest under which it rejects a final chunk',
    depth: 'standard',
    effects: () => removing('last-chunk'),
  },
  {
    id: 'last-chunk-wrong-digest-201',
    violates: 'push.chunked.final-put-wrong-digest',
    title: 'accepts a final chunk with a wrong digest',
    effects: () =>
      onClosing('last-chunk', mismatch, (answer, ctx) =>
        isOfLastChunk(ctx) || ctx.headers['content-range'] === undefined ? answer : bare(201),
      ),
  },
  {
    id: 'last-chunk-wrong-digest-500',
    violates: 'push.chunked.final-put-wrong-digest',
    title: 'returns 500 for a final chunk with a wrong digest',
    effects: () =>
      onClosing('last-chunk', mismatch, (answer, ctx) => (isOfLastChunk(ctx) ? answer : bare(500))),
  },
  {
    id: 'last-chunk-wrong-digest-stored',
    violates: 'push.chunked.final-put-wrong-digest-not-stored',
    title: 'stores a final chunk under the wrong digest that it rejects',
    effects: () => storing('last-chunk'),
  },
  {
    id: 'last-chunk-digest-of-chunk',
    violates: 'push.chunked.final-chunk-digest',
    title: 'compares the digest with the final chunk alone',
    effects: () =>
      onClosing('last-chunk', mismatch, (answer, ctx) => (isOfLastChunk(ctx) ? bare(201) : answer)),
  },
  {
    id: 'close-without-digest-201',
    violates: 'push.chunked.missing-digest',
    title: 'completes an upload without a digest',
    effects: () => instead({ endpoint: 'upload', method: 'PUT', refusal: 'digest-missing' }, 201),
  },
  {
    id: 'close-without-digest-500',
    violates: 'push.chunked.missing-digest',
    title: 'returns 500 for a final PUT without a digest',
    effects: () => instead({ endpoint: 'upload', method: 'PUT', refusal: 'digest-missing' }, 500),
  },
]
