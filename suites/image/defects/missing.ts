import type { Defect } from '../layouts/case.ts'
import { indexOf, pathOf, type Doc, type Layout } from '../layouts/build/layout.ts'

const platform = { architecture: 'amd64', os: 'linux' }

/** An image of two layers, the first of which is left out; returns the path of its blob. */
function withoutLayer(layout: Layout): string {
  const { descriptor } = layout.layer()
  layout.image({ layers: [{ descriptor: () => descriptor }, {}] })
  layout.remove(descriptor)
  return pathOf(String(descriptor['digest']))
}

const emptied = (layout: Layout) => {
  for (const path of layout.files.keys()) if (path.startsWith('blobs/')) layout.files.delete(path)
}

/** Something else where a blob should be. */
const inPlace = (
  id: string,
  title: string,
  put: (layout: Layout, path: string) => void,
  more: Partial<Defect> = {},
): Defect => ({
  id: `blob-is-${id}`,
  violates: 'layout.blob.matches-name',
  title,
  make: (layout) => put(layout, withoutLayer(layout)),
  ...more,
})

/** Content that is missing, and that nothing excuses: what it is cannot be evaluated. */
const missing = (id: string, title: string, make: Defect['make'], more: Partial<Defect> = {}): Defect => ({
  id,
  violates: 'content.reachable',
  verdict: 'error',
  title,
  make,
  ...more,
})

/** Content that is not here, and other things in place of content. */
export const absent: readonly Defect[] = [
  missing('all-manifests-absent', 'an index.json whose only manifest is missing', (layout) => {
    layout.image()
    emptied(layout)
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
  inPlace('folder', 'a folder in place of a layer', (layout, path) => void layout.folders.add(path)),
  inPlace(
    'folder-in-archive',
    'a folder of an archive in place of a layer',
    (layout, path) => void layout.folders.add(path),
    {
      form: 'archive',
    },
  ),
  inPlace('pipe', 'a FIFO in place of a layer', (layout, path) => void layout.pipes.add(path)),
  inPlace(
    'link-outside',
    'a layer that is a link out of the layout',
    (layout, path) => void layout.links.set(path, '/etc/hostname'),
  ),
  inPlace(
    'link-to-nothing',
    'a layer that is a link to nothing',
    (layout, path) => void layout.links.set(path, '../rootfs.tar.gz'),
  ),
  inPlace(
    'link-to-nothing-in-archive',
    'a layer of an archive that is a link to nothing',
    (layout, path) => void layout.links.set(path, '../rootfs.tar.gz'),
    {
      form: 'archive',
    },
  ),
  inPlace(
    'link-to-itself',
    'a layer that is a link to itself',
    (layout, path) => void layout.links.set(path, path.split('/').at(-1)!),
  ),
  inPlace(
    'link-to-folder',
    'a layer that is a link to a folder',
    (layout, path) => void layout.links.set(path, '..'),
  ),
  {
    id: 'manifest-is-folder',
    violates: 'layout.blob.matches-name',
    title: 'a folder in place of a manifest',
    make(layout) {
      const entry = layout.image()
      layout.remove(entry)
      layout.folders.add(pathOf(String(entry['digest'])))
    },
  },
  {
    id: 'orphan-is-pipe',
    violates: 'layout.blob.matches-name',
    title: 'a FIFO among the blobs that nothing refers to',
    make(layout) {
      layout.image()
      layout.pipes.add(`blobs/sha256/${'0'.repeat(64)}`)
    },
  },
  {
    id: 'blobs-link-out',
    violates: 'layout.blob.matches-name',
    title: 'a link out of the layout in place of the folder of the blobs of an algorithm',
    make(layout) {
      layout.image()
      emptied(layout)
      layout.links.set('blobs/sha256', '/var/cache/lxc/sha256')
    },
  },
  {
    id: 'blobs-is-link-out',
    violates: 'layout.blobs.exists',
    title: 'a link out of the layout in place of the folder of the blobs',
    make(layout) {
      layout.image()
      emptied(layout)
      layout.links.set('blobs', '/var/cache/lxc')
    },
  },
  {
    id: 'layer-of-holes',
    violates: 'content.size.matches',
    title: 'a file of a tebibyte of holes in place of a layer',
    make(layout) {
      layout.holes.set(withoutLayer(layout), 2 ** 40)
    },
  },
  {
    id: 'manifest-of-holes',
    violates: 'content.size.matches',
    title: 'a file of a tebibyte of holes in place of a manifest',
    make(layout) {
      const entry = layout.image()
      layout.remove(entry)
      layout.holes.set(pathOf(String(entry['digest'])), 2 ** 40)
    },
  },
  {
    id: 'orphan-of-holes',
    violates: 'layout.blob.matches-name',
    verdict: 'error',
    title: 'a file of a tebibyte of holes that nothing refers to',
    make(layout) {
      layout.image()
      layout.holes.set(`blobs/sha256/${'0'.repeat(64)}`, 2 ** 40)
    },
  },
]
