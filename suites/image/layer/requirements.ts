import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../src/engine/requirement.ts'

const compressed =
  'The media type is defined as a tar archive that was compressed in this way, so other bytes are not content of that type.'

/** Layers as filesystem changesets (layer.md). */
export const requirements = defineRequirements([
  {
    id: 'layer.compression.gzip',
    title: 'compresses layers of a +gzip type with gzip',
    section: 'gzip-media-types',
    at: {
      '1.0': derived('MUST', 'layer.md#11', 'layer.md#12'),
      '1.1': derived('MUST', 'layer.md#11', 'layer.md#12'),
      dev: derived('MUST', 'layer.md#11', 'layer.md#12'),
    },
    reasoning: compressed,
    dependsOn: ['content.digest.matches'],
    ruling:
      'Several members one after another are gzip too. Judged for layers of an image configuration; under another configuration it warns.',
  },
  {
    id: 'layer.compression.zstd',
    title: 'compresses layers of a +zstd type with zstd',
    section: 'zstd-media-types',
    at: {
      '1.1': derived('MUST', 'layer.md#16', 'layer.md#17'),
      dev: derived('MUST', 'layer.md#16', 'layer.md#17'),
    },
    reasoning: compressed,
    dependsOn: ['content.digest.matches'],
    ruling:
      'Several frames and skippable frames are zstd too. Judged for layers of an image configuration; under another configuration it warns.',
  },
  {
    id: 'layer.compression.none',
    title: 'leaves layers of a plain tar type uncompressed',
    section: 'distributable-format',
    at: {
      '1.0': must('layer.md#16'),
      '1.1': must('layer.md#21'),
      dev: must('layer.md#21'),
    },
    dependsOn: ['content.digest.matches'],
    ruling: 'Evaluated for bytes that begin as gzip, zstd or another compression.',
    field: 'Some clients look at the bytes and cope, others read the compressed bytes as a tar and fail.',
  },
  {
    id: 'layer.compression.ends-cleanly',
    title: 'has nothing after the compressed stream of a layer',
    section: 'gzip-media-types',
    at: {
      '1.0': derived('MUST', 'layer.md#11'),
      '1.1': derived('MUST', 'layer.md#11'),
      dev: derived('MUST', 'layer.md#11'),
    },
    reasoning:
      'The media type is defined as one compressed tar archive, and the format of the compression defines where it ends.',
    dependsOn: ['layer.compression.gzip', 'layer.compression.zstd'],
    ruling:
      'A gzip file is a series of members and a zstd file one of frames (RFC 1952, RFC 8878): other bytes after the last one fail. Zero bytes, which tools pad with, warn.',
    field: 'Some decoders stop at the end of the stream, others refuse the whole layer over what follows.',
  },
  {
    id: 'layer.tar.archive',
    title: 'packs each layer as a tar archive',
    section: 'distributable-format',
    at: {
      '1.0': must('layer.md#16'),
      '1.1': must('layer.md#21'),
      dev: must('layer.md#21'),
    },
    dependsOn: ['layer.compression.gzip', 'layer.compression.zstd', 'layer.compression.none'],
    ruling:
      'Judged for layers of an image configuration. Another file under a layer type in an artifact warns, since the text speaks of layers and tools write it.',
    field: 'Unpacking ends in the middle, with a part of the files written.',
  },
  {
    id: 'layer.tar.end-blocks',
    title: 'ends each tar archive with its two zero blocks',
    section: 'distributable-format',
    at: {
      '1.0': derived('SHOULD', 'layer.md#16'),
      '1.1': derived('SHOULD', 'layer.md#21'),
      dev: derived('SHOULD', 'layer.md#21'),
    },
    reasoning: 'Layers must be tar archives, and the end blocks are part of the definition of that format.',
    dependsOn: ['layer.tar.archive'],
    ruling:
      'By the definition of the format, not of this text: a missing end, or a layer of zero bytes, warns.',
  },
  {
    id: 'layer.paths.unique',
    title: 'has one entry for each path of a layer',
    section: 'distributable-format',
    at: {
      '1.0': must('layer.md#17'),
      '1.1': must('layer.md#22'),
      dev: must('layer.md#22'),
    },
    dependsOn: ['layer.tar.archive'],
    ruling: 'Names are compared after cleaning: ./a, a and a/ are one path.',
    field:
      'Extractors differ in keeping the first or the last entry, so scanners and runtimes see different files.',
  },
  {
    id: 'layer.paths.relative',
    title: 'keeps the paths of a layer below its root',
    section: 'populate-initial-filesystem',
    at: {
      '1.0': derived('SHOULD', 'layer.md#129'),
      '1.1': derived('SHOULD', 'layer.md#136'),
      dev: derived('SHOULD', 'layer.md#135'),
    },
    reasoning: 'The archive is described as one of relative paths, without a keyword.',
    dependsOn: ['layer.tar.archive'],
    ruling:
      'Paths are relative in the text by example only: an absolute path, or one that climbs out by .., warns.',
    field: 'Careless extractors write outside the root filesystem.',
  },
  {
    id: 'layer.entries.types',
    title: 'holds only the file types that the text lists',
    section: 'file-types',
    at: {
      '1.0': derived('SHOULD', 'layer.md#33'),
      '1.1': derived('SHOULD', 'layer.md#38'),
      dev: derived('SHOULD', 'layer.md#38'),
    },
    reasoning: 'The types of files that a layer contains are listed, without a keyword.',
    dependsOn: ['layer.tar.archive'],
    ruling: 'A list without a key word: contiguous files and types of vendors warn.',
  },
  {
    id: 'layer.entries.attributes',
    title: 'records time, owner, mode and link target of each entry',
    section: 'file-attributes',
    at: {
      '1.0': must('layer.md#45'),
      '1.1': must('layer.md#50'),
      dev: must('layer.md#50'),
    },
    dependsOn: ['layer.tar.archive'],
    ruling:
      'Judged on what every tar header has: numbers that parse in mtime, uid, gid and mode, and a linkname for links. Whether extended attributes are missing cannot be seen.',
  },
  {
    id: 'layer.entries.not-sparse',
    title: 'has no sparse files in layers',
    section: 'file-attributes',
    at: {
      '1.0': should('layer.md#57'),
      '1.1': should('layer.md#62'),
      dev: should('layer.md#62'),
    },
    dependsOn: ['layer.tar.archive'],
    field: 'Tar readers without support write the sparse map into the file.',
  },
  {
    id: 'layer.hard-links.not-to-directories',
    title: 'makes no hard link to a directory',
    section: 'hardlinks',
    at: {
      '1.0': derived('SHOULD', 'layer.md#63'),
      '1.1': derived('SHOULD', 'layer.md#68'),
      dev: derived('SHOULD', 'layer.md#68'),
    },
    reasoning: 'Hard links to directories are excluded by the description, without a keyword.',
    dependsOn: ['layer.tar.archive'],
    ruling: 'Stated without a key word: warns.',
  },
  {
    id: 'layer.hard-links.within-layer',
    title: 'makes hard links only to files of the same layer',
    section: 'hardlinks',
    at: {
      '1.0': derived('SHOULD', 'layer.md#66'),
      '1.1': derived('SHOULD', 'layer.md#71', 'layer.md#73'),
      dev: derived('SHOULD', 'layer.md#71', 'layer.md#73'),
    },
    reasoning:
      'The text describes links to files outside of the changeset as not recorded, without a keyword.',
    dependsOn: ['layer.tar.archive'],
    ruling: 'Stated without a key word: a target that no earlier entry of the layer has warns.',
    field: 'Extraction fails where layers are unpacked apart from each other, as overlay snapshotters do.',
  },
  {
    id: 'layer.pax.security-descriptor',
    title: 'encodes Windows security descriptors in Base 64',
    section: 'platform-specific-attributes',
    at: {
      '1.0': derived('MUST', 'layer.md#97'),
      '1.1': derived('MUST', 'layer.md#104'),
      dev: derived('MUST', 'layer.md#103'),
    },
    reasoning:
      'Implementations on Windows must support the attribute in the form that is listed, so another encoding is not that attribute.',
    dependsOn: ['layer.tar.archive'],
  },
  {
    id: 'layer.whiteouts.empty',
    title: 'uses empty files as whiteouts',
    section: 'whiteouts',
    at: {
      '1.0': derived('SHOULD', 'layer.md#238'),
      '1.1': derived('SHOULD', 'layer.md#247'),
      dev: derived('SHOULD', 'layer.md#246'),
    },
    reasoning: 'A whiteout is defined as an empty file, without a keyword.',
    dependsOn: ['layer.tar.archive'],
    ruling: 'Stated without a key word: content in a whiteout warns.',
  },
  {
    id: 'layer.whiteouts.regular',
    title: 'uses regular files as whiteouts',
    section: 'whiteouts',
    at: {
      '1.0': derived('SHOULD', 'layer.md#238'),
      '1.1': derived('SHOULD', 'layer.md#272'),
      dev: derived('SHOULD', 'layer.md#272'),
    },
    reasoning: 'A whiteout is defined as an empty file, without a keyword.',
    dependsOn: ['layer.tar.archive'],
    ruling: 'Stated without a key word: a directory, link or device of such a name warns.',
  },
  {
    id: 'layer.whiteouts.named',
    title: 'names in each whiteout what it removes',
    section: 'whiteouts',
    at: {
      '1.0': derived('SHOULD', 'layer.md#240'),
      '1.1': derived('SHOULD', 'layer.md#249'),
      dev: derived('SHOULD', 'layer.md#248'),
    },
    reasoning:
      'A whiteout marks the path in its name as deleted, so one without a name marks nothing; no keyword binds those who write layers.',
    dependsOn: ['layer.tar.archive'],
    ruling: 'The prefix alone removes nothing: warns; the next version has implementations return an error.',
    field: 'An extractor that appends the empty name to the folder removes the folder.',
  },
  {
    id: 'layer.whiteouts.first',
    title: 'puts whiteouts before their sibling entries',
    section: 'whiteouts',
    at: {
      '1.0': should('layer.md#275'),
      '1.1': should('layer.md#274'),
      dev: should('layer.md#274'),
    },
    dependsOn: ['layer.tar.archive'],
  },
  {
    id: 'layer.whiteouts.explicit',
    title: 'removes files by explicit whiteouts',
    section: 'opaque-whiteout',
    at: {
      '1.0': should('layer.md#316'),
      '1.1': should('layer.md#315'),
      dev: should('layer.md#315'),
    },
    dependsOn: ['layer.tar.archive'],
    ruling:
      'Opaque whiteouts have to be understood by everybody, yet generating explicit ones is recommended: an opaque one warns.',
  },
  {
    id: 'layer.non-distributable.unused',
    title: 'has no non-distributable layers',
    section: 'non-distributable-layers',
    at: {
      '1.1': should('layer.md#352'),
      dev: should('layer.md#352'),
    },
    ruling: 'Images that existed before the deprecation are expected to be supported: warns.',
  },
  {
    id: 'layer.non-distributable.typed',
    title: 'marks layers that are not for distribution by their media type',
    section: 'non-distributable-layers',
    at: {
      '1.0': should('layer.md#325'),
      '1.1': should('layer.md#358'),
      dev: should('layer.md#358'),
    },
    unobservable: 'Whether a layer may be distributed is a legal question that no image answers.',
  },
])
