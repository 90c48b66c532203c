import { refused, type Endpoint, type RequestContext } from '../context.ts'
import { etagOf, precondition } from '../preconditions.ts'
import { reply, withBody } from '../reply.ts'

/** Whether Accept names the type, by itself or with a wildcard; without the field everything is accepted. */
function isAcceptable(field: string | undefined, mediaType: string): boolean {
  if (field === undefined) return true
  const [kind = ''] = mediaType.split('/')
  return field
    .split(',')
    .map((entry) => entry.split(';')[0]?.trim().toLowerCase())
    .some((entry) => entry === mediaType.toLowerCase() || entry === '*/*' || entry === `${kind}/*`)
}

const isDigestLike = (reference: string): boolean => reference.includes(':')

/** GET and HEAD of a manifest (section Pulling manifests). */
export const getManifest: Endpoint<'manifest'> = (ctx) => {
  const { repository, reference } = ctx.route
  const { options, policy, store } = ctx
  if (isDigestLike(reference) && policy.parseDigest(reference) === undefined) {
    return refused(ctx, 'digest-malformed', reference)
  }
  const manifest = policy.findManifest(store, repository, reference)
  if (manifest === undefined) return manifestMissing(ctx, repository, reference)
  if (options.negotiation === 'strict' && !isAcceptable(ctx.headers.accept, manifest.mediaType)) {
    return refused(ctx, 'not-acceptable', manifest.mediaType)
  }
  const stop = precondition(ctx, manifest.digest)
  if (stop !== undefined) return stop
  const about = {
    'Content-Type': manifest.mediaType,
    'Docker-Content-Digest': manifest.digest,
    ...(options.etags ? { ETag: etagOf(manifest.digest) } : {}),
  }
  return withBody(reply(200, about), manifest.bytes)
}

const manifestMissing = (ctx: RequestContext, repository: string, reference: string) =>
  ctx.store.find(repository) === undefined
    ? refused(ctx, 'name-unknown', repository)
    : refused(ctx, 'manifest-unknown', reference)

/** Deletes a tag, or a manifest with all its tags (sections Deleting tags, Deleting Manifests). */
export const deleteManifest: Endpoint<'manifest'> = (ctx) => {
  const { repository, reference } = ctx.route
  const { options, policy, store } = ctx
  if (isDigestLike(reference)) {
    if (!options.deleteManifests) return refused(ctx, 'deletion-disabled', 'manifests are not deleted')
    if (policy.parseDigest(reference) === undefined) return refused(ctx, 'digest-malformed', reference)
  } else if (!options.deleteTags) {
    return refused(ctx, 'deletion-disabled', 'tags are not deleted')
  }
  const current = policy.findManifest(store, repository, reference)
  if (current === undefined) return manifestMissing(ctx, repository, reference)
  const stop = precondition(ctx, current.digest)
  if (stop !== undefined) return stop
  const remove = isDigestLike(reference) ? policy.deleteManifest : policy.deleteTag
  return remove(store, repository, reference) ? reply(202) : manifestMissing(ctx, repository, reference)
}
