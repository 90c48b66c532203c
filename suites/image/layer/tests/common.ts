import type { ImageFacts } from '../../facts/facts.ts'
import { layersOf } from '../judges/layers.ts'

/** What all tests of layers have in common. */
export const common = {
  readsAllOf: ['layer'],
  nothing: 'there is no layer of a container image',
  count: (image: ImageFacts) => layersOf(image).length,
} as const
