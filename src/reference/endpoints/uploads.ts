import { chunkRange } from '../byte-range.ts'
import { refused, type Endpoint, type RequestContext } from '../context.ts'
import type { Digest } from '../digest.ts'
import type { Refusal } from '../refusals.ts'
import { contentLocation, uploadLocation, uploadState } from '../locations.ts'
import type { Chunk } from '../policy.ts'
import { reply, withHeader, type Reply } from '../reply.ts'
import type { UploadSession } from '../sessions.ts'

type UploadContext = Parameters<Endpoint<'upload'>>[0]

/** Reads a digest under which content is to be pushed. */
function pushedDigest(ctx: RequestContext, text: string): Digest | Refusal {
  const digest = ctx.policy.parseDigest(text)
  if (digest === undefined) return 'digest-malformed'
  return ctx.policy.supports(digest.algorithm) ? digest : 'digest-algorithm-unsupported'
}

/** The reply to everything that leaves a blob in the repository. */
const blobCreated = (ctx: RequestContext, repository: string, digest: string): Reply =>
  reply(201, {
    Location: contentLocation(ctx, repository, 'blobs', digest),
    'Docker-Content-Digest': digest,
  })

function beginSession(ctx: RequestContext, repository: string): Reply {
  const session = ctx.sessions.open(ctx.policy.newSessionId(), repository)
  if (session === undefined) {
    return refused(ctx, 'too-many-requests', 'too many uploads are open', { 'Retry-After': '1' })
  }
  const begun = reply(202, { Location: uploadLocation(ctx, session) })
  const { minChunkLength } = ctx.options
  return minChunkLength > 0 ? withHeader(begun, 'OCI-Chunk-Min-Length', String(minChunkLength)) : begun
}

function mount(ctx: RequestContext, repository: string, digest: Digest): Reply {
  const from = ctx.query.get('from')
  const source = ctx.policy.mountSource(ctx.store, {
    digest: digest.text,
    ...(from === null ? {} : { from }),
    mayPull: (name) => ctx.caller.may(name, 'pull'),
  })
  const bytes = source === undefined ? undefined : ctx.policy.findBlob(ctx.store, source, digest.text)
  // What cannot be mounted is uploaded instead.
  if (bytes === undefined) return beginSession(ctx, repository)
  ctx.store.putBlob(repository, bytes, digest.text)
  return blobCreated(ctx, repository, digest.text)
}

/** Begins an upload, mounts a blob, or takes a whole blob (sections POST then PUT, Single POST, Mounting). */
export const beginUpload: Endpoint<'uploads'> = (ctx) => {
  const { options, query } = ctx
  const { repository } = ctx.route
  const mounted = query.get('mount')
  const whole = query.get('digest')
  const wanted = mounted ?? whole
  if (wanted !== null) {
    const digest = pushedDigest(ctx, wanted)
    if (typeof digest === 'string') return refused(ctx, digest, wanted)
    if (mounted !== null)
      return options.mount ? mount(ctx, repository, digest) : beginSession(ctx, repository)
    if (!options.singlePost) return beginSession(ctx, repository)
    if (!ctx.policy.blobMatches(ctx.body, digest)) return refused(ctx, 'digest-mismatch', wanted)
    ctx.store.putBlob(repository, ctx.body, digest.text)
    return blobCreated(ctx, repository, digest.text)
  }
  const algorithm = options.digestAlgorithmParameter ? query.get('digest-algorithm') : null
  if (algorithm !== null && !ctx.policy.supports(algorithm)) {
    return refused(ctx, 'digest-algorithm-unsupported', algorithm)
  }
  return beginSession(ctx, repository)
}

/** Runs an operation on the session that the path names, if there is one. */
const inSession =
  (operate: (ctx: UploadContext, session: UploadSession) => Reply): Endpoint<'upload'> =>
  (ctx) => {
    const session = ctx.sessions.find(ctx.route.reference, ctx.route.repository)
    if (session === undefined) return refused(ctx, 'upload-unknown')
    const stateFits = !ctx.options.uploadState || ctx.query.get('_state') === uploadState(ctx.secret, session)
    return stateFits
      ? operate(ctx, session)
      : refused(ctx, 'upload-unknown', 'the location was not used as returned')
  }

/** How far the upload has come, for progress and refusals. */
const standing = (ctx: UploadContext, session: UploadSession): Record<string, string> => ({
  Location: uploadLocation(ctx, session),
  Range: ctx.policy.uploadRange(session.size),
})

/** Why the body cannot be the next chunk, if so. */
function refuseChunk(ctx: UploadContext, session: UploadSession, closing: boolean): Reply | undefined {
  const field = ctx.headers['content-range']
  const range = field === undefined ? undefined : chunkRange(field)
  if (field !== undefined && range === undefined) return refused(ctx, 'chunk-malformed', field)
  const chunk: Chunk = { length: ctx.body.length, closing, ...(range === undefined ? {} : { range }) }
  const refusal = ctx.policy.refuseChunk(session, chunk)
  if (refusal !== undefined) return refused(ctx, refusal, field, standing(ctx, session))
  return session.size + chunk.length > ctx.options.blobLimit ? refused(ctx, 'blob-too-large') : undefined
}

/** Takes a chunk. */
export const takeChunk = inSession((ctx, session) => {
  const refusal = refuseChunk(ctx, session, false)
  if (refusal !== undefined) return refusal
  ctx.sessions.append(session, ctx.body)
  return reply(202, standing(ctx, session))
})

/** Closes the session, with the last chunk or without; a refusal leaves the session as it was. */
export const closeUpload = inSession((ctx, session) => {
  const wanted = ctx.query.get('digest')
  if (wanted === null) return refused(ctx, 'digest-missing')
  const digest = pushedDigest(ctx, wanted)
  if (typeof digest === 'string') return refused(ctx, digest, wanted)
  const refusal = refuseChunk(ctx, session, true)
  if (refusal !== undefined) return refusal
  const bytes = ctx.policy.assemble(session, ctx.body)
  if (!ctx.policy.blobMatches(bytes, digest)) return refused(ctx, 'digest-mismatch', wanted)
  // The room that the session holds is what the blob needs.
  ctx.sessions.end(session)
  ctx.store.putBlob(session.repository, bytes, digest.text)
  return blobCreated(ctx, session.repository, digest.text)
})

/** Returns how far the upload has come. */
export const uploadStatus = inSession((ctx, session) =>
  ctx.options.uploadStatus ? reply(204, standing(ctx, session)) : refused(ctx, 'upload-feature-disabled'),
)

/** Cancels the upload (section Cancel a blob upload). */
export const cancelUpload = inSession((ctx, session) => {
  if (!ctx.options.cancelUploads) return refused(ctx, 'upload-feature-disabled')
  ctx.sessions.end(session)
  return reply(204)
})
