import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../../src/engine/requirement.ts'

/** Paths, types and attributes of the entries of layers (layer.md). */
export const entries = defineRequirements([
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
    impact:
      'Extractors differ in keeping the first or the last entry, so scanners and runtimes see different files.',
  },
  {
    id: 'layer.paths.relative',
    title: 'has only paths within the root of the layer',
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
    impact: 'Careless extractors write outside the root filesystem.',
  },
  {
    id: 'layer.entries.types',
    title: 'has only entries of the file types that the specification lists',
    section: 'file-types',
    at: {
      '1.0': derived('SHOULD', 'layer.md#33'),
      '1.1': derived('SHOULD', 'layer.md#38'),
      dev: derived('SHOULD', 'layer.md#38'),
    },
    reasoning: 'The types of files that a layer contains are listed, without a keyword.',
    dependsOn: ['layer.tar.archive'],
    ruling: 'A list without a keyword: contiguous files and types of vendors warn.',
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
    impact: 'Tar readers without support write the sparse map into the file.',
  },
  {
    id: 'layer.hard-links.not-to-directories',
    title: 'has no hard links to directories',
    section: 'hardlinks',
    at: {
      '1.0': derived('SHOULD', 'layer.md#63'),
      '1.1': derived('SHOULD', 'layer.md#68'),
      dev: derived('SHOULD', 'layer.md#68'),
    },
    reasoning: 'Hard links to directories are excluded by the description, without a keyword.',
    dependsOn: ['layer.tar.archive'],
    ruling: 'Stated without a keyword: warns.',
  },
  {
    id: 'layer.hard-links.within-layer',
    title: 'has hard links only to files of the same layer',
    section: 'hardlinks',
    at: {
      '1.0': derived('SHOULD', 'layer.md#66'),
      '1.1': derived('SHOULD', 'layer.md#71', 'layer.md#73'),
      dev: derived('SHOULD', 'layer.md#71', 'layer.md#73'),
    },
    reasoning:
      'The text describes links to files outside of the changeset as not recorded, without a keyword.',
    dependsOn: ['layer.tar.archive'],
    ruling: 'Stated without a keyword: a target that no earlier entry of the layer has warns.',
    impact: 'Extraction fails where layers are unpacked apart from each other, as overlay snapshotters do.',
  },
  {
    id: 'layer.pax.security-descriptor',
    title: 'encodes Windows security descriptors as Base64',
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
])
