import type { Defect } from '../layouts/case.ts'
import type { RequirementId } from '../requirements.ts'
import { artifactOf, types, type Change, type Doc } from '../layouts/build/layout.ts'

const inManifest = (
  id: string,
  violates: RequirementId,
  title: string,
  change: Change,
  more: Partial<Defect> = {},
): Defect => ({
  id,
  violates,
  title,
  make: (layout) => void layout.image({ manifest: change }),
  ...more,
})
const inArtifact = (
  id: string,
  violates: RequirementId,
  title: string,
  change: Change,
  more: Partial<Defect> = {},
): Defect => ({
  id,
  violates,
  title,
  make: (layout) => void layout.entries.push(artifactOf(layout, { manifest: change })),
  ...more,
})

/** Faults of manifests. */
export const manifest: readonly Defect[] = [
  inManifest('manifest-is-array', 'manifest.is-object', 'an array as a manifest', () => '[]'),
  inManifest(
    'manifest-without-schema-version',
    'manifest.schema-version.exists',
    'no schemaVersion',
    (document) => {
      delete document['schemaVersion']
    },
  ),
  inManifest('manifest-schema-version-1', 'manifest.schema-version.is-2', 'schemaVersion 1', (document) => {
    document['schemaVersion'] = 1
  }),
  inManifest('manifest-without-media-type', 'manifest.media-type.exists', 'no mediaType', (document) => {
    delete document['mediaType']
  }),
  inManifest(
    'manifest-of-another-type',
    'manifest.media-type.is-manifest',
    'a foreign mediaType',
    (document) => {
      document['mediaType'] = 'application/json'
    },
  ),
  inManifest(
    'manifest-media-type-null',
    'manifest.media-type.is-manifest',
    'null as mediaType',
    (document) => {
      document['mediaType'] = null
    },
  ),
  inArtifact(
    'manifest-artifact-type-array',
    'manifest.artifact-type.is-string',
    'an artifactType that is an array',
    (document) => {
      document['artifactType'] = []
    },
  ),
  inArtifact(
    'manifest-artifact-type-bare',
    'manifest.artifact-type.rfc6838',
    'an artifactType without a slash',
    (document) => {
      document['artifactType'] = 'thing'
    },
  ),
  inManifest('manifest-without-config', 'manifest.config.exists', 'no config', (document) => {
    delete document['config']
  }),
  {
    id: 'docker-config-in-oci-manifest',
    violates: 'manifest.config.portable-type',
    title: 'a config of Docker in a manifest of OCI',
    make: (layout) =>
      void layout.image({
        manifest: (document) => void ((document['config'] as Doc)['mediaType'] = types.dockerConfig),
      }),
  },
  inArtifact(
    'artifact-in-1.0',
    'manifest.config.portable-type',
    'a config of an artifact under 1.0',
    () => undefined,
    {
      spec: '1.0',
    },
  ),
  inManifest('manifest-without-layers', 'manifest.layers.exists', 'no layers', (document) => {
    delete document['layers']
  }),
  inManifest('manifest-layers-null', 'manifest.layers.is-array', 'layers that are null', (document) => {
    document['layers'] = null
  }),
  inManifest(
    'manifest-layer-string',
    'manifest.layers.are-descriptors',
    'a layer that is a string',
    (document) => {
      const [layer] = document['layers'] as Doc[]
      document['layers'] = [layer?.['digest']]
    },
  ),
  {
    id: 'manifest-layers-empty',
    violates: 'manifest.layers.not-empty',
    title: 'no layer at all',
    make: (layout) => void layout.image({ layers: [] }),
  },
  {
    id: 'layers-in-another-order',
    violates: 'manifest.layers.stack-order',
    title: 'layers from the top downwards',
    make: (layout) =>
      void layout.image({
        layers: [{}, {}, {}],
        manifest: (document) => void (document['layers'] = (document['layers'] as Doc[]).toReversed()),
      }),
  },
  {
    id: 'docker-layer-in-oci-manifest',
    violates: 'manifest.layers.portable-types',
    title: 'a layer of Docker in a manifest of OCI',
    make: (layout) => void layout.image({ layers: [{ mediaType: types.dockerLayer }, {}] }),
  },
  {
    id: 'foreign-layer-in-image',
    violates: 'manifest.layers.portable-types',
    title: 'a layer of no image in an image',
    make(layout) {
      const text = layout.blob('text', 'text/plain')
      layout.image({
        layers: [{}, { files: [{ name: 'x', content: 'x' }], absent: true, descriptor: () => text }],
      })
    },
  },
  {
    id: 'zstd-in-1.0',
    violates: 'manifest.layers.portable-types',
    title: 'a layer of zstd under 1.0',
    spec: '1.0',
    make: (layout) => void layout.image({ layers: [{ mediaType: types.zstd }] }),
  },
]

/** Faults of artifacts. */
export const artifact: readonly Defect[] = [
  inArtifact(
    'artifact-with-config-of-image',
    'artifact.config.specific-type',
    'an artifact under the config type of an image',
    (document) => {
      ;(document['config'] as Doc)['mediaType'] = types.config
    },
  ),
  {
    id: 'artifact-over-layers-of-image',
    violates: 'artifact.config.specific-type',
    title: 'an image with an artifactType',
    verdict: 'warn',
    make: (layout) =>
      void layout.image({ manifest: (document) => void (document['artifactType'] = 'text/x.thing') }),
  },
  inArtifact(
    'artifact-without-type',
    'artifact.empty-config.names-type',
    'the empty config without an artifactType',
    (document) => {
      delete document['artifactType']
    },
  ),
  {
    id: 'artifact-layer-of-zero-bytes',
    violates: 'artifact.layers.not-zero',
    title: 'an artifact whose only layer has no bytes',
    make: (layout) =>
      void layout.entries.push(
        artifactOf(layout, {
          manifest: (document) => void (document['layers'] = [layout.blob('', 'text/plain')]),
        }),
      ),
  },
  {
    id: 'empty-type-with-content',
    violates: 'artifact.empty.content',
    title: 'something else than {} behind the empty media type',
    findings: 2,
    make: (layout) =>
      void layout.entries.push(
        artifactOf(layout, {
          manifest: (document) => void (document['config'] = layout.blob('{"a":1}', types.empty)),
        }),
      ),
  },
  {
    id: 'subject-is-layer',
    violates: 'artifact.subject.is-manifest',
    title: 'a layer as the subject',
    make(layout) {
      const { descriptor } = layout.layer()
      layout.entries.push(
        artifactOf(layout, { manifest: (document) => void (document['subject'] = descriptor) }),
      )
    },
  },
]
