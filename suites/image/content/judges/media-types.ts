import { violated } from '../../../../src/engine/judgement.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { placeIn, type Check } from '../../judges/check.ts'
import { readMediaType } from '../../../../src/image/model/media-types.ts'
import { quoted, text } from '../../../../src/image/json/value.ts'

/**
 * Descriptors that call an index a manifest or the other way round, or one of Docker's one of OCI. A type in
 * content that is neither of an index nor of a manifest is reported of the content alone.
 */
export function* judgeMediaTypes({ references, documents }: ImageFacts): Generator<Check> {
  const bySource = new Map(documents.map((document) => [document.source, document]))
  for (const { from, pointer, descriptor, digest } of references) {
    const document = digest === undefined ? undefined : bySource.get(digest)
    const stated = descriptor['mediaType']
    if (!document || typeof stated !== 'string') continue
    if (document.kind !== 'index' && document.kind !== 'manifest') continue
    const own = text(document.value, 'mediaType')
    const evidence = [placeIn(from.source, `${pointer}/mediaType`), placeIn(document.source, '/mediaType')]
    if (own === undefined) {
      const { kind } = readMediaType(stated)
      if (kind === document.kind || (kind !== 'index' && kind !== 'manifest')) continue
      const judgement = violated(
        `references ${document.kind === 'index' ? 'an index' : 'a manifest'} under the media type of another document`,
        `the media type of ${document.kind === 'index' ? 'an index' : 'a manifest'}`,
        quoted(stated),
      )
      yield { requirement: 'content.media-type.agrees', judgement, evidence }
    } else if (own !== stated && ['index', 'manifest'].includes(readMediaType(own).kind)) {
      const judgement = violated(
        'has another media type in its content than in its descriptor',
        `${quoted(own)} in both`,
        `${quoted(stated)} in the descriptor`,
      )
      yield { requirement: 'content.media-type.agrees', judgement, evidence }
    }
  }
}
