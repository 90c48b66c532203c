import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { should } from '../../../../src/engine/requirement.ts'

/** Non-distributable layers (layer.md). */
export const nonDistributable = defineRequirements([
  {
    id: 'layer.non-distributable.unused',
    title: 'has no non-distributable layers',
    section: 'non-distributable-layers',
    at: {
      '1.1': should('layer.md#352'),
      dev: should('layer.md#352'),
    },
    ruling: 'Images that existed before the deprecation are expected to be supported: warns.',
  },
  {
    id: 'layer.non-distributable.typed',
    title: 'marks non-distributable layers by their media type',
    section: 'non-distributable-layers',
    at: {
      '1.0': should('layer.md#325'),
      '1.1': should('layer.md#358'),
      dev: should('layer.md#358'),
    },
    unobservable: 'Whether a layer may be distributed is a legal question that no image answers.',
  },
])
