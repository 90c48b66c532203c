import type { CensusNote } from '../../../src/engine/requirement.ts'

/** Key words about those who unpack and convert images, in order to run them. */
export const runtimes: readonly CensusNote[] = [
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
    reason: 'permits urls for non-distributable layers',
    at: {
      '1.0': ['layer.md#328:1'],
      '1.1': ['layer.md#361:1'],
      dev: ['layer.md#361:1'],
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
      'binds the converter: how it finds users and groups; conversion.user.resolves finds an image where it cannot',
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
