import type { Place, Step } from '../sequence.ts'
import { blobState, manifestState, tagState } from '../state.ts'
import { operationNeeds, type Feature, type Features } from './features.ts'
import { itemsOf, pairOf } from './items.ts'
import { furtherSteps } from './further.ts'
import { blobMachine, manifestMachine, tagMachine, waysIn, type Machine } from './machines.ts'
import { blobSteps, manifestSteps, tagSteps, type Stage } from './operations.ts'
import type { Walk } from './walk.ts'
import { blobAt, elsewhere, manifestAt, partsOf, present, tagAt, tagsOf } from './world.ts'

/** The next steps of a walk: those that cover the most for what they cost, else those on the way to what is missing. */

interface Kind {
  group: 'manifest' | 'tag' | 'blob'
  machine: Machine
  names: (walk: Walk) => string[]
  state: (walk: Walk, at: Place, name: string) => string
  steps: (stage: Stage, at: Place, name: string, operation: string) => Step[] | undefined
}

export const manifests: Kind = {
  group: 'manifest',
  machine: manifestMachine,
  names: ({ cast }) => Object.keys(cast.manifests),
  state: ({ world }, at, name) => manifestState(world, at, name),
  steps: manifestSteps,
}

export const tags: Kind = {
  group: 'tag',
  machine: tagMachine,
  names: ({ cast }) => Object.keys(cast.tags),
  state: ({ world }, at, name) => tagState(world, at, name),
  steps: tagSteps,
}

export const blobs: Kind = {
  group: 'blob',
  machine: blobMachine,
  // What is the same for all runs is in no state that a sequence could know.
  names: ({ cast }) => Object.entries(cast.blobs).flatMap(([name, { size }]) => (size < 16 ? [] : [name])),
  state: ({ world }, at, name) => blobState(world, at, name),
  steps: blobSteps,
}

export const hasOperation = (
  walk: Pick<Stage, 'features'>,
  group: Kind['group'],
  operation: string,
): boolean => {
  const needs: Readonly<Record<string, Feature>> = operationNeeds[group]
  const need = needs[operation]
  return need === undefined || walk.features[need]
}

const knownWays = new WeakMap<Features, Map<Machine, ReturnType<typeof waysIn>>>()

/** The ways from state to state by operations that the registry has. */
function wayOf(walk: Walk, { group, machine }: Kind): ReturnType<typeof waysIn> {
  const ways = knownWays.get(walk.features) ?? new Map<Machine, ReturnType<typeof waysIn>>()
  knownWays.set(walk.features, ways)
  const way = ways.get(machine) ?? waysIn(machine, (operation) => hasOperation(walk, group, operation))
  ways.set(machine, way)
  return way
}

/** Groups besides its own in which an operation can cover something; those of other operations are their own alone. */
const alsoIn: Readonly<Record<Kind['group'], Readonly<Record<string, readonly string[]>>>> = {
  manifest: {
    'push by tag': ['tag', 'values of tags', 'neighbours'],
    'push by the same tag': ['tag', 'values of tags'],
    'push with tag parameters': ['tag', 'values of tags', 'neighbours'],
    delete: ['tag', 'neighbours'],
  },
  tag: {
    'push the same': ['manifest', 'values of tags'],
    'push another': ['manifest', 'values of tags', 'neighbours'],
    'push an earlier one': ['manifest', 'values of tags', 'neighbours'],
    delete: ['values of tags', 'neighbours'],
  },
  blob: { delete: ['neighbours'] },
}

/** All that can be done now and may cover something. */
function candidates(walk: Walk, kinds: readonly Kind[]): Step[][] {
  const { tracker, cast } = walk
  const found = furtherSteps(walk)
  for (const kind of kinds) {
    const also = alsoIn[kind.group]
    for (const name of kind.names(walk)) {
      const state = kind.state(walk, cast.base, name)
      for (const operation of Object.keys(kind.machine[state] ?? {})) {
        const may =
          tracker.isMissing(kind.group, pairOf(operation, state)) ||
          also[operation]?.some((group) => tracker.left(group) > 0)
        if (!may || !hasOperation(walk, kind.group, operation)) continue
        const steps = kind.steps(walk, cast.base, name, operation)
        if (steps) found.push(steps)
      }
    }
  }
  return found
}

/** Steps that cover something, those first that cover the most pairs for each request. */
export function rankedSteps(walk: Walk, kinds: readonly Kind[]): Step[][] {
  const ranked: { steps: Step[]; worth: number }[] = []
  for (const steps of candidates(walk, kinds)) {
    const gain = gainOf(walk, steps)
    // The draw decides between what is equal.
    if (gain > 0) ranked.push({ steps, worth: (gain + walk.draw(1000) / 2000) / walk.costOf(steps) })
  }
  return ranked.toSorted((one, other) => other.worth - one.worth).map(({ steps }) => steps)
}

/** How many pairs steps cover now. */
export const gainOf = ({ tracker, world }: Walk, steps: readonly Step[]): number =>
  steps.reduce((sum, step) => sum + tracker.gain(itemsOf(world, step)), 0)

/** The first steps towards the nearest state in which an operation is missing. */
export function stepsTowards(walk: Walk, kinds: readonly Kind[], most: number): Step[] | undefined {
  const at = walk.cast.base
  const ways = kinds.flatMap((kind) => {
    const states = missingStates(walk, kind)
    const wayFrom = wayOf(walk, kind)
    return kind.names(walk).flatMap((name) => {
      const from = kind.state(walk, at, name)
      return states.flatMap((state) => {
        const way = wayFrom(from, state)
        return way && way.length > 0 && way.length <= most ? [{ kind, name, ...way }] : []
      })
    })
  })
  for (const { kind, name, first } of ways.toSorted((one, other) => one.length - other.length)) {
    const steps = kind.steps(walk, at, name, first)
    if (steps) return steps
  }
  return stepsElsewhere(walk, kinds) ?? deletedReferrer(walk) ?? neighbourOfTag(walk) ?? untaggedSubject(walk)
}

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

function missingStates(walk: Walk, { group, machine }: Kind): string[] {
  return Object.keys(machine).filter((state) =>
    Object.keys(machine[state] ?? {}).some((operation) =>
      walk.tracker.isMissing(group, pairOf(operation, state)),
    ),
  )
}
