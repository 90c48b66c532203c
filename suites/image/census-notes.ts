import type { CensusNote } from '../../src/engine/requirement.ts'

/** Key words about those who read, verify, store or copy images. */
const readers: readonly CensusNote[] = [
  {
    reason: 'binds readers: the content is opaque to them until a descriptor tells what it is',
    at: {
      '1.0': ['image-layout.md#18'],
      '1.1': ['image-layout.md#18'],
      dev: ['image-layout.md#18'],
    },
  },
  {
    reason: 'binds readers: a media type that they do not know is no error',
    at: {
      '1.0': ['image-layout.md#150', 'image-index.md#40'],
      '1.1': ['image-layout.md#155', 'image-index.md#50'],
      dev: ['image-layout.md#155', 'image-index.md#50'],
    },
  },
  {
    reason: 'binds readers: a property, annotation or artifact type that they do not know is no error',
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

/** Key words about those who unpack and convert images, in order to run them. */
const runtimes: readonly CensusNote[] = [
  {
    reason:
      'binds runtimes: they start from the execution parameters of the image, and take the command from Cmd',
    at: {
      '1.0': ['config.md#115', 'config.md#147'],
      '1.1': ['config.md#133', 'config.md#166'],
      dev: ['config.md#133', 'config.md#166'],
    },
  },
  {
    reason: 'binds those who unpack layers: how entries replace existing paths, and what whiteouts do',
    at: {
      '1.0': [
        'layer.md#219',
        'layer.md#231',
        'layer.md#232',
        'layer.md#241',
        'layer.md#242',
        'layer.md#316:2',
      ],
      '1.1': [
        'layer.md#227',
        'layer.md#239',
        'layer.md#240',
        'layer.md#250',
        'layer.md#251',
        'layer.md#315:2',
      ],
      dev: ['layer.md#226', 'layer.md#238', 'layer.md#239', 'layer.md#250', 'layer.md#251', 'layer.md#315:2'],
    },
  },
  {
    reason:
      'binds those who unpack layers: a whiteout without a name is an error for them; layer.whiteouts.named judges the image',
    at: {
      dev: ['layer.md#248'],
    },
  },
  {
    reason: 'binds implementations on Windows: which attributes they support',
    at: {
      '1.0': ['layer.md#93'],
      '1.1': ['layer.md#100'],
      dev: ['layer.md#100'],
    },
  },
  {
    reason:
      'binds those who upload or download layers: that they do not upload what may not be distributed, and how they tell',
    at: {
      '1.0': ['layer.md#326', 'layer.md#328'],
      '1.1': ['layer.md#359', 'layer.md#361'],
      dev: ['layer.md#359', 'layer.md#361'],
    },
  },
  {
    reason: 'binds the converter: it builds the runtime configuration from that of the image',
    at: {
      '1.0': ['conversion.md#12', 'conversion.md#29', 'conversion.md#39', 'conversion.md#60'],
      '1.1': ['conversion.md#12', 'conversion.md#26', 'conversion.md#36', 'conversion.md#67'],
      dev: ['conversion.md#12', 'conversion.md#26', 'conversion.md#36', 'conversion.md#67'],
    },
  },
  {
    reason: 'permits the converter inputs, defaults and extensions of its own, within limits that bind it',
    at: {
      '1.0': [
        'conversion.md#14',
        'conversion.md#15',
        'conversion.md#19',
        'conversion.md#20',
        'conversion.md#38',
      ],
      '1.1': [
        'conversion.md#14',
        'conversion.md#15',
        'conversion.md#19',
        'conversion.md#20',
        'conversion.md#35',
      ],
      dev: [
        'conversion.md#14',
        'conversion.md#15',
        'conversion.md#19',
        'conversion.md#20',
        'conversion.md#35',
      ],
    },
  },
  {
    reason: 'binds the converter: which annotations it sets, and which of two values wins',
    at: {
      '1.0': [
        'conversion.md#52',
        'conversion.md#53',
        'conversion.md#54',
        'conversion.md#55',
        'conversion.md#92',
        'conversion.md#103',
        'conversion.md#116',
        'conversion.md#117',
        'conversion.md#119',
        'conversion.md#120',
      ],
      '1.1': [
        'conversion.md#54',
        'conversion.md#55',
        'conversion.md#56',
        'conversion.md#57',
        'conversion.md#58',
        'conversion.md#59',
        'conversion.md#60',
        'conversion.md#61',
        'conversion.md#62',
        'conversion.md#99',
        'conversion.md#110',
        'conversion.md#123',
        'conversion.md#124',
        'conversion.md#126',
        'conversion.md#127',
      ],
      dev: [
        'conversion.md#54',
        'conversion.md#55',
        'conversion.md#56',
        'conversion.md#57',
        'conversion.md#58',
        'conversion.md#59',
        'conversion.md#60',
        'conversion.md#61',
        'conversion.md#62',
        'conversion.md#99',
        'conversion.md#110',
        'conversion.md#123',
        'conversion.md#124',
        'conversion.md#126',
        'conversion.md#127',
      ],
    },
  },
  {
    reason:
      'binds the converter: how it finds users and groups; conversion.user.resolves tells of an image where it cannot',
    at: {
      '1.0': [
        'conversion.md#70',
        'conversion.md#71',
        'conversion.md#72',
        'conversion.md#74',
        'conversion.md#75',
        'conversion.md#76',
        'conversion.md#79',
      ],
      '1.1': [
        'conversion.md#77',
        'conversion.md#78',
        'conversion.md#79',
        'conversion.md#81',
        'conversion.md#82',
        'conversion.md#83',
        'conversion.md#86',
      ],
      dev: [
        'conversion.md#77',
        'conversion.md#78',
        'conversion.md#79',
        'conversion.md#81',
        'conversion.md#82',
        'conversion.md#83',
        'conversion.md#86',
      ],
    },
  },
  {
    reason: 'binds the converter: what it offers for volumes and ports, and where it mounts volumes',
    at: {
      '1.0': ['conversion.md#84', 'conversion.md#93', 'conversion.md#94', 'conversion.md#95'],
      '1.1': ['conversion.md#91', 'conversion.md#100', 'conversion.md#101', 'conversion.md#102'],
      dev: ['conversion.md#91', 'conversion.md#100', 'conversion.md#101', 'conversion.md#102'],
    },
  },
]

/** Key words about those who make images, as far as the image does not show it. */
const builders: readonly CensusNote[] = [
  {
    reason: 'binds those who commit a container: an image does not tell that data came from a volume',
    at: {
      '1.0': ['conversion.md#96'],
      '1.1': ['conversion.md#103'],
      dev: ['conversion.md#103'],
    },
  },
  {
    reason:
      'binds builders: how they compare filesystems, and that they pack and unpack layers in the same way each time',
    at: {
      '1.0': ['layer.md#149', 'config.md#29'],
      '1.1': ['layer.md#157', 'config.md#29'],
      dev: ['layer.md#156', 'config.md#29'],
    },
  },
  {
    reason:
      'binds those who fill in data: not in content that has its digest already; once it has been done nobody can see it',
    at: {
      '1.1': ['descriptor.md#172', 'descriptor.md#173'],
      dev: ['descriptor.md#184', 'descriptor.md#185'],
    },
  },
  {
    reason: 'permits embedding content in descriptors, and asks to consider sizes that others refuse',
    at: {
      '1.1': ['descriptor.md#170', 'descriptor.md#174', 'descriptor.md#176'],
      dev: ['descriptor.md#182', 'descriptor.md#186', 'descriptor.md#188'],
    },
  },
  {
    reason: 'binds builders: a stable serialization, of which an image shows only one instance',
    at: {
      '1.0': ['considerations.md#12', 'descriptor.md#102'],
      '1.1': ['considerations.md#21', 'descriptor.md#110'],
      dev: ['considerations.md#23', 'descriptor.md#112', 'considerations.md#36'],
    },
  },
  {
    reason:
      'refers to the guidelines for artifacts, whose statements artifact.* judge; permits artifacts, and using the decision tree',
    at: {
      '1.1': ['manifest.md#54', 'manifest.md#178', 'manifest.md#185', 'artifacts-guidance.md#3'],
      dev: ['manifest.md#54', 'manifest.md#178', 'manifest.md#185', 'artifacts-guidance.md#3'],
    },
  },
]

/** Key words that permit something: nothing can break them. */
const permissions: readonly CensusNote[] = [
  {
    reason: 'permits the property to be left out; what it is where it is there has requirements of its own',
    at: {
      '1.0': [
        'config.md#95',
        'config.md#99',
        'config.md#118',
        'config.md#133',
        'config.md#113',
        'config.md#125',
        'config.md#138',
        'config.md#143',
        'config.md#149',
        'config.md#154',
        'config.md#159',
        'config.md#164',
        'config.md#204',
        'config.md#182',
        'config.md#188',
        'config.md#192',
        'config.md#196',
        'config.md#200',
        'descriptor.md#44',
        'descriptor.md#45:1',
        'image-index.md#91',
        'image-index.md#44',
        'image-index.md#59',
        'image-index.md#65',
        'image-index.md#74',
        'image-index.md#92:1',
        'manifest.md#69',
        'manifest.md#70:1',
      ],
      '1.1': [
        'config.md#95',
        'config.md#99',
        'config.md#113',
        'config.md#115',
        'config.md#119',
        'config.md#121',
        'config.md#126',
        'config.md#131',
        'config.md#136',
        'config.md#144',
        'config.md#152',
        'config.md#157',
        'config.md#162',
        'config.md#168',
        'config.md#173',
        'config.md#178',
        'config.md#183',
        'config.md#187',
        'config.md#194',
        'config.md#198',
        'config.md#202',
        'config.md#206',
        'config.md#224',
        'config.md#230',
        'config.md#234',
        'config.md#238',
        'config.md#242',
        'config.md#246',
        'descriptor.md#46',
        'descriptor.md#47:1',
        'descriptor.md#51',
        'descriptor.md#58',
        'image-index.md#27',
        'image-index.md#54',
        'image-index.md#69',
        'image-index.md#75',
        'image-index.md#84',
        'image-index.md#95',
        'image-index.md#100',
        'image-index.md#101:1',
        'manifest.md#31',
        'manifest.md#102',
        'manifest.md#107',
        'manifest.md#108:1',
      ],
      dev: [
        'config.md#95',
        'config.md#99',
        'config.md#113',
        'config.md#115',
        'config.md#119',
        'config.md#121',
        'config.md#126',
        'config.md#131',
        'config.md#136',
        'config.md#144',
        'config.md#152',
        'config.md#157',
        'config.md#162',
        'config.md#168',
        'config.md#173',
        'config.md#178',
        'config.md#183',
        'config.md#187',
        'config.md#194',
        'config.md#198',
        'config.md#202',
        'config.md#206',
        'config.md#224',
        'config.md#230',
        'config.md#234',
        'config.md#238',
        'config.md#242',
        'config.md#246',
        'descriptor.md#47',
        'descriptor.md#48:1',
        'descriptor.md#52',
        'descriptor.md#59',
        'image-index.md#27',
        'image-index.md#54',
        'image-index.md#69',
        'image-index.md#75',
        'image-index.md#84',
        'image-index.md#95',
        'image-index.md#100',
        'image-index.md#101:1',
        'manifest.md#31',
        'manifest.md#102',
        'manifest.md#107',
        'manifest.md#108:1',
      ],
    },
  },
  {
    reason: 'permits urls to be left out, and the content to be fetched from them',
    at: {
      '1.0': ['descriptor.md#38'],
      '1.1': ['descriptor.md#40'],
      dev: ['descriptor.md#41'],
    },
  },
  {
    reason: 'permits null in a configuration for what may be left out',
    at: {
      '1.0': ['config.md#93'],
      '1.1': ['config.md#93'],
      dev: ['config.md#93'],
    },
  },
  {
    reason: 'permits JSON with and without whitespace',
    at: {
      '1.0': ['config.md#211'],
      '1.1': ['config.md#253'],
      dev: ['config.md#253'],
    },
  },
  {
    reason: 'permits an empty list or folder, and an empty string as a value',
    at: {
      '1.0': ['image-index.md#27:2', 'image-layout.md#19:2', 'annotations.md#9:2'],
      '1.1': ['image-index.md#33:2', 'image-layout.md#19:2', 'annotations.md#10:2'],
      dev: ['image-index.md#33:2', 'image-layout.md#19:2', 'annotations.md#10:2'],
    },
  },
  {
    reason:
      'permits further fields, blobs that nothing refers to, and absent blobs, which content.reachable judges',
    at: {
      '1.0': ['image-layout.md#26', 'image-layout.md#58', 'image-layout.md#59:1'],
      '1.1': ['image-layout.md#26', 'image-layout.md#63', 'image-layout.md#64:1'],
      dev: ['image-layout.md#26', 'image-layout.md#63', 'image-layout.md#64:1'],
    },
  },
  {
    reason: 'permits any transport for a layout',
    at: {
      '1.0': ['image-layout.md#4'],
      '1.1': ['image-layout.md#4'],
      dev: ['image-layout.md#4'],
    },
  },
  {
    reason: 'permits registering a type with IANA',
    at: {
      '1.1': [
        'descriptor.md#60:2',
        'image-index.md#28:2',
        'manifest.md#33:2',
        'manifest.md#56:2',
        'manifest.md#96:2',
      ],
      dev: [
        'descriptor.md#61:2',
        'image-index.md#28:2',
        'manifest.md#33:2',
        'manifest.md#56:2',
        'manifest.md#96:2',
      ],
    },
  },
  {
    reason: 'permits any form of version',
    at: {
      '1.0': ['annotations.md#26', 'annotations.md#27'],
      '1.1': ['annotations.md#28', 'annotations.md#29'],
      dev: ['annotations.md#28', 'annotations.md#29'],
    },
  },
  {
    reason:
      'permits an algorithm restrictions of its own; descriptor.digest.* judge those that are registered',
    at: {
      '1.0': ['descriptor.md#79'],
      '1.1': ['descriptor.md#87'],
      dev: ['descriptor.md#88'],
    },
  },
  {
    reason: 'permits providers to do without an index',
    at: {
      '1.0': ['image-index.md#4:1'],
      '1.1': ['image-index.md#4:1'],
      dev: ['image-index.md#4:1'],
    },
  },
]

/** Key words about the specification itself, and about those who write others. */
const authors: readonly CensusNote[] = [
  {
    reason: 'names the key words in order to define them, and what compliance is',
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

/** Why each key word of the texts that no requirement claims is none of an image's. */
export const notes: readonly CensusNote[] = [...readers, ...runtimes, ...builders, ...permissions, ...authors]
