import { archivers, inEntry, savedImage } from '../build/docker.ts'
import { indexOf, types, type Layout } from '../build/layout.ts'
import type { ValidLayout } from '../case.ts'

/** Two images that share nothing. */
function makeTwo(layout: Layout): void {
  layout.image({ layers: [{}, { mediaType: types.tar }], name: '1.0' })
  layout.image({ name: '2.0' })
}

const makeOne = (layout: Layout): void => void layout.image({ layers: [{}, {}], name: '1.0' })

/** Archives of docker save, podman save and crane pull, of every age. */
export const dockerArchives: readonly ValidLayout[] = [
  ...archivers.flatMap((form): ValidLayout[] => [
    { id: `docker-archive-${form.replace('.', '-')}`, title: `an archive of ${form}`, form, make: makeTwo },
    {
      id: `docker-archive-${form.replace('.', '-')}-gzip`,
      title: `an archive of ${form}, compressed`,
      form: `${form}.gz`,
      make: makeOne,
    },
  ]),
  {
    id: 'docker-archive-with-dots',
    title: 'an archive of docker save that was packed again in its folder',
    form: 'docker-save',
    entries: (entries) => [
      { name: './', type: '5' },
      ...entries.map((each) => ({ ...each, name: `./${String(each.name)}` })),
    ],
    make: makeOne,
  },
  {
    id: 'docker-archive-without-tags',
    title: 'an archive of images without tags, with nulls where Docker writes them',
    form: 'crane-pull',
    entries: inEntry('manifest.json', ([image]) => void Object.assign(image ?? {}, { RepoTags: null })),
    make: makeOne,
  },
  {
    id: 'docker-archive-of-bazel',
    title: 'an archive whose files are in blobs/, without a layout',
    form: 'archive',
    entries: (entries) => entries.filter(({ name }) => name !== 'oci-layout' && name !== 'index.json'),
    make(layout) {
      const image = layout.image()
      layout.files.set('manifest.json', Buffer.from(JSON.stringify([savedImage(layout, image, 'app:1.0')])))
    },
  },
  {
    id: 'docker-save-beside-layout',
    title: 'an archive of Docker 25, whose manifest.json describes the image that index.json has',
    form: 'archive',
    make(layout) {
      const image = layout.manifest()
      const annotations = { 'io.containerd.image.name': 'docker.io/library/app:1.0' }
      layout.entries.push({
        ...indexOf(layout, [{ ...image, platform: { architecture: 'amd64', os: 'linux' } }]),
        annotations,
      })
      layout.files.set('manifest.json', Buffer.from(JSON.stringify([savedImage(layout, image, 'app:1.0')])))
    },
  },
]
