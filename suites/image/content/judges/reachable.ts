import type { Document, Reference } from '../../../../src/image/model/model.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { noted, placeIn, type JudgeOptions, type Check, type Unevaluated } from '../../judges/check.ts'
import { entriesOf } from '../../../../src/image/model/references.ts'
import { waysIn } from '../../judges/ways.ts'
import { bareness, excuseOf, judgeMissing, sparseness, type Missing } from './missing.ts'
import { orphansOf } from './orphans.ts'

const requirement = 'content.reachable'

/** Limits of the reader behind which descriptors were not followed. */
export function* judgeLimits({ limits }: Pick<ImageFacts, 'limits'>): Generator<Unevaluated> {
  for (const { message } of limits) yield { requirement, unevaluated: `the image ${message}` }
}

/** What descriptors point at and the image does not hold. */
export function* judgeReachable(
  image: ImageFacts,
  missing: readonly Missing[],
  options: Pick<JudgeOptions, 'closed' | 'allowMissing'>,
): Generator<Check | Unevaluated> {
  const isSparse = sparseness(image)
  const isBare = bareness(image)
  const wayTo = waysIn(image)
  const sparse = new Map<Document, Reference[]>()
  const lacking: (Check | Unevaluated)[] = []
  for (const each of missing) {
    const { blob, references } = each
    const excuses = references.map((reference) => excuseOf(reference, isSparse))
    const [excuse] = excuses
    if (options.closed || excuse === undefined || excuses.includes(undefined)) {
      lacking.push(judgeMissing(each, wayTo(references[0]), isBare, options))
    } else if (references.every(isSparse)) {
      for (const reference of references) listed(sparse, reference.from).push(reference)
    } else {
      const evidence = references.slice(0, 5).map(({ from, pointer }) => placeIn(from.source, pointer))
      yield noted(requirement, `${blob.digest} is missing; ${excuse}`, ...evidence)
    }
  }
  yield* counted(lacking)
  for (const [index, entries] of sparse) yield noteOf(index, entries)
}

/** The first one also has the number of all, since a summary shows one reason. */
function* counted(lacking: readonly (Check | Unevaluated)[]): Generator<Check | Unevaluated> {
  const [first, ...others] = lacking
  if (!first) return
  if ('unevaluated' in first && others.length > 0) {
    yield { ...first, unevaluated: `${first.unevaluated} (and ${others.length} more)` }
  } else yield first
  yield* others
}

/** A sparse index, with its numbers. */
function noteOf(index: Document, entries: readonly Reference[]): Check {
  const all = entriesOf(index).length
  const verb = entries.length === 1 ? 'is' : 'are'
  const note = `${entries.length} of ${all} manifests of the sparse index ${index.source} ${verb} not here`
  const evidence = entries.slice(0, 5).map(({ from, pointer }) => placeIn(from.source, pointer))
  return noted(requirement, note, ...evidence)
}

function listed<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const found = lists.get(key) ?? []
  lists.set(key, found)
  return found
}

/** Blobs that nothing refers to: nothing is wrong with that. */
export function* judgeOrphans(image: ImageFacts): Generator<Check> {
  const orphans = orphansOf(image)
  if (orphans.length === 0) return
  const evidence = orphans.slice(0, 5).map(({ digest }) => placeIn(digest))
  const number = orphans.length === 1 ? 'one blob' : `${orphans.length} blobs`
  yield noted(requirement, `contains ${number} that nothing references`, ...evidence)
}
