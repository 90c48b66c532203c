import type { Defect } from '../layouts/case.ts'
import { artifactOf, digestOf, indexOf, pathOf, types, type Doc } from '../layouts/build/layout.ts'

/** Faults of content against what its descriptors promise. */
export const content: readonly Defect[] = [
  {
    id: 'registry-layer-of-other-bytes',
    violates: 'content.digest.matches',
    title: 'a registry that serves other bytes for a layer',
    form: 'registry',
    make(layout) {
      const { descriptor } = layout.layer()
      layout.image({ layers: [{ descriptor: () => descriptor }] })
      layout.files.set(pathOf(String(descriptor['digest'])), Buffer.from('other bytes'))
    },
  },
  {
    id: 'registry-config-of-other-bytes',
    violates: 'content.digest.matches',
    title: 'a registry that serves another configuration',
    form: 'registry',
    make: (layout) =>
      void layout.image({
        manifest: ({ config }) =>
          void layout.files.set(pathOf(String((config as Doc)['digest'])), Buffer.from('{}')),
      }),
  },
  {
    id: 'registry-layer-absent',
    violates: 'content.reachable',
    verdict: 'error',
    title: 'a registry that lacks a layer',
    form: 'registry',
    make: (layout) => void layout.image({ layers: [{ absent: true }, {}] }),
  },
  {
    id: 'size-of-manifest',
    violates: 'content.size.matches',
    title: 'an entry whose size is not that of its manifest',
    make: (layout) =>
      void layout.image({ entry: (entry) => void (entry['size'] = Number(entry['size']) + 1) }),
  },
  {
    id: 'size-of-layer',
    violates: 'content.size.matches',
    title: 'a layer of another size than its descriptor states',
    make: (layout) => void layout.image({ layers: [{ descriptor: (layer) => void (layer['size'] = 1) }] }),
  },
  {
    id: 'size-of-config',
    violates: 'content.size.matches',
    title: 'a config of another size than its descriptor states',
    make: (layout) =>
      void layout.image({ manifest: (manifest) => void ((manifest['config'] as Doc)['size'] = 2 ** 40) }),
  },
  {
    id: 'data-of-other-bytes',
    violates: 'content.data.matches',
    title: 'embedded bytes that are not the content',
    make: (layout) =>
      void layout.entries.push(
        artifactOf(layout, {
          manifest: (manifest) =>
            void (manifest['layers'] = [layout.blob('a thing', 'text/plain', { data: 'b3RoZXI=' })]),
        }),
      ),
  },
  {
    id: 'data-empty',
    violates: 'content.data.matches',
    title: 'no embedded bytes where the content has some',
    make: (layout) => void layout.image({ entry: (entry) => void (entry['data'] = '') }),
  },
  {
    id: 'layer-absent',
    violates: 'content.reachable',
    verdict: 'error',
    title: 'a layer that is not there',
    make: (layout) => void layout.image({ layers: [{ absent: true }, {}] }),
  },
  {
    id: 'manifest-absent',
    violates: 'content.reachable',
    verdict: 'error',
    title: 'a manifest that is not there',
    make: (layout) => layout.remove(layout.image()),
  },
  {
    id: 'config-absent',
    violates: 'content.reachable',
    verdict: 'error',
    title: 'a config that is not there',
    make(layout) {
      layout.image({ manifest: (manifest) => layout.remove(manifest['config'] as Doc) })
    },
  },
  {
    id: 'artifact-content-absent',
    violates: 'content.reachable',
    verdict: 'error',
    title: 'an artifact whose content is not there',
    make: (layout) =>
      void layout.entries.push(
        artifactOf(layout, { manifest: (manifest) => (manifest['layers'] as Doc[]).forEach(layout.remove) }),
      ),
  },
  {
    id: 'index-of-nothing',
    violates: 'content.reachable',
    verdict: 'error',
    title: 'a nested index of which nothing is there',
    make(layout) {
      const entries = [layout.manifest(), layout.manifest()]
      layout.entries.push(indexOf(layout, entries))
      entries.forEach(layout.remove)
    },
  },
  {
    id: 'closed-sparse-index',
    violates: 'content.reachable',
    title: 'a sparse index that is claimed to be closed',
    closed: true,
    verdict: 'fail',
    make(layout) {
      const platform = { architecture: 'amd64', os: 'linux' }
      const entries = [1, 2].map(() => layout.manifest({ entry: (entry) => ({ ...entry, platform }) }))
      layout.entries.push(indexOf(layout, entries))
      layout.remove(entries[1]!)
    },
  },
  {
    id: 'closed-subject-absent',
    violates: 'content.reachable',
    title: 'a subject that is absent from a layout that is claimed to be closed',
    closed: true,
    verdict: 'fail',
    make: (layout) =>
      void layout.entries.push(
        artifactOf(layout, {
          manifest: (manifest) =>
            void (manifest['subject'] = {
              mediaType: types.manifest,
              digest: digestOf(Buffer.from('x')),
              size: 1,
            }),
        }),
      ),
  },
  {
    id: 'closed-layer-elsewhere',
    violates: 'content.reachable',
    title: 'a layer that is elsewhere in a layout that is claimed to be closed',
    closed: true,
    verdict: 'fail',
    make: (layout) =>
      void layout.image({
        layers: [
          { absent: true, descriptor: (layer) => ({ ...layer, urls: ['https://example.com/x'] }) },
          {},
        ],
      }),
  },
  {
    id: 'index-as-manifest',
    violates: 'content.media-type.agrees',
    title: 'an index under the media type of a manifest',
    make: (layout) => void layout.entries.push({ ...indexOf(layout, []), mediaType: types.manifest }),
  },
  {
    id: 'manifest-as-index',
    violates: 'content.media-type.agrees',
    title: 'a manifest under the media type of an index',
    make: (layout) => void layout.image({ entry: (entry) => void (entry['mediaType'] = types.index) }),
  },
  {
    id: 'docker-content-as-oci',
    violates: 'content.media-type.agrees',
    title: 'a manifest of Docker under the media type of OCI',
    make: (layout) =>
      void layout.image({
        layers: [{ mediaType: types.dockerLayer }],
        manifest: (manifest) => {
          manifest['mediaType'] = types.dockerManifest
          ;(manifest['config'] as Doc)['mediaType'] = types.dockerConfig
        },
      }),
  },
  {
    id: 'index-and-manifest',
    violates: 'content.one-kind',
    title: 'a manifest with manifests',
    make: (layout) => void layout.image({ manifest: (manifest) => void (manifest['manifests'] = []) }),
  },
  {
    id: 'manifest-in-index-json',
    violates: 'content.one-kind',
    title: 'an index.json with layers',
    make(layout) {
      layout.image()
      layout.index.push((index) => void (index['layers'] = []))
    },
  },
]
