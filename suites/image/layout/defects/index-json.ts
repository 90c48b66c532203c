import type { Defect } from '../../layouts/case.ts'

/** index.json that is missing, is something else, or has a name twice. */
export const indexJson: readonly Defect[] = [
  {
    id: 'no-index',
    violates: 'layout.index.exists',
    title: 'no index.json',
    form: 'archive',
    entries: (entries) => entries.filter(({ name }) => name !== 'index.json'),
    make: (layout) => void layout.image(),
  },
  {
    id: 'index-outside',
    violates: 'layout.index.exists',
    title: 'an index.json that is a link to outside the directory',
    make(layout) {
      layout.image()
      layout.files.delete('index.json')
      layout.links.set('index.json', '../../../../../etc/passwd')
    },
  },
  {
    id: 'index-is-manifest',
    violates: 'layout.index.is-image-index',
    title: 'a manifest in index.json',
    make(layout) {
      const entry = layout.manifest()
      const bytes = layout.files.get(`blobs/${String(entry['digest']).replace(':', '/')}`)
      layout.files.set('index.json', bytes ?? new Uint8Array())
    },
  },
  {
    id: 'index-is-string',
    violates: 'layout.index.is-image-index',
    title: 'a string in index.json',
    make(layout) {
      layout.image()
      layout.index.push(() => JSON.stringify('an index'))
    },
  },
  {
    id: 'name-twice',
    violates: 'layout.index.unique-names',
    title: 'two images of one name',
    make(layout) {
      layout.image({ name: 'v1' })
      layout.image({ name: 'v1' })
    },
  },
]
