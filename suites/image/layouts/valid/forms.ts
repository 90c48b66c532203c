import type { ValidLayout } from '../case.ts'
import { artifactOf, indexOf, types } from '../build/layout.ts'

/** Archives, folders with links, and images in a registry. */
export const forms: readonly ValidLayout[] = [
  {
    id: 'registry',
    title: 'an image in a registry',
    form: 'registry',
    make: (layout) => void layout.image({ layers: [{}, { mediaType: types.zstd }] }),
  },
  {
    id: 'registry-index',
    title: 'an index in a registry',
    form: 'registry',
    closed: true,
    make(layout) {
      const platform = { architecture: 'amd64', os: 'linux' }
      layout.entries.push(indexOf(layout, [layout.manifest({ entry: (entry) => ({ ...entry, platform }) })]))
    },
  },
  {
    id: 'registry-artifact',
    title: 'an artifact in a registry',
    form: 'registry',
    make: (layout) => void layout.entries.push(artifactOf(layout)),
  },
  { id: 'archive', title: 'a layout in a tar', form: 'archive', make: (layout) => void layout.image() },
  {
    id: 'archive-gzip',
    title: 'a layout in a gzip tar',
    form: 'archive.gz',
    make: (layout) => void layout.image({ layers: [{}, {}] }),
  },
  {
    id: 'archive-zstd',
    title: 'a layout in a zstd tar',
    form: 'archive.zst',
    make: (layout) => void layout.image(),
  },
  {
    id: 'archive-with-dots',
    title: 'an archive of .',
    form: 'archive',
    entries: (entries) => [
      { name: './', type: '5' },
      ...entries.map((each) => ({ ...each, name: `./${String(each.name)}` })),
    ],
    make: (layout) => void layout.image(),
  },
  {
    id: 'archive-of-docker-save',
    title: 'an archive of `docker save`: manifest.json and repositories beside the layout',
    form: 'archive',
    make(layout) {
      layout.folders.add('blobs').add('blobs/sha256')
      layout.entries.push(
        indexOf(layout, [
          layout.manifest({
            entry: (entry) => ({ ...entry, platform: { architecture: 'amd64', os: 'linux' } }),
          }),
        ]),
      )
      layout.files.set('manifest.json', Buffer.from('[]'))
      layout.files.set('repositories', Buffer.from('{}'))
    },
  },
  {
    id: 'archive-blobs-first',
    title: 'an archive whose index.json comes last',
    form: 'archive',
    entries: (entries) => entries.toReversed(),
    make: (layout) => void layout.image(),
  },
  {
    id: 'archive-with-named-user',
    title: 'a gzip archive of an image with a named user',
    form: 'archive.gz',
    make: (layout) =>
      void layout.image({
        layers: [{ files: [{ name: 'etc/passwd', content: 'web:x:1:1\n' }] }],
        config: (config) => ({ ...config, config: { User: 'web' } }),
      }),
  },
  {
    id: 'links-inside',
    title: 'a folder in which one name of a blob is a link to another file of the layout',
    make(layout) {
      layout.image()
      const [path] = [...layout.files.keys()].filter((each) => each.startsWith('blobs/'))
      const bytes = layout.files.get(path ?? '') ?? new Uint8Array()
      layout.files.delete(path ?? '')
      layout.files.set('store/blob', bytes)
      layout.links.set(path ?? '', '../../store/blob')
    },
  },
]
