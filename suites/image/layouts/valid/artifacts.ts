import type { ValidLayout } from '../case.ts'
import { artifactOf, digestOf, indexOf, types, type Doc } from '../build/layout.ts'

const helm = 'application/vnd.cncf.helm.config.v1+json'

/** A manifest for something else than an image, with one blob. */
const thing = (config: Doc, layer: Doc, more: Doc = {}): Doc => ({
  schemaVersion: 2,
  mediaType: types.manifest,
  config,
  layers: [layer],
  ...more,
})

/** Artifacts of many tools. */
export const artifacts: readonly ValidLayout[] = [
  {
    id: 'artifact',
    title: 'an artifact by the guidance',
    make: (layout) => void layout.entries.push(artifactOf(layout)),
  },
  {
    id: 'artifact-dev',
    title: 'an artifact under dev',
    spec: 'dev',
    make: (layout) => void layout.entries.push(artifactOf(layout)),
  },
  {
    id: 'artifact-with-type-in-descriptor',
    title: 'an artifact whose type the descriptor repeats',
    make: (layout) =>
      void layout.entries.push(
        artifactOf(layout, {
          entry: (entry) => ({ ...entry, artifactType: 'application/vnd.example.thing' }),
        }),
      ),
  },
  {
    id: 'artifact-type-of-config',
    title: 'a descriptor that takes the type of the config for that of the artifact',
    make: (layout) =>
      void layout.entries.push(
        artifactOf(layout, { entry: (entry) => ({ ...entry, artifactType: types.empty }) }),
      ),
  },
  {
    id: 'artifact-without-content',
    title: 'an artifact with the empty descriptor as its layer',
    make: (layout) =>
      void layout.entries.push(
        artifactOf(layout, {
          manifest: (manifest) => void (manifest['layers'] = [layout.blob('{}', types.empty)]),
        }),
      ),
  },
  {
    id: 'helm-chart',
    title: 'a Helm chart',
    make(layout) {
      const config = layout.blob('{"name":"chart","version":"0.1.0","apiVersion":"v2"}', helm)
      const chart = layout.blob('chart', 'application/vnd.cncf.helm.chart.content.v1.tar+gzip')
      layout.entries.push(layout.document(thing(config, chart), types.manifest))
    },
  },
  {
    id: 'wasm-module',
    title: 'a WebAssembly module',
    make(layout) {
      const config = layout.blob('{"created":"2024","os":"wasip1"}', 'application/vnd.wasm.config.v0+json')
      const module = layout.blob('\0asm', 'application/wasm')
      layout.entries.push(layout.document(thing(config, module), types.manifest))
    },
  },
  {
    id: 'wasm-image',
    title: 'an image for wasip1 and wasm',
    make: (layout) =>
      void layout.image({
        config: (config) => void Object.assign(config, { os: 'wasip1', architecture: 'wasm' }),
      }),
  },
  {
    id: 'sif-image',
    title: 'a Singularity image',
    make(layout) {
      const config = layout.blob('{}', 'application/vnd.sylabs.sif.config.v1+json')
      const image = layout.blob('SIF_MAGIC', 'application/vnd.sylabs.sif.layer.v1.sif')
      layout.entries.push(layout.document(thing(config, image), types.manifest))
    },
  },
  {
    id: 'artifacts-in-nested-index',
    title: 'artifacts in a nested index, without platforms',
    make: (layout) => void layout.entries.push(indexOf(layout, [artifactOf(layout)])),
  },
  {
    id: 'soci-index',
    title: 'an index of SOCI beside its image',
    make(layout) {
      const { mediaType, digest, size } = layout.image()
      const soci = 'application/vnd.amazon.soci.index.v1+json'
      const ztoc = layout.blob('ztoc', 'application/octet-stream', {
        annotations: { 'com.amazon.soci.image-layer-digest': digestOf(Buffer.from('layer')) },
      })
      const config = layout.blob('{}', soci)
      layout.entries.push(
        layout.document(thing(config, ztoc, { subject: { mediaType, digest, size } }), types.manifest),
      )
    },
  },
  {
    id: 'file-of-oras',
    title: 'a file that oras stored under the type of a layer',
    warns: ['layer.tar.archive'],
    make(layout) {
      const config = layout.blob('{}', types.empty)
      const file = layout.blob('hello', types.tar)
      const manifest = thing(config, file, { artifactType: 'application/vnd.unknown.artifact.v1' })
      layout.entries.push(layout.document(manifest, types.manifest))
    },
  },
  {
    id: 'buildkit-cache',
    title: 'a cache of BuildKit: an index that lists layers',
    warns: ['index.manifests.portable-types'],
    make(layout) {
      const cache = layout.blob('{"layers":[]}', 'application/vnd.buildkit.cacheconfig.v0')
      const { descriptor } = layout.layer()
      layout.entries.push(indexOf(layout, [descriptor, cache]))
    },
  },
  {
    id: 'buildkit-cache-manifest',
    title: 'a cache of BuildKit as a manifest',
    warns: ['manifest.config.portable-type'],
    make(layout) {
      const cache = layout.blob('{"layers":[]}', 'application/vnd.buildkit.cacheconfig.v0')
      layout.entries.push(layout.document(thing(cache, layout.layer().descriptor), types.manifest))
    },
  },
  {
    id: 'manifest-of-another-kind',
    title: 'an entry of an unknown media type',
    warns: ['index.manifests.portable-types'],
    make: (layout) =>
      void layout.entries.push(
        layout.document({ blobs: [] }, 'application/vnd.oci.artifact.manifest.v1+json'),
      ),
  },
]
