import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must } from '../../../../src/engine/requirement.ts'

const compressed =
  'The media type is defined as a tar archive that was compressed in this way, so other bytes are not content of that type.'

/** The compression of layers, and layers as tar archives (layer.md). */
export const content = defineRequirements([
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
    title: 'does not compress layers of a plain tar type',
    section: 'distributable-format',
    at: {
      '1.0': must('layer.md#16'),
      '1.1': must('layer.md#21'),
      dev: must('layer.md#21'),
    },
    dependsOn: ['content.digest.matches'],
    ruling: 'Evaluated for bytes that begin as gzip, zstd or another compression.',
    impact: 'Some clients look at the bytes and cope, others read the compressed bytes as a tar and fail.',
  },
  {
    id: 'layer.compression.ends-cleanly',
    title: 'has no data after the compressed stream of a layer',
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
    impact: 'Some decoders stop at the end of the stream, others reject the whole layer because of it.',
  },
  {
    id: 'layer.tar.archive',
    title: 'has a tar archive as each layer',
    section: 'distributable-format',
    at: {
      '1.0': must('layer.md#16'),
      '1.1': must('layer.md#21'),
      dev: must('layer.md#21'),
    },
    dependsOn: ['layer.compression.gzip', 'layer.compression.zstd', 'layer.compression.none'],
    ruling:
      'Judged for layers of an image configuration. Another file under a layer type in an artifact warns, since the text speaks of layers and tools write it.',
    impact: 'Unpacking fails midway, with some of the files written.',
  },
  {
    id: 'layer.tar.end-blocks',
    title: 'ends each tar archive with two zero blocks',
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
])
