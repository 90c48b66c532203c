import type { Features } from './features.ts'
import { pairOf } from './items.ts'
import { type Machine, waysIn } from './machines.ts'
import { manifestSteps, tagSteps } from './operations.ts'
import { hasOperation, type Kind, lacks } from './things.ts'
import type { Walk } from './walk.ts'
import { blobAt, elsewhere, manifestAt, partsOf, present, tagAt, tagsOf } from './world.ts'
import type { Step } from '../sequence.ts'

/** Steps that cover nothing themselves, on the way to where something is missing. */

const knownWays = new WeakMap<Features, Map<Machine, ReturnType<typeof waysIn>>>()

/** The ways from state to state by operations that the registry has. */
function wayOf(walk: Walk, { group, machine }: Kind): ReturnType<typeof waysIn> {
  const ways = knownWays.get(walk.features) ?? new Map<Machine, ReturnType<typeof waysIn>>()
  knownWays.set(walk.features, ways)
  const way = ways.get(machine) ?? waysIn(machine, (operation) => hasOperation(walk, group, operation))
  ways.set(machine, way)
  return way
}

/** The first steps towards the nearest state in which an operation is missing. */
export function stepsTowards(walk: Walk, kinds: readonly Kind[], most: number): Step[] | undefined {
  const at = walk.cast.base
  const ways = kinds.flatMap((kind) => {
    const wayFrom = wayOf(walk, kind)
    return kind.names(walk).flatMap((name) => {
      const from = kind.state(walk, at, name)
      const further = missingStates(walk, kind, name).flatMap((state) => {
        const way = wayFrom(from, state)
        return way && way.length > 0 && way.length <= most ? [{ kind, name, ...way }] : []
      })
      // What takes a step before it covers nothing as long as that one is not done.
      const here = Object.keys(kind.machine[from] ?? {}).flatMap((first) =>
        lacks(walk, kind, name, pairOf(first, from)) ? [{ kind, name, first, length: 1 }] : [],
      )
      return [...here, ...further]
    })
  })
  for (const { kind, name, first } of ways.toSorted((one, other) => one.length - other.length)) {
    const steps = kind.steps(walk, at, name, first)
    if (steps) return steps
  }
  return stepsElsewhere(walk, kinds) ?? deletedReferrer(walk) ?? neighbourOfTag(walk) ?? untaggedSubject(walk)
}

function deletedReferrer(walk: Walk): Step[] | undefined {
  const { world, cast, tracker } = walk
  if (![...tracker.missing('referrers')].some((pair) => pair.endsWith('after deletion of one')))
    return undefined
  const name = present(world, cast.base).find((each) => partsOf(world, each).subject !== undefined)
  return name === undefined ? undefined : manifestSteps(walk, cast.base, name, 'delete')
}

/** Has something in the other repository too, where a change beside it is missing. */
function stepsElsewhere(walk: Walk, kinds: readonly Kind[]): Step[] | undefined {
  const { world, cast, tracker } = walk
  const missing = [...tracker.missing('neighbours')].filter((pair) => pair.endsWith('other repository'))
  if (missing.length === 0) return undefined
  const kind = kinds.find(({ group }) => group !== 'tag')
  const isWanted = (name: string): boolean => {
    if (kind?.group === 'blob') return blobAt(world, cast.base, name).present && missing.some(isOfBlob)
    if (manifestAt(world, elsewhere(cast.base), name).present) return false
    return tagsOf(world, cast.base, name).length > 0
      ? !missing.every(isOfBlob)
      : missing.some((pair) => pair.startsWith('deletion of a manifest'))
  }
  const name = kind?.names(walk).find(isWanted)
  return name === undefined ? undefined : kind?.steps(walk, cast.base, name, 'push elsewhere')
}

/** Sets a tag that another one extends or differs from in case, or one more of a manifest, where that is missing as a neighbour. */
function neighbourOfTag(walk: Walk): Step[] | undefined {
  const { world, cast, tracker } = walk
  const missing = [...tracker.missing('neighbours')].filter((pair) => /of a tag .*tag/.test(pair))
  if (missing.length === 0) return undefined
  const at = cast.base
  const tag = Object.keys(cast.tags).find((name) => tagAt(world, at, name).now === undefined)
  return tag === undefined ? undefined : tagSteps(walk, at, tag, 'push another')
}

const isOfBlob = (pair: string): boolean => pair.startsWith('deletion of a blob')

const missingStates = (walk: Walk, kind: Kind, name: string): string[] =>
  Object.keys(kind.machine).filter((state) =>
    Object.keys(kind.machine[state] ?? {}).some((operation) =>
      lacks(walk, kind, name, pairOf(operation, state)),
    ),
  )

/** Takes the tags from a subject, where the deletion of its referrer is missing after that. */
function untaggedSubject({ world, cast: { base: at }, tracker, features }: Walk): Step[] | undefined {
  const isMissing = tracker.isMissing(
    'neighbours',
    'deletion of a referrer × its subject without its deleted tag',
  )
  if (!isMissing || !features.deleteTag) return undefined
  const tagsOfSubject = present(world, at).map((each) => {
    const { subject } = partsOf(world, each)
    return subject === undefined ? [] : tagsOf(world, at, subject)
  })
  return tagsOfSubject.find((each) => each.length > 0)?.map((tag) => ({ do: 'delete-tag', at, tag }))
}
