import { refused, type Endpoint, type RequestContext } from '../context.ts'
import { storageLocation, storageSignature } from '../locations.ts'
import { etagOf, precondition } from '../preconditions.ts'
import { reply, withBody, type Reply } from '../reply.ts'

/** Sends a blob, whole or the part that was requested (section Pulling blobs; RFC 9110, section 14). */
function sendBlob(ctx: RequestContext, bytes: Uint8Array, digest: string): Reply {
  const { options, policy, headers, method } = ctx
  const about = {
    'Content-Type': 'application/octet-stream',
    'Docker-Content-Digest': digest,
    ...(options.ranges ? { 'Accept-Ranges': 'bytes' } : {}),
    ...(options.etags ? { ETag: etagOf(digest) } : {}),
  }
  const whole = withBody(reply(200, about), bytes)
  const wanted = headers.range
  // Only GET has ranges, and a validator that does not fit leads to the whole.
  if (wanted === undefined || method !== 'GET' || !options.ranges) return whole
  const condition = headers['if-range']
  if (condition !== undefined && condition !== etagOf(digest)) return whole
  const range = policy.requestedRange(wanted, bytes.length)
  if (range === 'whole') return whole
  if (range === 'unsatisfiable') {
    return refused(ctx, 'range-unsatisfiable', wanted, { 'Content-Range': `bytes */${bytes.length}` })
  }
  const { first, last } = range
  return withBody(
    reply(206, { ...about, 'Content-Range': `bytes ${first}-${last}/${bytes.length}` }),
    bytes.subarray(first, last + 1),
  )
}

/** GET and HEAD of a blob. */
export const getBlob: Endpoint<'blob'> = (ctx) => {
  const { repository, reference } = ctx.route
  const digest = ctx.policy.parseDigest(reference)
  if (digest === undefined) return refused(ctx, 'digest-malformed', reference)
  const bytes = ctx.policy.findBlob(ctx.store, repository, digest.text)
  if (bytes === undefined) {
    return refused(ctx, ctx.store.find(repository) === undefined ? 'name-unknown' : 'blob-unknown', reference)
  }
  const stop = precondition(ctx, digest.text)
  if (stop !== undefined) return stop
  if (ctx.options.redirectBlobs !== undefined && ctx.method === 'GET') {
    return reply(307, {
      Location: storageLocation(ctx, repository, digest.text),
      'Docker-Content-Digest': digest.text,
    })
  }
  return sendBlob(ctx, bytes, digest.text)
}

/**
 * The far end of a redirect. Like object stores it takes the signature for the only authorization, and where
 * it represents another host it refuses credentials that should not have been sent there.
 */
export const getStorage: Endpoint<'storage'> = (ctx) => {
  const { repository, reference, signature } = ctx.route
  if (signature !== storageSignature(ctx.secret, repository, reference)) return refused(ctx, 'denied')
  const otherHost = ctx.options.redirectBlobs !== 'path'
  if (otherHost && ctx.headers.authorization !== undefined) {
    return refused(ctx, 'denied', 'Authorization must not be sent to another host')
  }
  const bytes = ctx.policy.findBlob(ctx.store, repository, reference)
  return bytes === undefined ? refused(ctx, 'blob-unknown', reference) : sendBlob(ctx, bytes, reference)
}

/** Deletes a blob (section Deleting Blobs). */
export const deleteBlob: Endpoint<'blob'> = (ctx) => {
  const { repository, reference } = ctx.route
  if (!ctx.options.deleteBlobs) return refused(ctx, 'deletion-disabled', 'blobs are not deleted')
  const digest = ctx.policy.parseDigest(reference)
  if (digest === undefined) return refused(ctx, 'digest-malformed', reference)
  if (ctx.store.find(repository) === undefined) return refused(ctx, 'name-unknown', repository)
  if (!ctx.policy.deleteBlob(ctx.store, repository, digest.text))
    return refused(ctx, 'blob-unknown', reference)
  return reply(202)
}
