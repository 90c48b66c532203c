import { image, largeLayer } from '../../content/tree.ts'
import {
  closes,
  countsBothEnds,
  growsChunks,
  inOrder,
  startsAtZero,
  startsWithLength,
  writesRanges,
} from '../judges/chunks.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'

/** Bytes: more than clients send in one request where they divide blobs at all, and more than they choose by themselves. */
const large = 5 * 1024 * 1024
const least = 2 * 1024 * 1024

export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'push-chunks',
    title: 'a push of a large layer, recorded',
    operation: 'push',
    stage: ({ random }) => ({
      facts: {},
      layout: image(random, { layerContent: largeLayer(random, large) }),
    }),
    judges: {
      'client.push.chunked-start': startsWithLength,
      'client.push.chunk-range-form': writesRanges,
      'client.push.chunk-range-from-zero': startsAtZero,
      'client.push.chunk-range-inclusive': countsBothEnds,
      'client.push.chunk-order': inOrder,
      'client.push.closed': closes,
    },
  }),
  defineScenario({
    id: 'push-min-chunk',
    title: `OCI-Chunk-Min-Length: ${least}`,
    operation: 'push',
    stage: ({ random }) => ({
      facts: {},
      layout: image(random, { layerContent: largeLayer(random, large) }),
      registry: { settings: { minChunkLength: least } },
    }),
    judges: { 'client.push.chunk-minimum': growsChunks(least) },
  }),
]
