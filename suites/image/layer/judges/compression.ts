import { violated, warning } from '../../../../src/engine/judgement.ts'
import { placeIn, type Check } from '../../judges/check.ts'
import { softened } from './entries.ts'
import { codingOfHead, describeFirstBytes } from '../../judges/first-bytes.ts'
import { compressionOf, isDamagedTar, isLimit, type Layer } from './layers.ts'

const names = { gzip: 'gzip', zstd: 'zstd', none: 'no compression' } as const
/** What follows the stream has a requirement of its own. */
const trailing = /^trailing-/

/** The compression of a layer against its media type, and the stream to its end. */
export function* judgeCoding(layer: Layer): Generator<Check> {
  const { digest, mediaType, facts } = layer
  const { compression = 'none' } = mediaType
  const { coding } = facts.coding
  const evidence = [placeIn(digest)]
  const expected = `${names[compression]}, as the type states`
  if (compression === 'none') {
    const packed = coding === 'none' ? codingOfHead(facts.head) : coding
    if (packed === undefined) return
    const judgement = violated(`is compressed under a type without compression`, expected, packed)
    yield { requirement: 'layer.compression.none', judgement: softened(layer, judgement), evidence }
    return
  }
  const requirement = compressionOf(layer)
  if (coding !== compression) {
    const received = coding === 'none' ? formOf(layer) : coding
    const judgement = violated(`is not compressed with ${compression}`, expected, received)
    yield { requirement, judgement: softened(layer, judgement), evidence }
    return
  }
  // Beyond a limit of this program nothing is known of the stream.
  const problem = facts.problems.find(({ code }) => !trailing.test(code))
  if (!problem || isLimit(problem)) return
  const judgement = violated(
    problem.message,
    `a whole ${compression} stream`,
    `${problem.code}${problem.offset === undefined ? '' : ` at byte ${problem.offset}`}`,
  )
  yield { requirement, judgement: softened(layer, judgement), evidence }
}

/** What bytes are that are compressed neither with gzip nor with zstd. */
function formOf(layer: Layer): string {
  const { head, size } = layer.facts
  if (head) return describeFirstBytes(head, size)
  return isDamagedTar(layer) ? 'a damaged tar, which is not compressed' : 'a tar that is not compressed'
}

/** Bytes after the last member or frame: zeros are padding that all readers skip, others belong to nothing. */
export function* judgeCodingEnd(layer: Layer): Generator<Check> {
  const { digest, facts } = layer
  const { trailingZeros, trailingGarbage, coding } = facts.coding
  if (trailingZeros + trailingGarbage === 0) return
  const isPadding = trailingGarbage === 0
  const unit = coding === 'zstd' ? 'frame' : 'member'
  const received = isPadding
    ? `${trailingZeros} zero bytes`
    : `${trailingGarbage} bytes that are not a ${coding} ${unit}`
  const judgement = violated(`has bytes after its ${coding} stream`, 'nothing after the stream', received)
  yield {
    requirement: 'layer.compression.ends-cleanly',
    judgement: isPadding ? warning(judgement) : softened(layer, judgement),
    evidence: [placeIn(digest)],
  }
}
