import { refused, type RequestContext } from '../../../../src/reference/context.ts'
import { imageIndexType, imageManifestType } from '../../../../src/reference/manifest.ts'
import { withBody } from '../../../../src/reference/reply.ts'
import { documentOf, ending, instead } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { documentIn, isTyped, put, repositoryOf } from '../../../../src/reference/effects/requests.ts'

const unknownContent = { ...put, refusal: 'manifest-reference-unknown' } as const

/** The code of a refused manifest that names missing content. */
const coded = (type: string, code: string, when: (ctx: RequestContext) => boolean = () => true): Effects =>
  onReply(
    { ...unknownContent, when: (ctx) => isTyped(type)(ctx) && !hasForeignLayer(ctx) && when(ctx) },
    (answer) => {
      const { errors } = documentOf(answer) as { errors: object[] }
      return withBody(answer, JSON.stringify({ errors: errors.map((error) => ({ ...error, code })) }))
    },
  )

/** More than one of the things that it names is in no repository. */
function lacksSeveral(ctx: RequestContext): boolean {
  const { config, layers = [], manifests = [] } = documentIn(ctx) as Record<string, { digest: string }[]>
  const named = [config ?? [], layers, manifests].flat().map(({ digest }) => digest)
  const { blobs, manifests: known } = ctx.store.find(repositoryOf(ctx)) ?? {
    blobs: new Map(),
    manifests: new Map(),
  }
  return named.filter((digest) => !blobs.has(digest) && !known.has(digest)).length > 1
}

/** Faults in what a manifest meets that names missing content. */
export const missingContentFaults: readonly Fault[] = [
  {
    id: 'missing-content-accepted',
    violates: 'push.manifest.missing-blob',
    title: 'takes manifests that name missing blobs',
    verdict: 'unsupported',
    effects: () => ({ options: { missingReferences: 'accept' } }),
  },
  {
    id: 'missing-manifests-accepted',
    violates: 'push.index.missing-manifest',
    title: 'takes indexes that name missing manifests',
    verdict: 'unsupported',
    effects: () =>
      changePolicy((honest) => ({
        missingReferences: (store, repository, manifest) =>
          honest.missingReferences(store, repository, manifest).filter(({ kind }) => kind === 'blob'),
      })),
  },
  {
    id: 'manifest-reference-other-code',
    violates: 'push.manifest.missing-blob-code',
    title: 'returns MANIFEST_INVALID for a manifest that names a missing blob',
    effects: () => coded(imageManifestType, 'MANIFEST_INVALID'),
  },
  {
    id: 'manifest-reference-code-blob-unknown',
    violates: 'push.manifest.missing-blob-code',
    title: 'returns BLOB_UNKNOWN for a manifest that names a missing blob, as 1.0 did',
    at: ['1.1', 'dev'],
    effects: () => coded(imageManifestType, 'BLOB_UNKNOWN'),
  },
  {
    id: 'manifest-reference-500',
    violates: 'push.manifest.missing-blob-code',
    title: 'returns 500 for a manifest that names a missing blob',
    effects: () =>
      instead(
        { ...unknownContent, when: (ctx) => isTyped(imageManifestType)(ctx) && !hasForeignLayer(ctx) },
        500,
      ),
  },
  {
    id: 'manifest-references-other-code',
    violates: 'push.manifest.missing-blob-code',
    title: 'returns MANIFEST_INVALID for a manifest that names several missing blobs',
    effects: () => coded(imageManifestType, 'MANIFEST_INVALID', lacksSeveral),
  },
  {
    id: 'docker-reference-other-code',
    violates: 'push.manifest.missing-blob-code',
    title: 'rejects a Docker manifest with a missing blob as invalid',
    effects: () => coded('application/vnd.docker.distribution.manifest.v2+json', 'MANIFEST_INVALID'),
  },
  {
    id: 'index-references-other-code',
    violates: 'push.index.missing-manifest-code',
    title: 'returns MANIFEST_INVALID for an index that names several missing manifests',
    effects: () => coded(imageIndexType, 'MANIFEST_INVALID', lacksSeveral),
  },
  {
    id: 'index-reference-other-code',
    violates: 'push.index.missing-manifest-code',
    title: 'returns MANIFEST_UNKNOWN for an index that names a missing manifest',
    effects: () => coded(imageIndexType, 'MANIFEST_UNKNOWN'),
  },
  {
    id: 'index-reference-500',
    violates: 'push.index.missing-manifest-code',
    title: 'returns 500 for an index that names a missing manifest',
    effects: () => instead({ ...unknownContent, when: isTyped(imageIndexType) }, 500),
  },
  {
    id: 'foreign-layer-500',
    violates: 'push.accepts.non-distributable',
    title: 'returns 500 for a manifest with a layer that is not to be distributed',
    seenIn: 'distribution 3.1.1',
    effects: () => ending({ ...put, when: hasForeignLayer }, 500),
  },
  {
    id: 'foreign-layer-other-code',
    violates: 'push.accepts.non-distributable',
    title: 'returns MANIFEST_INVALID for a manifest with a layer that is not to be distributed',
    verdict: 'warn',
    effects: () =>
      onRequest({ ...put, when: hasForeignLayer }, (ctx) =>
        refused(ctx, 'manifest-invalid', 'foreign layer'),
      ),
  },
]

function hasForeignLayer(ctx: RequestContext): boolean {
  const { layers } = documentIn(ctx)
  return JSON.stringify(layers ?? []).includes('nondistributable')
}
