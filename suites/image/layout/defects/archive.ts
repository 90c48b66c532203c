import type { Defect } from '../../layouts/case.ts'

/** Archives whose entries do not lie at the root, or lead out of it. */
export const archive: readonly Defect[] = [
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
    title: 'an archive with a name that escapes the layout',
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
