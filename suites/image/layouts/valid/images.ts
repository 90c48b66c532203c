import type { ValidLayout } from '../case.ts'

const key = (name: string) => `org.opencontainers.image.${name}`

/** Images, and how many of them a layout holds and names. */
export const images: readonly ValidLayout[] = [
  { id: 'one-image', title: 'one image', make: (layout) => void layout.image() },
  { id: 'one-image-1.0', title: 'one image under 1.0', spec: '1.0', make: (layout) => void layout.image() },
  { id: 'one-image-dev', title: 'one image under dev', spec: 'dev', make: (layout) => void layout.image() },
  {
    id: 'closed-image',
    title: 'one image that is claimed to be closed',
    closed: true,
    make: (layout) => void layout.image(),
  },
  {
    id: 'unnamed-image',
    title: 'an image without a name',
    make: (layout) => void layout.image({ name: null }),
  },
  { id: 'no-image', title: 'an empty index.json', make: (layout) => void layout.folders.add('blobs/sha256') },
  {
    id: 'two-names-one-image',
    title: 'one image under two names',
    make(layout) {
      const entry = layout.image({ name: 'v1' })
      layout.entries.push({ ...entry, annotations: { 'org.opencontainers.image.ref.name': 'v1.0' } })
    },
  },
  {
    id: 'names-of-all-forms',
    title: 'names with all separators, and a full reference',
    make(layout) {
      for (const name of ['v1.0', 'a/b', 'docker.io/library/alpine:3.19', 'a--b', 'x@sha256:0a', 'A_b+c'])
        layout.image({ name })
    },
  },
  {
    id: 'shared-layer',
    title: 'two images with one layer in common',
    make(layout) {
      const base = { files: [{ name: 'base', content: 'the base' }] }
      layout.image({ name: 'one', layers: [base, {}] })
      layout.image({ name: 'two', layers: [base, {}] })
    },
  },
  {
    id: 'same-layer-twice',
    title: 'an image that lists one layer twice',
    make(layout) {
      const same = { files: [{ name: 'same', content: 'the same' }] }
      layout.image({ layers: [same, same] })
    },
  },
  {
    id: 'layer-elsewhere',
    title: 'a layer that is absent and can be had from its urls',
    note: 'it can be fetched from its urls',
    make: (layout) =>
      void layout.image({
        layers: [
          { absent: true, descriptor: (layer) => ({ ...layer, urls: ['https://example.com/layer?a=b'] }) },
          {},
        ],
      }),
  },
  {
    id: 'all-annotations',
    title: 'all annotations that the specification defines',
    make(layout) {
      const annotations = {
        [key('created')]: '2024-02-29T23:59:60.123+02:00',
        [key('authors')]: 'somebody',
        [key('url')]: 'https://example.com',
        [key('documentation')]: 'https://example.com/docs',
        [key('source')]: 'git+ssh://example.com/repository',
        [key('version')]: '',
        [key('revision')]: 'abc',
        [key('vendor')]: 'Example',
        [key('licenses')]: '(MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0',
        [key('title')]: 'Title',
        [key('description')]: 'Zeichen: ü, 日本',
        [key('base.digest')]: `sha256:${'0'.repeat(64)}`,
        [key('base.name')]: 'docker.io/library/alpine:3.19',
        'com.example.my-key': 'value',
      }
      layout.image({ manifest: (manifest) => void (manifest['annotations'] = annotations) })
      layout.index.push((index) => void (index['annotations'] = annotations))
    },
  },
  {
    id: 'many-images',
    title: 'two hundred images',
    make(layout) {
      for (let at = 0; at < 200; at += 1) layout.image({ name: `v${at}` })
    },
  },
]
