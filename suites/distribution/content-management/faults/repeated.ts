import type { RequestContext } from '../../../../src/reference/context.ts'
import { digestOf } from '../../../../src/reference/digest.ts'
import { bare, byDigest, byTag } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { keepingForHead } from './ghosts.ts'
import { pushed, put, referenceOf, repositoryOf } from '../../push/faults/manifests.ts'

/** What is there already is pushed again, requested by another type, or looked for after its deletion. */

const imageType = 'application/vnd.oci.image.manifest.v1+json'

/** The manifest that a reference leads to is what is pushed to it. */
const isThere = (ctx: RequestContext): boolean =>
  ctx.policy.findManifest(ctx.store, repositoryOf(ctx), referenceOf(ctx))?.digest === digestOf(ctx.body)

const refusingAgain = (kind: (ctx: RequestContext) => boolean, status: number): Effects =>
  onRequest({ ...put, when: (ctx) => kind(ctx) && isThere(ctx) }, () => bare(status))

/** Serves the first manifest of an index where Accept leaves out the type of an index. */
const resolving = (kind: (ctx: RequestContext) => boolean): Effects =>
  onRequest({ endpoint: 'manifest', method: ['GET', 'HEAD'], when: kind }, (ctx) => {
    if (ctx.route.endpoint !== 'manifest' || ctx.headers.accept !== imageType) return ctx
    const found = ctx.policy.findManifest(ctx.store, repositoryOf(ctx), referenceOf(ctx))
    const child = found?.references.find((each) => each.kind === 'manifest')
    return child === undefined ? ctx : { ...ctx, route: { ...ctx.route, reference: child.digest } }
  })

/** Faults in what is pushed or looked for a second time. */
export const repeatedFaults: readonly Fault[] = [
  {
    id: 'manifest-again-409',
    violates: 'push.manifest.repeated',
    title: 'answers 409 to a manifest by digest that the repository has already',
    seenIn: 'Oracle Cloud (docker/cli#5874)',
    effects: () => refusingAgain(byDigest, 409),
  },
  {
    id: 'manifest-again-202',
    violates: 'push.manifest.repeated',
    title: 'answers 202 to a manifest by digest that the repository has already',
    effects: () => {
      const had = new Set<string>()
      return onReply({ ...pushed, when: byDigest }, (answer, ctx) => {
        const key = `${repositoryOf(ctx)}@${referenceOf(ctx)}`
        if (had.has(key)) return { ...answer, status: 202 }
        had.add(key)
        return answer
      })
    },
  },
  {
    id: 'tag-again-409',
    violates: 'push.manifest.repeated',
    title: 'answers 409 to a manifest by a tag that leads to it already',
    effects: () => refusingAgain(byTag, 409),
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
    id: 'deleted-manifest-for-head',
    violates: 'management.manifest.gone',
    title: 'answers 200 to the HEAD of a deleted manifest',
    seenIn: 'distribution (distribution#4702), Gitea (gitea#19586)',
    effects: () => keepingForHead(byDigest),
  },
  {
    id: 'deleted-tag-for-head',
    violates: 'management.tag.gone',
    title: 'answers 200 to the HEAD of a deleted tag',
    also: ['management.manifest.tags-gone'],
    because: 'a tag whose manifest was deleted is gone as well',
    effects: () => keepingForHead(byTag),
  },
  {
    id: 'deleted-blob-for-head',
    violates: 'management.blob.gone',
    title: 'answers 200 to the HEAD of a deleted blob',
    verdict: 'note',
    seenIn: 'distribution (distribution#4702)',
    effects: () => keepingForHead(({ route }) => route.endpoint === 'blob'),
  },
]
