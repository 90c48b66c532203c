import type { RequestContext } from '../../../../src/reference/context.ts'
import { imageIndexType, imageManifestType } from '../../../../src/reference/manifest.ts'
import { byDigest, documentIn, isTyped, put } from '../../../../src/reference/effects/requests.ts'
import { ending, instead } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import type { NameAfter } from '../../requirements.ts'

export const isIndex = isTyped(imageIndexType)

export const isImage = isTyped(imageManifestType)

type AcceptedKind = NameAfter<'push.accepts.'>

/** Kinds of content that a registry refuses: [requirement, what, status, seen in, which pushes]. */
const refusedKinds: readonly [
  AcceptedKind,
  string,
  number,
  string | undefined,
  (ctx: RequestContext) => boolean,
][] = [
  ['index', 'an index', 404, 'Gitea in 2023', (ctx) => isIndex(ctx) && manifestsOf(ctx).length > 1],
  [
    'nested-index',
    'a nested index',
    400,
    'Quay before 2024-12 (quay#3427)',
    (ctx) => manifestsOf(ctx).some(isTypedEntry(imageIndexType)),
  ],
  [
    'empty-index',
    'an index without entries',
    400,
    undefined,
    (ctx) => isIndex(ctx) && manifestsOf(ctx).length === 0,
  ],
  ['artifact', 'a manifest with an artifactType', 400, 'GitLab.com in 2026-09', hasOwnArtifactType],
  ['no-layers', 'a manifest without layers', 400, 'Cloudsmith 1.630.6', hasNoLayers],
  ['unknown-config-type', 'a config of a type that it does not know', 415, 'Quay', hasUnknownConfig],
  ['unknown-layer-type', 'layers of a type that it does not know', 400, undefined, hasUnknownLayer],
  ['embedded-data', 'a descriptor with embedded data', 400, undefined, (ctx) => hasIn(ctx, 'config', 'data')],
  [
    'docker-manifest',
    'a Docker schema 2 manifest',
    415,
    undefined,
    (ctx) =>
      isTyped('application/vnd.docker.distribution.manifest.v2+json')(ctx) &&
      !('artifactType' in documentIn(ctx)),
  ],
]

/** Kinds that are taken and lost: [requirement, title, a part of such a document]. */
const unservedKinds: readonly [AcceptedKind, string, string][] = [
  ['index', 'accepts an index and returns 404 for a GET if it has platforms', '"platform"'],
  ['embedded-data', 'accepts a descriptor with embedded data and returns 404 for a GET', '"data":'],
  [
    'docker-manifest',
    'accepts a Docker schema 2 manifest and returns 404 for a GET',
    '"application/vnd.docker.distribution.manifest.v2+json"',
  ],
]

const manifestsOf = (ctx: RequestContext): Record<string, unknown>[] => {
  const { manifests } = documentIn(ctx)
  return Array.isArray(manifests) ? (manifests as Record<string, unknown>[]) : []
}

const isTypedEntry =
  (type: string) =>
  ({ mediaType }: Record<string, unknown>): boolean =>
    mediaType === type

const lacksPlatform = (ctx: RequestContext): boolean =>
  isIndex(ctx) &&
  manifestsOf(ctx).some((entry) => isTypedEntry(imageManifestType)(entry) && !('platform' in entry))

const hasIn = (ctx: RequestContext, field: string, name: string): boolean => {
  const value = documentIn(ctx)[field]
  return typeof value === 'object' && value !== null && name in value
}

function hasOwnArtifactType(ctx: RequestContext): boolean {
  const { artifactType, subject } = documentIn(ctx)
  return isImage(ctx) && artifactType !== undefined && subject === undefined
}

function hasNoLayers(ctx: RequestContext): boolean {
  const { layers } = documentIn(ctx)
  return Array.isArray(layers) && layers.length === 0
}

const isUnknown = (type: unknown): boolean => typeof type === 'string' && type.includes('unknown')

function configTypes(ctx: RequestContext): unknown[] {
  const { config } = documentIn(ctx) as { config?: { mediaType?: unknown } }
  return [config?.mediaType]
}

function layerTypes(ctx: RequestContext): unknown[] {
  const { layers = [] } = documentIn(ctx) as { layers?: { mediaType?: unknown }[] }
  return layers.map(({ mediaType }) => mediaType)
}

function hasUnknownConfig(ctx: RequestContext): boolean {
  return configTypes(ctx).some(isUnknown)
}

function hasUnknownLayer(ctx: RequestContext): boolean {
  return layerTypes(ctx).some(isUnknown)
}

/** A list of allowed types that lacks one which people push: [id, requirement, what, the type's beginning]. */
const refusedFormats: readonly [string, AcceptedKind, string, (ctx: RequestContext) => unknown[], string][] =
  [
    ['helm-refused', 'unknown-config-type', 'a Helm chart', configTypes, 'application/vnd.cncf.helm.'],
    [
      'zstd-refused',
      'unknown-layer-type',
      'layers in zstd',
      layerTypes,
      'application/vnd.oci.image.layer.v1.tar+zstd',
    ],
    [
      'sbom-refused',
      'artifact',
      'an SPDX SBOM',
      (ctx) => [documentIn(ctx)['artifactType']],
      'application/spdx',
    ],
  ]

const kindFaults: readonly Fault[] = [
  ...refusedFormats.map(([id, kind, what, typesOf, type]) => ({
    id,
    violates: `push.accepts.${kind}` as const,
    title: `returns 415 for ${what}`,
    effects: () =>
      ending(
        {
          ...put,
          when: (ctx) => typesOf(ctx).some((each) => typeof each === 'string' && each.startsWith(type)),
        },
        415,
      ),
  })),
  ...refusedKinds.map(([kind, what, status, seenIn, when]) => ({
    id: `${kind}-refused`,
    violates: `push.accepts.${kind}` as const,
    title: `returns ${status} for ${what}`,
    ...(seenIn === undefined ? {} : { seenIn }),
    effects: () => ending({ ...put, when }, status),
  })),
  {
    id: 'index-without-platform-refused',
    violates: 'push.accepts.index',
    title: 'returns 400 for an index whose images have no platform',
    effects: () => ending({ ...put, when: lacksPlatform }, 400),
  },
  {
    id: 'unknown-fields-refused',
    violates: 'push.accepts.unknown-fields',
    title: 'returns 400 for a manifest with fields that it does not know',
    effects: () =>
      ending(
        { ...put, when: (ctx) => Object.keys(documentIn(ctx)).some((name) => name.startsWith('vnd.')) },
        400,
      ),
  },
  ...unservedKinds.map(([kind, title, part]): Fault => ({
    id: `${kind}-unserved`,
    violates: `push.accepts.${kind}`,
    title,
    verdict: 'fail',
    effects: () =>
      instead(
        {
          endpoint: 'manifest',
          method: 'GET',
          status: 200,
          when: (ctx, answer) =>
            byDigest(ctx) &&
            Buffer.from(answer?.body ?? [])
              .toString('utf8')
              .includes(part),
        },
        404,
      ),
  })),
]

/** Faults in manifests with a subject, and in the kinds of content that are taken. */
export const contentFaults: readonly Fault[] = [...kindFaults]
