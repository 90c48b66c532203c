import type { Defect } from '../../layouts/case.ts'
import { withoutBlobs } from '../../layouts/build/absent.ts'
import { artifactOf, digestOf, indexOf, types, type Doc } from '../../layouts/build/layout.ts'

const platform = { architecture: 'amd64', os: 'linux' }

/** Content that is missing, and that nothing excuses: what it is cannot be evaluated. */
const missing = (id: string, title: string, make: Defect['make'], more: Partial<Defect> = {}): Defect => ({
  id,
  violates: 'content.reachable',
  verdict: 'error',
  title,
  make,
  ...more,
})

/** Content that is missing. */
export const reachable: readonly Defect[] = [
  {
    id: 'registry-layer-absent',
    violates: 'content.reachable',
    verdict: 'error',
    title: 'a registry that lacks a layer',
    form: 'registry',
    make: (layout) => void layout.image({ layers: [{ absent: true }, {}] }),
  },
  {
    id: 'layer-absent',
    violates: 'content.reachable',
    verdict: 'error',
    title: 'a layer that is missing',
    make: (layout) => void layout.image({ layers: [{ absent: true }, {}] }),
  },
  {
    id: 'manifest-absent',
    violates: 'content.reachable',
    verdict: 'error',
    title: 'a manifest that is missing',
    make: (layout) => layout.remove(layout.image()),
  },
  {
    id: 'config-absent',
    violates: 'content.reachable',
    verdict: 'error',
    title: 'a config that is missing',
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
  missing('all-manifests-absent', 'an index.json whose only manifest is missing', (layout) => {
    layout.image()
    withoutBlobs(layout)
    layout.blob('', 'application/octet-stream')
  }),
  missing('all-layers-absent', 'an image without any of its layers', (layout) => {
    layout.image({ layers: [{ absent: true }, { absent: true }] })
  }),
  missing('one-of-two-images-absent', 'an index.json of two images, one of which is missing', (layout) => {
    layout.image({ name: 'one' })
    layout.remove(layout.image({ name: 'two' }))
  }),
  missing('nested-index-absent', 'an index in index.json that is missing', (layout) => {
    layout.image({ name: 'other' })
    const index = indexOf(layout, [layout.manifest({ entry: (entry) => ({ ...entry, platform }) })])
    layout.entries.push(index)
    layout.remove(index)
  }),
  missing(
    'config-absent-in-archive',
    'an archive that lacks a config',
    (layout) => void layout.image({ manifest: (manifest) => layout.remove(manifest['config'] as Doc) }),
    { form: 'archive.gz' },
  ),
  missing(
    'registry-config-absent',
    'a registry that lacks a config',
    (layout) => void layout.image({ manifest: (manifest) => layout.remove(manifest['config'] as Doc) }),
    { form: 'registry' },
  ),
  missing('layer-elsewhere-for-one-image', 'a missing layer that has urls in one of two images', (layout) => {
    const { descriptor } = layout.layer()
    const elsewhere = { ...descriptor, urls: ['https://example.com/layer'] }
    layout.image({ name: 'one', layers: [{ descriptor: () => elsewhere }, {}] })
    layout.image({ name: 'two', layers: [{ descriptor: () => descriptor }, {}] })
    layout.remove(descriptor)
  }),
  {
    id: 'docker-save-lost-entry',
    violates: 'content.reachable',
    title: 'an archive of docker save that lost a layer (moby 51389)',
    form: 'archive',
    verdict: 'error',
    make(layout) {
      layout.files.set('manifest.json', Buffer.from('[]'))
      layout.image({ layers: [{}, { absent: true }] })
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
    id: 'closed-layer-absent',
    violates: 'content.reachable',
    title: 'a layer that is missing from a layout that is claimed to be closed',
    closed: true,
    verdict: 'fail',
    make: (layout) => void layout.image({ layers: [{ absent: true }, {}] }),
  },
  {
    id: 'closed-manifests-absent',
    violates: 'content.reachable',
    title: 'no manifest in a layout that is claimed to be closed',
    closed: true,
    verdict: 'fail',
    make: (layout) => layout.remove(layout.image()),
  },
]
