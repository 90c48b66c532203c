import { violated } from '../../../../src/engine/judgement.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { placeIn, type Check } from '../../judges/check.ts'
import { quoted } from '../../../../src/image/json/value.ts'

/** Layers of the deprecated types. */
export function* judgeNonDistributable({ references }: ImageFacts): Generator<Check> {
  for (const { from, pointer, role, mediaType, descriptor } of references) {
    if (role !== 'layer' || !mediaType.nonDistributable) continue
    yield {
      requirement: 'layer.non-distributable.unused',
      judgement: violated(
        'has a non-distributable layer',
        'a layer of a type that may be distributed',
        quoted(String(descriptor['mediaType'])),
      ),
      evidence: [placeIn(from.source, `${pointer}/mediaType`)],
    }
  }
}
