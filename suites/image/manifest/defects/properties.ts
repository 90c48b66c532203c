import type { Defect } from '../../layouts/case.ts'
import { types, type Doc } from '../../layouts/build/layout.ts'
import { edit, editedIn } from '../../layouts/edited.ts'
import { inArtifact, inManifest } from './makers.ts'

/** Wrong properties of a manifest, besides its layers. */
export const properties: readonly Defect[] = [
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
  editedIn(
    'manifest-edited-schema',
    'manifest.schema-version.is-2',
    'an edited manifest of schema version 1',
    (layout) => {
      edit(layout, layout.image(), (manifest) => void (manifest['schemaVersion'] = 1))
    },
  ),
]
