import type { Defect } from '../../layouts/case.ts'
import { types, type Doc } from '../../layouts/build/layout.ts'
import { inManifest } from './makers.ts'

/** Lists of layers that are missing or wrong. */
export const layers: readonly Defect[] = [
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
  {
    id: 'docker-save-without-layers',
    violates: 'manifest.layers.exists',
    title: 'an archive of docker save whose manifest has no layers (moby 47065)',
    form: 'archive',
    make(layout) {
      layout.files.set('manifest.json', Buffer.from('[]'))
      layout.image({ manifest: (manifest) => void delete manifest['layers'] })
    },
  },
]
