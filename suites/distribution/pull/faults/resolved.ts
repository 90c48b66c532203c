import type { RequestContext } from '../../../../src/reference/context.ts'
import { together } from '../../../../src/reference/effects/alter.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { byDigest, byTag, referenceOf, repositoryOf } from '../../../../src/reference/effects/requests.ts'
import { dockerManifestType, imageManifestType } from '../../../../src/reference/manifest.ts'
import { withBody, type Reply } from '../../../../src/reference/reply.ts'
import type { Fault } from '../../fault.ts'

/** Serves the first manifest of an index where Accept leaves out the type of an index. */
const resolving = (kind: (ctx: RequestContext) => boolean): Effects =>
  onRequest({ endpoint: 'manifest', method: ['GET', 'HEAD'], when: kind }, (ctx) => {
    if (ctx.route.endpoint !== 'manifest' || ctx.headers.accept !== imageManifestType) return ctx
    const found = ctx.policy.findManifest(ctx.store, repositoryOf(ctx), referenceOf(ctx))
    const child = found?.references.find((each) => each.kind === 'manifest')
    return child === undefined ? ctx : { ...ctx, route: { ...ctx.route, reference: child.digest } }
  })

/** Keeps what was served under a tag, without the repository, until such a tag is pushed or anything is deleted. */
function cachingByTag(): Effects {
  const cached = new Map<string, Reply>()
  const endpoint = 'manifest'
  return together(
    onReply({ endpoint, method: 'PUT', when: byTag }, (answer, ctx) => {
      cached.delete(referenceOf(ctx))
      return answer
    }),
    onReply({ endpoint, method: 'DELETE' }, (answer) => {
      cached.clear()
      return answer
    }),
    onReply({ endpoint, method: 'GET', status: 200, when: byTag }, (answer, ctx) => {
      const known = cached.get(referenceOf(ctx)) ?? answer
      cached.set(referenceOf(ctx), known)
      return known
    }),
  )
}

/** Faults in which another manifest is served in place of the one that a reference leads to. */
export const resolvedFaults: readonly Fault[] = [
  {
    id: 'tag-cached-without-repository',
    violates: 'pull.manifest.by-tag',
    title: 'serves what it served last under the same tag of any repository',
    effects: cachingByTag,
  },
  {
    id: 'index-tag-resolved',
    violates: 'pull.manifest.accept-mismatch',
    title: 'serves a manifest of an index by its tag where Accept names image manifests alone',
    verdict: 'note',
    seenIn: 'Docker Hub (distribution-spec#207)',
    effects: () => resolving(byTag),
  },
  {
    id: 'index-digest-resolved',
    violates: 'pull.manifest.exact-bytes',
    title:
      'serves a manifest of an index by the digest of the index where Accept names image manifests alone',
    effects: () => resolving(byDigest),
  },
  {
    id: 'docker-preferred-converted',
    violates: 'pull.manifest.exact-bytes',
    title: "converts OCI manifests for clients whose Accept names Docker's types first",
    depth: 'standard',
    effects: () =>
      onReply({ endpoint: 'manifest', method: 'GET', status: 200 }, (answer, { headers }) => {
        if (headers.accept?.startsWith(dockerManifestType) !== true) return answer
        const text = Buffer.from(answer.body).toString('utf8')
        const converted = text.replaceAll(imageManifestType, dockerManifestType)
        return converted === text ? answer : withBody(answer, Buffer.from(converted))
      }),
  },
]
