import type { Defect } from '../layouts/case.ts'

/** Faults of the files of a layout. */
export const layout: readonly Defect[] = [
  {
    id: 'no-blobs',
    violates: 'layout.blobs.exists',
    title: 'no blobs directory',
    make() {},
  },
  ...[false, true].map((closed): Defect => ({
    id: `no-blobs-of-many-${closed ? 'closed' : 'open'}`,
    violates: 'layout.blobs.exists',
    title: 'no blobs directory, and an index.json with 22 images',
    ...(closed ? { closed } : {}),
    make(layout) {
      for (let at = 0; at < 22; at += 1) layout.image({ name: `v${at}` })
      layout.files.clear()
    },
  })),
  {
    id: 'no-header',
    violates: 'layout.header.exists',
    title: 'no oci-layout',
    form: 'archive',
    entries: (entries) => entries.filter(({ name }) => name !== 'oci-layout'),
    make: (layout) => void layout.image(),
  },
  {
    id: 'header-outside',
    violates: 'layout.header.exists',
    title: 'an oci-layout that is a link out of the folder',
    make(layout) {
      layout.image()
      layout.links.set('oci-layout', '/etc/hostname')
    },
  },
  {
    id: 'header-is-array',
    violates: 'layout.header.is-object',
    title: 'an array in oci-layout',
    make(layout) {
      layout.image()
      layout.header.push(() => ['1.0.0'])
    },
  },
  {
    id: 'header-without-version',
    violates: 'layout.header.has-version',
    title: 'no imageLayoutVersion',
    make(layout) {
      layout.image()
      layout.header.push(() => ({}))
    },
  },
  {
    id: 'header-version-in-other-case',
    violates: 'layout.header.has-version',
    title: 'the version under a name of another case',
    make(layout) {
      layout.image()
      layout.header.push(() => ({ ImageLayoutVersion: '1.0.0' }))
    },
  },
  {
    id: 'header-version-number',
    violates: 'layout.header.has-version',
    title: 'a layout version that is a number',
    make(layout) {
      layout.image()
      layout.header.push(() => ({ imageLayoutVersion: 1 }))
    },
  },
  ...['', 'latest', '1.x'].map((imageLayoutVersion, at): Defect => ({
    id: `header-no-version-${at}`,
    violates: 'layout.header.has-version',
    title: `the layout version ${JSON.stringify(imageLayoutVersion)}`,
    make(layout) {
      layout.image()
      layout.header.push(() => ({ imageLayoutVersion }))
    },
  })),
  {
    id: 'header-unknown-version',
    violates: 'layout.header.known-version',
    title: 'a layout version that was never published',
    make(layout) {
      layout.image()
      layout.header.push(() => ({ imageLayoutVersion: '1.1.0' }))
    },
  },
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
    title: 'an index.json that is a link out of the folder',
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
  {
    id: 'blob-of-other-bytes',
    violates: 'layout.blob.matches-name',
    title: 'a layer whose bytes are not those of its name',
    make(layout) {
      const { descriptor } = layout.layer()
      layout.image({ layers: [{ descriptor: () => descriptor }] })
      const path = `blobs/${String(descriptor['digest']).replace(':', '/')}`
      layout.files.set(path, Buffer.from('other bytes'))
    },
  },
  {
    id: 'manifest-of-other-bytes',
    violates: 'layout.blob.matches-name',
    title: 'a manifest that was changed under its name',
    make(layout) {
      const { digest } = layout.image()
      const path = `blobs/${String(digest).replace(':', '/')}`
      layout.files.set(path, Buffer.concat([layout.files.get(path) ?? new Uint8Array(), Buffer.from('\n')]))
    },
  },
  {
    id: 'orphan-of-other-bytes',
    violates: 'layout.blob.matches-name',
    title: 'a blob of other bytes that nothing refers to',
    make(layout) {
      layout.image()
      layout.files.set(`blobs/sha256/${'0'.repeat(64)}`, Buffer.from('anything'))
    },
  },
  {
    id: 'blob-cut-short',
    violates: 'layout.blob.matches-name',
    title: 'a layer that is cut short',
    make(layout) {
      layout.image()
      const [path = ''] = [...layout.files.keys()]
      layout.files.set(path, (layout.files.get(path) ?? new Uint8Array()).subarray(0, 50))
    },
  },
  {
    id: 'stray-file-among-blobs',
    violates: 'layout.blob.name-grammar',
    title: 'a file among the blobs that has no name of a blob',
    make(layout) {
      layout.image()
      layout.files.set('blobs/sha256/.DS_Store', Buffer.from('x'))
    },
  },
  {
    id: 'apple-double-among-blobs',
    violates: 'layout.blob.name-grammar',
    title: 'files of macOS beside each blob',
    make(layout) {
      layout.image()
      const paths = [...layout.files.keys()]
      for (const path of paths) {
        layout.files.set(path.replace(/([^/]+)$/, '._$1'), Buffer.from('Mac OS X'))
      }
      layout.files.set('blobs/sha256/.DS_Store', Buffer.from('x'))
    },
  },
  {
    id: 'apple-double-in-blobs',
    violates: 'layout.blob.in-algorithm-folder',
    title: 'the file of macOS beside the folder of an algorithm',
    make(layout) {
      layout.image()
      layout.files.set('blobs/._sha256', Buffer.from('Mac OS X'))
    },
  },
  {
    id: 'blob-name-in-upper-case',
    violates: 'layout.blob.name-grammar',
    title: 'a name of a blob in upper case',
    make(layout) {
      layout.image()
      layout.files.set(`blobs/sha256/${'A'.repeat(64)}`, Buffer.from('x'))
    },
  },
  {
    id: 'folder-among-blobs',
    violates: 'layout.blob.name-grammar',
    title: 'a folder among the blobs',
    make(layout) {
      layout.image()
      layout.files.set('blobs/sha256/more/x', Buffer.from('x'))
    },
  },
  {
    id: 'algorithm-folder-grammar',
    violates: 'layout.blob.name-grammar',
    title: 'a folder of blobs that is named after no algorithm',
    make(layout) {
      layout.image()
      layout.files.set('blobs/SHA256/abc', Buffer.from('x'))
    },
  },
  {
    id: 'file-in-blobs',
    violates: 'layout.blob.in-algorithm-folder',
    title: 'a file directly in blobs',
    make(layout) {
      layout.image()
      layout.files.set('blobs/README', Buffer.from('x'))
    },
  },
  {
    id: 'archive-with-folder',
    violates: 'layout.archive.at-root',
    title: 'an archive of the folder of the layout',
    form: 'archive',
    entries: (entries) => entries.map((each) => ({ ...each, name: `image/${String(each.name)}` })),
    make: (layout) => void layout.image(),
  },
  {
    id: 'archive-with-duplicate',
    violates: 'layout.archive.safe-entries',
    title: 'an archive with another index.json at its end',
    form: 'archive',
    entries: (entries) => [...entries, { name: 'index.json', content: '{}' }],
    make: (layout) => void layout.image(),
  },
  {
    id: 'archive-with-absolute-name',
    violates: 'layout.archive.safe-entries',
    title: 'an archive with an absolute name',
    form: 'archive.gz',
    entries: (entries) => [{ name: '/etc/cron.d/x', content: 'x' }, ...entries],
    make: (layout) => void layout.image(),
  },
  {
    id: 'archive-that-climbs',
    violates: 'layout.archive.safe-entries',
    title: 'an archive with a name that climbs out',
    form: 'archive',
    entries: (entries) => [...entries, { name: 'blobs/../../x', content: 'x' }],
    make: (layout) => void layout.image(),
  },
  {
    id: 'archive-with-link',
    violates: 'layout.archive.safe-entries',
    title: 'an archive with a link out of it',
    form: 'archive',
    entries: (entries) => [...entries, { name: 'more', type: '2', link: '/etc/passwd' }],
    make: (layout) => void layout.image(),
  },
  {
    id: 'archive-with-hard-link',
    violates: 'layout.archive.safe-entries',
    title: 'an archive in which a blob is a hard link to another entry',
    form: 'archive',
    entries: (entries) => {
      const blob = entries.find(({ name }) => String(name).startsWith('blobs/'))
      return entries.flatMap((each) =>
        each === blob
          ? [
              { ...each, name: 'store/blob' },
              { name: each.name, type: '1', link: 'store/blob' },
            ]
          : [each],
      )
    },
    make: (layout) => void layout.image(),
  },
]
