import type { Defect } from '../../layouts/case.ts'

/** oci-layout that is missing or wrong. */
export const header: readonly Defect[] = [
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
    title: 'an oci-layout that is a link to outside the directory',
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
]
