import { violated } from '../../../../src/engine/judgement.ts'
import type { SpecVersion } from '../../../../src/engine/requirement.ts'
import { digestInName } from '../../../../src/image/model/docker/images.ts'
import type { Blob, Reference } from '../../../../src/image/model/model.ts'
import { noted, placeIn, type Check } from '../../judges/check.ts'

/** The bytes of a blob against the digest of a descriptor that leads to it. */
export function* judgeDigest({ from, pointer }: Reference, blob: Blob, spec: SpecVersion): Generator<Check> {
  const requirement = 'content.digest.matches'
  // That it never ends is a finding about its size.
  if (blob.endless) return
  const evidence = [placeIn(from.source, `${pointer}/digest`), placeIn(blob.digest)]
  if (blob.verified === undefined) {
    const [algorithm = ''] = blob.digest.split(':')
    yield noted(requirement, `cannot be verified: ${algorithm} is not registered in ${spec}`, ...evidence)
  } else if (!blob.verified) {
    const judgement = violated(
      'references content with another digest',
      blob.digest,
      blob.actual ?? 'another digest',
    )
    yield { requirement, judgement, evidence }
  }
}

/** The bytes of a file of a docker archive against the digest that its name contains: of a configuration, since DiffIDs are those of layers. */
export function* judgeName({ from, pointer }: Reference, blob: Blob): Generator<Check> {
  if (blob.verified !== false) return
  yield {
    requirement: 'content.digest.matches',
    judgement: violated(
      'names a file after the digest of other content',
      `bytes of ${digestInName(blob.digest) ?? 'the digest in the name'}`,
      `bytes of ${blob.actual ?? 'another digest'}`,
    ),
    evidence: [placeIn(from.source, pointer), placeIn(blob.digest)],
  }
}

/** The size of a blob against that of a descriptor. Content with a wrong digest is other content. */
export function* judgeSize({ from, pointer, descriptor }: Reference, blob: Blob): Generator<Check> {
  const stated = descriptor['size']
  if (blob.verified === false || blob.size === undefined || blob.size === stated) return
  // What is not an int64 is not a size, which is a finding of the descriptor.
  if (typeof stated !== 'number' || !Number.isInteger(stated) || stated >= 2 ** 63) return
  const { size, allocated } = blob
  const isOpen = blob.endless && allocated === undefined
  const content =
    allocated === undefined
      ? `content of ${size}${isOpen ? ' and more, which is not read' : ''}`
      : `a file of ${size} bytes, of which ${allocated} are allocated and the rest are holes`
  yield {
    requirement: 'content.size.matches',
    judgement: violated(
      `has the size ${stated} for ${content}`,
      `a size of ${size}${isOpen ? ' or more' : ''}`,
      `a size of ${stated}`,
    ),
    evidence: [placeIn(from.source, `${pointer}/size`), placeIn(blob.digest)],
  }
}
