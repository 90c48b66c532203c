import type { Test } from '../define.ts'
import { documentTest } from '../judges/document-test.ts'
import type { ImageFacts } from '../facts/facts.ts'
import { hasLayoutFiles } from '../../../src/image/model/layout-files.ts'
import { judgedTest } from '../judges/judged-test.ts'
import { judgeArchiveEntries, judgeArchiveRoot } from './judges/archive.ts'
import { blobFilesOf, judgeBlobFile, judgeBlobPlace } from './judges/blob-files.ts'
import { judgeDockerSave } from './judges/docker-save.ts'
import { judgeRepositories } from './judges/repositories.ts'
import { judgeBlobsFolder, judgeFile } from './judges/files.ts'
import { judgeMacosFiles, noteMacosFiles } from './judges/macos.ts'
import { judgeUnlisted } from './judges/unlisted.ts'
import { judgeNames } from './judges/names.ts'

const nothing = 'it has no files of a layout: it is in a registry, or one of the images of a layout'
const isLayout = (image: ImageFacts): number =>
  image.form === 'docker-archive' || hasLayoutFiles(image) ? 1 : 0

/** The tests, in the order of reports. */
export const tests: readonly Test[] = [
  // A layout is made of these three.
  judgedTest({
    id: 'layout.files',
    title: 'oci-layout, index.json and blobs',
    evaluates: ['layout.blobs.exists', 'layout.header.exists', 'layout.index.exists'],
    readsAnyOf: ['files'],
    count: isLayout,
    nothing,
    *judge(image) {
      if (image.unread.some(({ kinds }) => kinds.includes('files'))) return
      const { header, index } = image.layout
      yield* judgeBlobsFolder(image)
      yield* judgeFile('layout.header.exists', header)
      yield* judgeFile('layout.index.exists', index)
      yield* noteMacosFiles(image.layout.files)
    },
  }),
  // oci-layout is a JSON object with the version of the layout.
  documentTest({
    id: 'layout.header',
    title: 'The content of oci-layout',
    evaluates: ['layout.header.is-object', 'layout.header.has-version', 'layout.header.known-version'],
    kinds: ['layout-header'],
    nothing,
  }),
  // index.json is an image index, not a manifest.
  documentTest({
    id: 'layout.index',
    title: 'The type of document in index.json',
    evaluates: ['layout.index.is-image-index'],
    kinds: ['layout-index'],
    nothing,
  }),
  // A name leads to one entry.
  judgedTest({
    id: 'layout.index.names',
    title: 'Reference names in index.json',
    evaluates: ['layout.index.unique-names'],
    readsAnyOf: ['layout-index', 'docker-manifest'],
    count: ({ form }) => (form === 'registry' ? 0 : 1),
    nothing,
    judge: judgeNames,
  }),
  // A blob is at blobs/<algorithm>/<encoded>, and its bytes have this digest.
  judgedTest({
    id: 'layout.blobs',
    title: 'Names, places and content of blobs',
    evaluates: ['layout.blob.matches-name', 'layout.blob.name-grammar', 'layout.blob.in-algorithm-folder'],
    readsAnyOf: ['blobs'],
    count: isLayout,
    nothing,
    *judge(image, { spec }) {
      yield* judgeUnlisted(image)
      const files = blobFilesOf(image)
      yield* judgeMacosFiles(files)
      for (const file of files) {
        yield* judgeBlobPlace(file)
        yield* judgeBlobFile(file, image, spec)
      }
    },
  }),
  // Tools read either of the forms that an archive has.
  judgedTest({
    id: 'layout.docker-save',
    title: 'The files of docker save, compared with the layout and with each other',
    evaluates: ['layout.docker-save.agrees'],
    // Of a part it is not known what the other images are.
    count: ({ part, layout: { dockerSave, repositories } }) =>
      part || (dockerSave === undefined && repositories === undefined) ? 0 : 1,
    nothing:
      'there is no second form, neither manifest.json beside a layout nor repositories, or images were read one by one',
    *judge(image) {
      if (image.part) return
      yield* judgeDockerSave(image)
      yield* judgeRepositories(image)
    },
  }),
  // The root of the archive is the root of the layout, and no entry reaches out of it.
  judgedTest({
    id: 'layout.archive',
    title: 'Entries of the archive',
    evaluates: ['layout.archive.at-root', 'layout.archive.safe-entries'],
    count: (image) => (image.form !== 'directory' && isLayout(image) ? 1 : 0),
    nothing: 'the image is not in an archive',
    *judge(image) {
      yield* judgeArchiveRoot(image)
      yield* judgeArchiveEntries(image)
    },
  }),
]
