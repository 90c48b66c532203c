import type { Test } from '../../define.ts'
import { judgedTest } from '../../judges/judged-test.ts'
import { judgeCoding, judgeCodingEnd } from '../judges/compression.ts'
import { layersOf, limited } from '../judges/layers.ts'
import { judgeEnd, judgeTar } from '../judges/tar.ts'
import { unreadContent } from '../judges/unread.ts'
import { common } from './common.ts'

/** Tests of the bytes of layers: their compression, and whether they are tars. */
export const content: readonly Test[] = [
  // A layer is compressed as its media type states, to its end and not beyond.
  judgedTest({
    id: 'layer.compression',
    title: 'Compression of layers',
    evaluates: [
      'layer.compression.gzip',
      'layer.compression.zstd',
      'layer.compression.none',
      'layer.compression.ends-cleanly',
    ],
    ...common,
    unread: (image) => limited(layersOf(image)),
    *judge(image) {
      for (const layer of layersOf(image)) {
        yield* judgeCoding(layer)
        yield* judgeCodingEnd(layer)
      }
    },
  }),
  // A layer is a tar with its end.
  judgedTest({
    id: 'layer.tar',
    title: 'Layers as tar archives',
    evaluates: ['layer.tar.archive', 'layer.tar.end-blocks'],
    ...common,
    unread: unreadContent,
    *judge(image) {
      for (const layer of layersOf(image)) {
        yield* judgeTar(layer)
        yield* judgeEnd(layer)
      }
    },
  }),
]
