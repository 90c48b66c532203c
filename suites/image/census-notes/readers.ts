import type { CensusNote } from '../../../src/engine/requirement.ts'

/** Key words about those who read, verify, store or copy images. */
export const readers: readonly CensusNote[] = [
  {
    reason: 'binds readers: the content is opaque to them until a descriptor states what it is',
    at: {
      '1.0': ['image-layout.md#18'],
      '1.1': ['image-layout.md#18'],
      dev: ['image-layout.md#18'],
    },
  },
  {
    reason: 'binds readers: a media type that they do not know is not an error',
    at: {
      '1.0': ['image-layout.md#150', 'image-index.md#40'],
      '1.1': ['image-layout.md#155', 'image-index.md#50'],
      dev: ['image-layout.md#155', 'image-index.md#50'],
    },
  },
  {
    reason: 'binds readers: a property, annotation or artifact type that they do not know is not an error',
    at: {
      '1.0': ['annotations.md#15', 'config.md#209', 'considerations.md#3', 'considerations.md#4'],
      '1.1': [
        'annotations.md#16',
        'config.md#251',
        'considerations.md#10',
        'manifest.md#34',
        'manifest.md#47',
        'manifest.md#94',
      ],
      dev: [
        'annotations.md#16',
        'config.md#251',
        'considerations.md#11',
        'manifest.md#34',
        'manifest.md#47',
        'manifest.md#94',
      ],
    },
  },
  {
    reason: 'binds readers: what they verify before they trust content, and how much they do before that',
    at: {
      '1.0': [
        'descriptor.md#28',
        'descriptor.md#34',
        'descriptor.md#99',
        'descriptor.md#100',
        'descriptor.md#101',
      ],
      '1.1': [
        'descriptor.md#30',
        'descriptor.md#36',
        'descriptor.md#53:2',
        'descriptor.md#107',
        'descriptor.md#108',
        'descriptor.md#109',
      ],
      dev: [
        'descriptor.md#30',
        'descriptor.md#36',
        'descriptor.md#54:2',
        'descriptor.md#109',
        'descriptor.md#110',
        'descriptor.md#111',
      ],
    },
  },
  {
    reason: 'binds readers: digests of algorithms that they do not know pass by their grammar',
    at: {
      '1.0': ['descriptor.md#93'],
      '1.1': ['descriptor.md#101'],
      dev: ['descriptor.md#103'],
    },
  },
  {
    reason: 'binds readers: which algorithms they verify',
    at: {
      '1.0': ['descriptor.md#141', 'descriptor.md#149'],
      '1.1': ['descriptor.md#151', 'descriptor.md#159'],
      dev: ['descriptor.md#154', 'descriptor.md#162', 'descriptor.md#171'],
    },
  },
  {
    reason: 'binds readers: which media types they support',
    at: {
      '1.0': ['image-index.md#34', 'manifest.md#37', 'manifest.md#56'],
      '1.1': ['image-index.md#40', 'image-index.md#44', 'manifest.md#49', 'manifest.md#80', 'manifest.md#90'],
      dev: ['image-index.md#40', 'image-index.md#44', 'manifest.md#49', 'manifest.md#80', 'manifest.md#90'],
    },
  },
  {
    reason: 'binds readers: content of an unknown config type is not parsed',
    at: {
      '1.1': ['manifest.md#45'],
      dev: ['manifest.md#45'],
    },
  },
  {
    reason: 'binds readers: which of several media types they believe',
    at: {
      '1.0': ['media-types.md#21', 'media-types.md#22', 'media-types.md#23', 'media-types.md#25'],
      '1.1': ['media-types.md#27', 'media-types.md#28', 'media-types.md#29', 'media-types.md#31'],
      dev: ['media-types.md#27', 'media-types.md#28', 'media-types.md#29', 'media-types.md#31'],
    },
  },
  {
    reason: 'permits a transport to name a media type, and readers to expect one',
    at: {
      '1.0': ['media-types.md#17', 'media-types.md#19'],
      '1.1': ['media-types.md#23', 'media-types.md#25'],
      dev: ['media-types.md#23', 'media-types.md#25'],
    },
  },
  {
    reason: 'binds readers: they process indexes, and take the first entry that fits',
    at: {
      '1.0': ['image-index.md#4:2'],
      '1.1': ['image-index.md#4:2', 'image-index.md#91'],
      dev: ['image-index.md#4:2', 'image-index.md#91'],
    },
  },
  {
    reason: 'binds readers: they understand the values that an image is to use',
    at: {
      '1.0': [
        'image-index.md#50:2',
        'image-index.md#55:2',
        'image-index.md#66:2',
        'image-index.md#75:2',
        'config.md#106:2',
        'config.md#111:2',
      ],
      '1.1': [
        'image-index.md#60:2',
        'image-index.md#65:2',
        'image-index.md#76:2',
        'image-index.md#85:2',
        'config.md#106:2',
        'config.md#111:2',
        'config.md#122:2',
        'config.md#129:2',
      ],
      dev: [
        'image-index.md#60:2',
        'image-index.md#65:2',
        'image-index.md#76:2',
        'image-index.md#85:2',
        'config.md#106:2',
        'config.md#111:2',
        'config.md#122:2',
        'config.md#129:2',
      ],
    },
  },
  {
    reason: 'permits readers to refuse an os.version that does not fit the host',
    at: {
      '1.0': ['image-index.md#60'],
      '1.1': ['image-index.md#70', 'config.md#116'],
      dev: ['image-index.md#70', 'config.md#116'],
    },
  },
  {
    reason:
      'binds readers: an unknown type of rootfs is an error for them; config.rootfs.type.is-layers judges the image',
    at: {
      '1.0': ['config.md#176'],
      '1.1': ['config.md#218'],
      dev: ['config.md#218'],
    },
  },
  {
    reason: 'binds those who store or copy content: they leave its bytes alone',
    at: {
      '1.1': ['considerations.md#5'],
      dev: ['considerations.md#5'],
    },
  },
  {
    reason: 'permits readers to use keys of Label Schema',
    at: {
      '1.0': ['annotations.md#48'],
      '1.1': ['annotations.md#61'],
      dev: ['annotations.md#61'],
    },
  },
]
