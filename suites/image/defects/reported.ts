import type { Defect } from '../layouts/case.ts'
import { types, type Doc } from '../layouts/build/layout.ts'

const saved = Buffer.from('[]')

/** Mistakes that tools were reported to make. */
export const reported: readonly Defect[] = [
  {
    id: 'docker-save-without-layers',
    violates: 'manifest.layers.exists',
    title: 'an archive of docker save whose manifest has no layers (moby 47065)',
    form: 'archive',
    make(layout) {
      layout.files.set('manifest.json', saved)
      layout.image({ manifest: (manifest) => void delete manifest['layers'] })
    },
  },
  {
    id: 'docker-save-lost-entry',
    violates: 'content.reachable',
    title: 'an archive of docker save that lost a layer (moby 51389)',
    form: 'archive',
    verdict: 'error',
    make(layout) {
      layout.files.set('manifest.json', saved)
      layout.image({ layers: [{}, { absent: true }] })
    },
  },
  {
    id: 'no-diff-ids-after-conversion',
    violates: 'config.rootfs.diff-ids.count',
    title: 'a configuration that lost its DiffIDs when it was converted (containers/image 415)',
    make: (layout) =>
      void layout.image({
        config(document) {
          ;(document['rootfs'] as Doc)['diff_ids'] = []
          document['history'] = []
        },
      }),
  },
  {
    id: 'empty-layer-not-counted',
    violates: 'config.history.count',
    title: 'an instruction without a layer that is not marked as one (hub-feedback 2520)',
    make: (layout) =>
      void layout.image({
        layers: [{}, {}],
        config: (document) =>
          void (document['history'] = [
            { created_by: 'ADD a' },
            { created_by: 'ENV A=b' },
            { created_by: 'ADD b' },
          ]),
      }),
  },
  {
    id: 'converted-but-not-compressed-anew',
    violates: 'layer.compression.zstd',
    title: 'gzip left under a type of zstd (regctl image mod with times and compression)',
    make: (layout) =>
      void layout.image({
        layers: [{ descriptor: (layer) => ({ ...layer, mediaType: types.zstd }) }],
      }),
  },
  ...(
    [
      ['gzip', 'text', types.gzip, Buffer.from('insert binary content here')],
      ['zstd', 'text', types.zstd, Buffer.from('insert binary content here')],
      ['gzip', 'xz', types.gzip, Buffer.concat([Buffer.from('fd377a585a00', 'hex'), Buffer.alloc(500)])],
      ['gzip', 'html', types.gzip, Buffer.from('<html><body>503 Service Unavailable</body></html>')],
    ] as const
  ).map(([compression, what, mediaType, bytes]): Defect => ({
    id: `${compression}-type-holds-${what}`,
    violates: `layer.compression.${compression}`,
    title: `${what} as the only layer, under the type of ${compression} (fixtures of containers/image)`,
    make: (layout) => void layout.image({ layers: [{ mediaType, bytes: () => bytes }] }),
  })),
]
