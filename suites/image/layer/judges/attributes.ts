import { violated } from '../../../../src/engine/judgement.ts'
import { placeIn, type Check } from '../../judges/check.ts'
import { quoted } from '../../../../src/image/json/value.ts'
import { softened } from './entries.ts'
import { entriesOf, type Layer } from './layers.ts'

/** Types of entries that layer.md does not list: contiguous files, and those of vendors. */
export function* judgeTypes({ digest, facts }: Layer): Generator<Check> {
  const unknown = entriesOf(facts.tar, 'unknown-type')
  const contiguous = entriesOf(facts.tar, 'contiguous').count
  if (unknown.count + contiguous === 0) return
  const types = [...new Set(unknown.first.map(({ type }) => quoted(type)))]
  if (contiguous > 0) types.push('"7" (contiguous file)')
  yield {
    requirement: 'layer.entries.types',
    judgement: violated(
      'has entries of types that the specification does not list',
      'files, directories, links, devices, FIFOs and sockets',
      `${unknown.count + contiguous} of type ${types.join(', ')}`,
    ),
    evidence:
      unknown.first.length > 0
        ? unknown.first.slice(0, 5).map(({ name }) => placeIn(digest, name))
        : [placeIn(digest)],
  }
}

/** Numbers that are none in the headers of entries, and links that lead nowhere. */
export function* judgeAttributes(layer: Layer): Generator<Check> {
  const { digest, facts } = layer
  const requirement = 'layer.entries.attributes'
  const numbers = (facts.tar?.problems ?? []).filter(({ code }) => code === 'number')
  for (const { message, path, offset } of numbers.slice(0, 5)) {
    const judgement = violated(message, 'a number', `something else in the header at byte ${offset ?? 0}`)
    yield { requirement, judgement: softened(layer, judgement), evidence: [placeIn(digest, path)] }
  }
  const links = entriesOf(facts.tar, 'link-without-target')
  if (links.count === 0) return
  const names = links.first.slice(0, 5).map(({ name }) => quoted(name))
  yield {
    requirement,
    judgement: softened(
      layer,
      violated('has links without a target', 'a target for each link', names.join(', ')),
    ),
    evidence: links.first.slice(0, 5).map(({ name }) => placeIn(digest, name)),
  }
}
