import { broken } from '../../../src/engine/judgement.ts'
import type { ImageFacts } from '../facts/facts.ts'
import { placeIn, type Said } from '../judged.ts'
import { property } from '../value.ts'

/** The annotation that names an entry of index.json (annotations.md). */
export const nameKey = 'org.opencontainers.image.ref.name'

/** Entries of index.json that have the same name: readers take the first. */
export function* judgeNames(image: ImageFacts): Generator<Said> {
  const named = new Map<string, string[]>()
  for (const { from, role, pointer, descriptor } of image.references) {
    if (from.kind !== 'layout-index' || role !== 'manifest') continue
    const name = property(descriptor['annotations'], nameKey)
    if (typeof name !== 'string') continue
    const pointers = named.get(name) ?? []
    pointers.push(pointer)
    named.set(name, pointers)
  }
  for (const [name, pointers] of named) {
    if (pointers.length < 2) continue
    yield {
      requirement: 'layout.index.unique-names',
      judgement: broken(
        `names ${pointers.length} entries of index.json ${JSON.stringify(name)}`,
        'one entry for a name',
        `${pointers.length} entries`,
      ),
      evidence: pointers.slice(0, 20).map((pointer) => placeIn('index.json', pointer)),
    }
  }
}
