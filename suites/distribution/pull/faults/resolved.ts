import type { RequestContext } from '../../../../src/reference/context.ts'
import { onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { byDigest, byTag, referenceOf, repositoryOf } from '../../../../src/reference/effects/requests.ts'
import { imageManifestType } from '../../../../src/reference/manifest.ts'
import type { Fault } from '../../fault.ts'

/** Serves the first manifest of an index where Accept leaves out the type of an index. */
const resolving = (kind: (ctx: RequestContext) => boolean): Effects =>
  onRequest({ endpoint: 'manifest', method: ['GET', 'HEAD'], when: kind }, (ctx) => {
    if (ctx.route.endpoint !== 'manifest' || ctx.headers.accept !== imageManifestType) return ctx
    const found = ctx.policy.findManifest(ctx.store, repositoryOf(ctx), referenceOf(ctx))
    const child = found?.references.find((each) => each.kind === 'manifest')
    return child === undefined ? ctx : { ...ctx, route: { ...ctx.route, reference: child.digest } }
  })

/** Faults in which a manifest of an index is served in place of the index. */
export const resolvedFaults: readonly Fault[] = [
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
]
