import type { CensusNote } from '../../../src/engine/requirement.ts'

/** Key words that permit something to those who read images; what binds them is in `suites/client/`. */
export const readers: readonly CensusNote[] = [
  {
    reason: 'permits readers to verify further algorithms',
    at: {
      '1.0': ['descriptor.md#149'],
      '1.1': ['descriptor.md#159'],
      dev: ['descriptor.md#162', 'descriptor.md#171'],
    },
  },
  {
    reason: 'permits a transport to name a media type, readers to expect one, and to warn of another one',
    at: {
      '1.0': ['media-types.md#17', 'media-types.md#19', 'media-types.md#25'],
      '1.1': ['media-types.md#23', 'media-types.md#25', 'media-types.md#31'],
      dev: ['media-types.md#23', 'media-types.md#25', 'media-types.md#31'],
    },
  },
  {
    reason: 'permits readers to reject an os.version that does not fit the host',
    at: {
      '1.0': ['image-index.md#60'],
      '1.1': ['image-index.md#70', 'config.md#116'],
      dev: ['image-index.md#70', 'config.md#116'],
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
