import { violated } from '../../../../src/engine/judgement.ts'
import { noted, placeIn, type Check } from '../../judges/check.ts'
import { softened } from './entries.ts'
import { codingOfHead, describeFirstBytes } from '../../judges/first-bytes.ts'
import { isDamagedTar, limitOfLayer, type Layer } from './layers.ts'

/** Odd, but read alike by all readers. */
const harmless = new Set([
  'garbage',
  'lone-zero-block',
  'version',
  'repeated-extension',
  'size-without-content',
  'name-not-utf8',
  'name-with-nul',
  'name-empty',
])

/** False where the bytes are another thing than the compression of the type promises, which has a finding of its own. */
export function isTarJudged(layer: Layer): boolean {
  const { mediaType, facts } = layer
  if (mediaType.compression === 'none') return codingOfHead(facts.head) === undefined
  return facts.coding.coding !== 'none' || !isDamagedTar(layer)
}

/** Whether a layer is a tar that can be read from its first to its last entry. */
export function* judgeTar(layer: Layer): Generator<Check> {
  const { digest, facts } = layer
  const requirement = 'layer.tar.archive'
  const { tar } = facts
  if (!isTarJudged(layer)) return
  if (limitOfLayer(layer) !== undefined) return
  if (isDamagedTar(layer)) {
    const problem = tar?.problems.find(({ code }) => code === tar.summary.stopped)
    const judgement = facts.head
      ? violated('is not a tar archive', 'a tar archive', describeFirstBytes(facts.head, facts.contentSize))
      : violated(
          `is a tar that ${problem?.message ?? 'cannot be read'}`,
          'a tar archive that can be read to its end',
          `${problem?.code ?? 'another form'} at byte ${problem?.offset ?? 0}`,
        )
    const evidence = [placeIn(digest, problem?.path)]
    yield { requirement, judgement: softened(layer, judgement), evidence }
    return
  }
  for (const { code, message, path, offset } of tar?.problems ?? []) {
    const evidence = [placeIn(digest, path)]
    if (code === 'pax') {
      const judgement = violated(
        message,
        'records of an extended header by POSIX',
        `${code} at byte ${offset ?? 0}`,
      )
      yield { requirement, judgement: softened(layer, judgement), evidence }
    } else if (harmless.has(code)) yield noted(requirement, message, ...evidence)
  }
}

/** Whether the tar ends with its two blocks of zeros. */
export function* judgeEnd(layer: Layer): Generator<Check> {
  const { digest, facts } = layer
  const { tar } = facts
  if (!tar || isDamagedTar(layer) || tar.summary.stopped !== undefined || tar.summary.endBlocks >= 2) return
  const received =
    tar.summary.size === 0 ? 'a layer of zero bytes' : `${tar.summary.endBlocks} blocks of zeros at its end`
  yield {
    requirement: 'layer.tar.end-blocks',
    judgement: violated(
      'is a tar without its end-of-archive blocks',
      'two blocks of zeros at the end',
      received,
    ),
    evidence: [placeIn(digest)],
  }
}
