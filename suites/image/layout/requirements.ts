import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived, must } from '../../../src/engine/requirement.ts'

/** The files of an image layout and its blobs (image-layout.md). */
export const requirements = defineRequirements([
  {
    id: 'layout.blobs.exists',
    title: 'has a blobs directory',
    section: 'content',
    at: {
      '1.0': must('image-layout.md#19'),
      '1.1': must('image-layout.md#19'),
      dev: must('image-layout.md#19'),
    },
    impact: 'Readers open blobs/<algorithm>/<encoded> directly; without the directory nothing resolves.',
  },
  {
    id: 'layout.header.exists',
    title: 'has an oci-layout file',
    section: 'content',
    at: {
      '1.0': must('image-layout.md#22'),
      '1.1': must('image-layout.md#22'),
      dev: must('image-layout.md#22'),
    },
    impact:
      'Tools recognize a layout by this file: without it a directory is mistaken for a plain directory or a docker archive.',
  },
  {
    id: 'layout.header.is-object',
    title: 'has a JSON object in oci-layout',
    section: 'content',
    at: {
      '1.0': must('image-layout.md#23'),
      '1.1': must('image-layout.md#23'),
      dev: must('image-layout.md#23'),
    },
    dependsOn: ['layout.header.exists'],
  },
  {
    id: 'layout.header.has-version',
    title: 'specifies the layout version in oci-layout',
    section: 'content',
    at: {
      '1.0': must('image-layout.md#24'),
      '1.1': must('image-layout.md#24'),
      dev: must('image-layout.md#24'),
    },
    dependsOn: ['layout.header.is-object'],
    ruling: 'A string that is not a version (empty, a word) fails; a version that is not known warns.',
    impact: 'Readers compare the version before they go on and reject a layout that has none.',
  },
  {
    id: 'layout.header.known-version',
    title: 'uses a published layout version',
    section: 'oci-layout-file',
    at: {
      '1.0': derived('SHOULD', 'image-layout.md#129'),
      '1.1': derived('SHOULD', 'image-layout.md#134'),
      dev: derived('SHOULD', 'image-layout.md#134'),
    },
    reasoning:
      'The text states without a keyword that the version aligns with releases of the specification, and only one has been released.',
    dependsOn: ['layout.header.has-version'],
    ruling:
      'Only 1.0.0 has ever been published, and the text pins it without a keyword: another version warns.',
  },
  {
    id: 'layout.index.exists',
    title: 'has an index.json file',
    section: 'content',
    at: {
      '1.0': must('image-layout.md#28', 'image-layout.md#142'),
      '1.1': must('image-layout.md#28', 'image-layout.md#147'),
      dev: must('image-layout.md#28', 'image-layout.md#147'),
    },
    impact: 'It is the entry point: without it no manifest can be found.',
  },
  {
    id: 'layout.index.is-image-index',
    title: 'has an image index in index.json',
    section: 'content',
    at: {
      '1.0': must('image-layout.md#29'),
      '1.1': must('image-layout.md#29'),
      dev: must('image-layout.md#29'),
    },
    dependsOn: ['layout.index.exists'],
    ruling:
      'A JSON object with manifests counts as an index; a manifest or another JSON value fails. What is wrong inside an index is evaluated by the index suite.',
    impact: 'Builders have written an image manifest there; readers then find no image at all.',
  },
  {
    id: 'layout.index.unique-names',
    title: 'uses each reference name in index.json only once',
    section: 'indexjson-file',
    at: {
      '1.0': derived('SHOULD', 'image-layout.md#147'),
      '1.1': derived('SHOULD', 'image-layout.md#152'),
      dev: derived('SHOULD', 'image-layout.md#152'),
    },
    reasoning:
      'No sentence forbids it, but images are looked up by this name, and the second of two equal names cannot be found.',
    dependsOn: ['layout.index.is-image-index'],
    ruling: 'Two entries of one name are not forbidden and readers take the first: warns.',
    impact:
      'Tools disagree on which of two entries a name means, so the image that is copied depends on the tool.',
  },
  {
    id: 'layout.blob.matches-name',
    title: 'stores each blob under the digest of its content',
    section: 'blobs',
    at: {
      '1.0': must('image-layout.md#56'),
      '1.1': must('image-layout.md#61'),
      dev: must('image-layout.md#61'),
    },
    dependsOn: ['layout.blobs.exists'],
    ruling:
      'The example in that sentence, a name of 40 characters, is read as a mistake. A directory, a device, a FIFO or a link that leads to no file of the layout instead of a blob fails. A blob of an algorithm that is not registered cannot be verified and is noted.',
    impact:
      'Content that does not match its name is rejected by every verifying reader, or silently used by those that do not verify.',
  },
  {
    id: 'layout.blob.name-grammar',
    title: 'names algorithm directories and blobs according to the digest grammar',
    section: 'blobs',
    at: {
      '1.0': must('image-layout.md#57'),
      '1.1': must('image-layout.md#62'),
      dev: must('image-layout.md#62'),
    },
    dependsOn: ['layout.blobs.exists'],
    ruling: 'A stray file in an algorithm directory fails, since only a blob can be there.',
  },
  {
    id: 'layout.blob.in-algorithm-folder',
    title: 'stores every blob in the directory of its algorithm',
    section: 'blobs',
    at: {
      '1.0': derived('SHOULD', 'image-layout.md#55'),
      '1.1': derived('SHOULD', 'image-layout.md#60'),
      dev: derived('SHOULD', 'image-layout.md#60'),
    },
    reasoning:
      'The content of blobs is described as directories of algorithms with the blobs in them, without a keyword.',
    dependsOn: ['layout.blobs.exists'],
    ruling:
      'Further files are allowed beside blobs/, not in it; no keyword requires it: a file directly in blobs/ warns.',
  },
  {
    id: 'layout.docker-save.agrees',
    title: 'describes the same images in manifest.json (docker save) as in index.json',
    section: 'content',
    at: {
      '1.1': derived('SHOULD', 'image-layout.md#35'),
      dev: derived('SHOULD', 'image-layout.md#35'),
    },
    reasoning:
      'The text names manifest.json as a form of docker save beside the layout, for readers that do not know layouts: it is of use only where it describes the same images.',
    ruling:
      'No keyword requires it: a manifest.json that names files which are not there, another configuration, other layers or another name warns. In a docker archive without a layout, `repositories` is compared with manifest.json.',
    impact:
      'docker load reads manifest.json first, and other tools read index.json: the same archive leads to different images, or to none.',
  },
  {
    id: 'layout.archive.at-root',
    title: 'has the layout at the root of its archive',
    section: 'content',
    at: {
      '1.0': derived('MUST', 'image-layout.md#16'),
      '1.1': derived('MUST', 'image-layout.md#16'),
      dev: derived('MUST', 'image-layout.md#16'),
    },
    reasoning:
      'Archives are named as a way to transport a layout, and its files are named by their paths from the root of the layout.',
    ruling:
      'The text does not state where a layout starts inside an archive. The root is the only reading that all tools share (a leading ./ is the same): a leading directory fails with a hint.',
    impact:
      'Loaders look for oci-layout and index.json at the root of the archive and report an unknown format.',
  },
  {
    id: 'layout.archive.safe-entries',
    title: 'has only relative, unique entries within the layout in its archive',
    section: 'content',
    at: {
      '1.0': derived('SHOULD', 'image-layout.md#4'),
      '1.1': derived('SHOULD', 'image-layout.md#4'),
      dev: derived('SHOULD', 'image-layout.md#4'),
    },
    reasoning:
      'Archives are named as a way to transport a layout, and tools reject such entries or extract them differently.',
    ruling:
      'Not named in the text: duplicate entries, absolute paths, paths with .. and links warn and are never followed.',
    impact:
      'Careless extractors write outside the target directory; of duplicates they keep either the first or the last.',
  },
])
