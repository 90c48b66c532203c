import type { Defect } from '../../layouts/case.ts'
import { withoutBlobs, withoutLayer } from '../../layouts/build/absent.ts'
import { pathOf, type Layout } from '../../layouts/build/layout.ts'

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

/** Something else in place of a blob, or of the folder of blobs. */
export const replaced: readonly Defect[] = [
  inPlace('folder', 'a folder instead of a layer', (layout, path) => void layout.folders.add(path)),
  inPlace(
    'folder-in-archive',
    'a folder of an archive instead of a layer',
    (layout, path) => void layout.folders.add(path),
    {
      form: 'archive',
    },
  ),
  inPlace('pipe', 'a FIFO instead of a layer', (layout, path) => void layout.pipes.add(path)),
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
    title: 'a folder instead of a manifest',
    make(layout) {
      const entry = layout.image()
      layout.remove(entry)
      layout.folders.add(pathOf(String(entry['digest'])))
    },
  },
  {
    id: 'orphan-is-pipe',
    violates: 'layout.blob.matches-name',
    title: 'a FIFO among the blobs that nothing references',
    make(layout) {
      layout.image()
      layout.pipes.add(`blobs/sha256/${'0'.repeat(64)}`)
    },
  },
  {
    id: 'blobs-link-out',
    violates: 'layout.blob.matches-name',
    title: 'a link out of the layout instead of the folder of the blobs of an algorithm',
    make(layout) {
      layout.image()
      withoutBlobs(layout)
      layout.links.set('blobs/sha256', '/var/cache/lxc/sha256')
    },
  },
  {
    id: 'blobs-is-link-out',
    violates: 'layout.blobs.exists',
    title: 'a link out of the layout instead of the folder of the blobs',
    make(layout) {
      layout.image()
      withoutBlobs(layout)
      layout.links.set('blobs', '/var/cache/lxc')
    },
  },
  {
    id: 'orphan-of-holes',
    violates: 'layout.blob.matches-name',
    verdict: 'error',
    title: 'a file of a tebibyte of holes that nothing references',
    make(layout) {
      layout.image()
      layout.holes.set(`blobs/sha256/${'0'.repeat(64)}`, 2 ** 40)
    },
  },
]
