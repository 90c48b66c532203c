import type { CensusNote } from '../../../src/engine/requirement.ts'

/** Key words about the specification itself, and about those who write others. */
export const authors: readonly CensusNote[] = [
  {
    reason: 'names the keywords in order to define them, and what compliance is',
    at: {
      '1.0': ['spec.md#29', 'spec.md#33', 'spec.md#34'],
      '1.1': ['spec.md#29', 'spec.md#33', 'spec.md#34'],
      dev: ['spec.md#29', 'spec.md#33', 'spec.md#34'],
    },
  },
  {
    reason: 'speaks of later versions of the specification',
    at: {
      '1.0': [
        'spec.md#63',
        'image-index.md#16',
        'image-index.md#39',
        'image-layout.md#149',
        'manifest.md#21:2',
      ],
      '1.1': [
        'spec.md#64',
        'image-index.md#17',
        'image-index.md#49',
        'image-layout.md#154',
        'manifest.md#21:2',
      ],
      dev: [
        'spec.md#64',
        'image-index.md#17',
        'image-index.md#49',
        'image-layout.md#154',
        'manifest.md#21:2',
      ],
    },
  },
  {
    reason:
      'binds the authors of other formats and specifications: they use descriptors, and propose fields, algorithms and values here',
    at: {
      '1.0': [
        'descriptor.md#7',
        'descriptor.md#8',
        'descriptor.md#58',
        'descriptor.md#136',
        'image-index.md#70',
        'image-index.md#76',
      ],
      '1.1': [
        'descriptor.md#8',
        'descriptor.md#9',
        'descriptor.md#66',
        'descriptor.md#146',
        'image-index.md#80',
        'image-index.md#107',
      ],
      dev: [
        'descriptor.md#8',
        'descriptor.md#9',
        'descriptor.md#67',
        'descriptor.md#149',
        'image-index.md#80',
        'image-index.md#107',
      ],
    },
  },
]
