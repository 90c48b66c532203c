import type { Defect } from '../../layouts/case.ts'
import { withoutLayer } from '../../layouts/build/absent.ts'
import { artifactOf, indexOf, pathOf, types, type Doc } from '../../layouts/build/layout.ts'
import { edit, editedIn } from '../../layouts/edited.ts'

/** Content that is not what its descriptors promise. */
export const identity: readonly Defect[] = [
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
    id: 'layer-of-holes',
    violates: 'content.size.matches',
    title: 'a file of a tebibyte of holes instead of a layer',
    make(layout) {
      layout.holes.set(withoutLayer(layout), 2 ** 40)
    },
  },
  {
    id: 'manifest-of-holes',
    violates: 'content.size.matches',
    title: 'a file of a tebibyte of holes instead of a manifest',
    make(layout) {
      const entry = layout.image()
      layout.remove(entry)
      layout.holes.set(pathOf(String(entry['digest'])), 2 ** 40)
    },
  },
  editedIn(
    'manifest-edited',
    'content.size.matches',
    'an edited manifest with a wrong size of a layer',
    (layout) => {
      edit(layout, layout.image(), (manifest) => void ((manifest['layers'] as Doc[])[0]!['size'] = 10))
    },
  ),
  editedIn(
    'registry-manifest-edited',
    'content.size.matches',
    'a registry that returns an edited manifest with a wrong size of a layer',
    (layout) => {
      const manifest = layout.manifest({
        entry: (entry) => ({ ...entry, platform: { architecture: 'amd64', os: 'linux' } }),
      })
      layout.entries.push(indexOf(layout, [manifest]))
      edit(layout, manifest, (document) => void ((document['layers'] as Doc[])[0]!['size'] = 10))
      layout.types.set(String(manifest['digest']), types.manifest)
    },
    { form: 'registry', also: ['content.digest.matches'] },
  ),
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
