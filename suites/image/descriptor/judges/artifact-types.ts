import { violated } from '../../../../src/engine/judgement.ts'
import { property, quoted, text } from '../../../../src/image/json/value.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { placeIn, type Check } from '../../judges/check.ts'

export function* judgeArtifactTypes({ references, documents }: ImageFacts): Generator<Check> {
  const bySource = new Map(documents.map((document) => [document.source, document]))
  for (const { from, pointer, descriptor, digest } of references) {
    const stated = text(descriptor, 'artifactType')
    const document = digest === undefined ? undefined : bySource.get(digest)
    if (stated === undefined || document?.value === undefined) continue
    if (document.kind !== 'manifest' && document.kind !== 'index') continue
    const { value } = document
    const own = text(value, 'artifactType')
    const types = [own, text(property(value, 'config'), 'mediaType')]
    const allowed = types.filter((type) => type !== undefined)
    if (allowed.length === 0 || allowed.includes(stated)) continue
    yield {
      requirement: 'descriptor.artifact-type.agrees',
      judgement: violated(
        'has another artifactType than its manifest',
        allowed.map((type) => quoted(type)),
        quoted(stated),
      ),
      evidence: [
        placeIn(from.source, `${pointer}/artifactType`),
        placeIn(document.source, own === undefined ? '/config/mediaType' : '/artifactType'),
      ],
    }
  }
}
