import { violated } from '../../../../src/engine/judgement.ts'
import { list, property } from '../../../../src/image/json/value.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { documentsOf } from '../../judges/document-test.ts'
import { placeIn, type Check } from '../../judges/check.ts'

export function* judgeHistory(image: ImageFacts): Generator<Check> {
  for (const { source, value } of documentsOf(image, ['config'])) {
    const history = list(value, 'history')
    const diffIds = property(property(value, 'rootfs'), 'diff_ids')
    if (history.length === 0 || !Array.isArray(diffIds)) continue
    const layers = history.filter((entry) => property(entry, 'empty_layer') !== true).length
    if (layers === diffIds.length) continue
    yield {
      requirement: 'config.history.count',
      judgement: violated(
        'has a history with another number of layers than diff_ids',
        `${diffIds.length} entries without empty_layer`,
        `${layers} such entries of ${history.length}`,
      ),
      evidence: [placeIn(source, '/history'), placeIn(source, '/rootfs/diff_ids')],
    }
  }
}
