import { refused, type Endpoint, type RequestContext } from '../context.ts'
import type { Digest } from '../digest.ts'
import type { Refusal } from '../refusals.ts'
import { contentLocation } from '../locations.ts'
import { InvalidManifest, readManifest, type Manifest } from '../manifest.ts'
import { precondition } from '../preconditions.ts'
import { reply, withHeader, type Reply } from '../reply.ts'

/** The reference in the last part of the path. */
type Target = { digest: Digest } | { tag: string }

function targetOf(ctx: RequestContext, reference: string): Target | Refusal {
  const { policy } = ctx
  if (!reference.includes(':')) return policy.isTag(reference) ? { tag: reference } : 'tag-invalid'
  const digest = policy.parseDigest(reference)
  if (digest === undefined) return 'digest-malformed'
  return policy.supports(digest.algorithm) ? { digest } : 'digest-algorithm-unsupported'
}

/** The manifest of the request, or the reply that refuses it. */
function readPushed(ctx: RequestContext, target: Target): { manifest: Manifest } | { refusal: Reply } {
  const digest = 'digest' in target ? target.digest : undefined
  if (digest !== undefined && !ctx.policy.manifestMatches(ctx.body, digest)) {
    return { refusal: refused(ctx, 'digest-mismatch', digest.text) }
  }
  try {
    return { manifest: readManifest(ctx.body, ctx.headers['content-type'], digest?.text) }
  } catch (error) {
    if (error instanceof InvalidManifest) return { refusal: refused(ctx, 'manifest-invalid', error.message) }
    throw error
  }
}

/** Tags that the request names beside its path. */
const tagParameters = (ctx: RequestContext, target: Target): readonly string[] =>
  ctx.options.tagParameters && 'digest' in target ? [...new Set(ctx.query.getAll('tag'))] : []

/** Takes a manifest, byte for byte (sections Pushing Manifests, Pushing Manifests with Subject). */
export const putManifest: Endpoint<'manifest'> = (ctx) => {
  const { repository, reference } = ctx.route
  const { options, policy, store } = ctx
  const target = targetOf(ctx, reference)
  if (typeof target === 'string') return refused(ctx, target, reference)
  const tags = tagParameters(ctx, target)
  if (tags.length > options.maxTagParameters) return refused(ctx, 'too-many-tags')
  const badTag = tags.find((tag) => !policy.isTag(tag))
  if (badTag !== undefined) return refused(ctx, 'tag-invalid', badTag)

  const read = readPushed(ctx, target)
  if ('refusal' in read) return read.refusal
  const manifest = policy.storedManifest(read.manifest)
  const stop = precondition(ctx, policy.findManifest(store, repository, reference)?.digest)
  if (stop !== undefined) return stop
  if (options.missingReferences === 'reject') {
    const [missing] = policy.missingReferences(store, repository, manifest)
    if (missing !== undefined) return refused(ctx, 'manifest-reference-unknown', missing.digest)
  }

  store.addManifest(repository, manifest)
  const set = 'tag' in target ? [target.tag] : policy.tagsToSet(tags)
  for (const tag of set) store.putTag(repository, tag, manifest.digest)
  return manifestCreated(ctx, repository, manifest, 'tag' in target ? [] : set)
}

function manifestCreated(
  ctx: RequestContext,
  repository: string,
  manifest: Manifest,
  tagged: readonly string[],
): Reply {
  let created = reply(201, {
    Location: contentLocation(ctx, repository, 'manifests', manifest.digest),
    'Docker-Content-Digest': manifest.digest,
  })
  if (tagged.length > 0) created = withHeader(created, 'OCI-Tag', tagged.join(', '))
  if (!ctx.options.referrers || manifest.subject === undefined) return created
  return withHeader(created, 'OCI-Subject', manifest.subject)
}
