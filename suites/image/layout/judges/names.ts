import { violated } from '../../../../src/engine/judgement.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import type { Reference } from '../../../../src/image/model/model.ts'
import { placeIn, type Check } from '../../judges/check.ts'
import { property, quoted, text } from '../../../../src/image/json/value.ts'

/** The annotation that names an entry of index.json (annotations.md). */
export const nameKey = 'org.opencontainers.image.ref.name'

/** The full name under which Docker and containerd save an image. */
const fullNameKey = 'io.containerd.image.name'

const describe = ({ descriptor }: Reference): string => {
  const full = text(descriptor['annotations'], fullNameKey)
  const digest = text(descriptor, 'digest') ?? 'an entry without a digest'
  return full === undefined ? digest : `${quoted(full)} (${digest})`
}

/** Entries of index.json that have the same name: readers take the first. */
export function* judgeNames(image: ImageFacts): Generator<Check> {
  const named = new Map<string, Reference[]>()
  for (const reference of image.references) {
    const { from, role, descriptor } = reference
    if (from.kind !== 'layout-index' || role !== 'manifest') continue
    const name = property(descriptor['annotations'], nameKey)
    if (typeof name !== 'string') continue
    const pointers = named.get(name) ?? []
    pointers.push(reference)
    named.set(name, pointers)
  }
  for (const [name, pointers] of named) {
    if (pointers.length < 2) continue
    yield {
      requirement: 'layout.index.unique-names',
      judgement: violated(
        `has ${pointers.length} entries of index.json with the name ${JSON.stringify(name)}`,
        'one entry for a name',
        pointers.slice(0, 5).map(describe).join(' and ') + (pointers.length > 5 ? ' and more' : ''),
      ),
      evidence: pointers.slice(0, 20).map(({ pointer }) => placeIn('index.json', pointer)),
    }
  }
}
