import { violated } from '../../../../src/engine/judgement.ts'
import { digestOf, parseDigest } from '../../../../src/image/decode/digest.ts'
import type { Reference } from '../../../../src/image/model/model.ts'
import { isBase64 } from '../../schemas/formats.ts'
import { noted, placeIn, type Check } from '../../judges/check.ts'

/** The bytes that a descriptor embeds; undefined where there are none that can be decoded. */
export function embedded(descriptor: Reference['descriptor']): Uint8Array | undefined {
  const data = descriptor['data']
  return typeof data === 'string' && isBase64(data) ? Buffer.from(data, 'base64') : undefined
}

/** Embedded bytes against digest and size of their descriptor, whether the blob is there or not. */
export function* judgeData({ from, pointer, descriptor, digest }: Reference): Generator<Check> {
  const requirement = 'content.data.matches'
  const bytes = embedded(descriptor)
  if (!bytes || digest === undefined) return
  const evidence = [placeIn(from.source, `${pointer}/data`)]
  const algorithm = parseDigest(digest)?.registered
  const actual = algorithm === undefined ? undefined : digestOf(bytes, algorithm)
  if (actual === undefined) {
    yield noted(requirement, 'cannot be verified: the algorithm of the digest is not registered', ...evidence)
  } else if (actual !== digest) {
    const judgement = violated(
      'embeds data that is not the content',
      `bytes of ${digest}`,
      `bytes of ${actual}`,
    )
    yield { requirement, judgement, evidence }
  }
}
