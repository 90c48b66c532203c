import type { ImageFacts } from '../../facts/facts.ts'
import { layersOf } from '../judges/layers.ts'

/** What all tests of layers have in common. */
export const common = {
  readsAllOf: ['layer'],
  nothing: 'no layer of a container image is there to look at',
  count: (image: ImageFacts) => layersOf(image).length,
} as const
