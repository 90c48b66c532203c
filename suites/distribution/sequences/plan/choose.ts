import type { Place, Step } from '../sequence.ts'
import { blobState, manifestState, tagState } from '../state.ts'
import { operationNeeds, type Feature } from './features.ts'
import { itemsOf, pairOf } from './items.ts'
import { furtherSteps } from './further.ts'
import { blobMachine, manifestMachine, tagMachine, waysIn, type Machine } from './machines.ts'
import { blobSteps, manifestSteps, tagSteps, type Stage } from './operations.ts'
import type { Walk } from './walk.ts'
import { blobAt, elsewhere, manifestAt, partsOf, present, tagsOf } from './world.ts'

/** The next steps of a walk: those that cover the most for what they cost, else those on the way to what is missing. */

interface Kind {
  group: 'manifest' | 'tag' | 'blob'
  machine: Machine
  way: ReturnType<typeof waysIn>
  names: (walk: Walk) => string[]
  state: (walk: Walk, at: Place, name: string) => string
  steps: (stage: Stage, at: Place, name: string, operation: string) => Step[] | undefined
}

export const manifests: Kind = {
  group: 'manifest',
  machine: manifestMachine,
  way: waysIn(manifestMachine),
  names: ({ cast }) => Object.keys(cast.manifests),
  state: ({ world }, at, name) => manifestState(world, at, name),
  steps: manifestSteps,
}

export const tags: Kind = {
  group: 'tag',
  machine: tagMachine,
  way: waysIn(tagMachine),
  names: ({ cast }) => Object.keys(cast.tags),
  state: ({ world }, at, name) => tagState(world, at, name),
  steps: tagSteps,
}

export const blobs: Kind = {
  group: 'blob',
  machine: blobMachine,
  way: waysIn(blobMachine),
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

/** Groups besides its own in which an operation can cover something. */
const alsoIn: Readonly<Record<Kind['group'], readonly string[]>> = {
  manifest: ['neighbours', 'values of tags', 'tag'],
  tag: ['neighbours', 'values of tags', 'manifest'],
  blob: ['neighbours', 'values of blobs'],
}

const isRead = (operation: string): boolean => operation === 'GET' || operation === 'HEAD'

/** All that can be done now and may cover something. */
function candidates(walk: Walk, kinds: readonly Kind[]): Step[][] {
  const { tracker, cast } = walk
  const ofThings = kinds.flatMap((kind) => {
    const also = alsoIn[kind.group].some((group) => tracker.left(group) > 0)
    if (!also && tracker.left(kind.group) === 0) return []
    return kind.names(walk).flatMap((name) => {
      const state = kind.state(walk, cast.base, name)
      return Object.keys(kind.machine[state] ?? {}).flatMap((operation) => {
        if (!tracker.isMissing(kind.group, pairOf(operation, state)) && (!also || isRead(operation)))
          return []
        if (!hasOperation(walk, kind.group, operation)) return []
        const steps = kind.steps(walk, cast.base, name, operation)
        return steps ? [steps] : []
      })
    })
  })
  return [...ofThings, ...furtherSteps(walk)]
}

/** The steps that cover the most pairs for each request; undefined where none covers any. */
export function bestSteps(walk: Walk, kinds: readonly Kind[]): Step[] | undefined {
  let best: Step[] | undefined
  let most = 0
  for (const steps of candidates(walk, kinds)) {
    const gain = steps.reduce((sum, step) => sum + walk.tracker.gain(itemsOf(walk.world, step)), 0)
    if (gain === 0) continue
    // The draw decides between what is equal.
    const worth = (gain + walk.draw(1000) / 2000) / walk.costOf(steps)
    if (worth > most) [best, most] = [steps, worth]
  }
  return best
}

/** The first steps towards the nearest state in which an operation is missing. */
export function stepsTowards(walk: Walk, kinds: readonly Kind[], most: number): Step[] | undefined {
  const at = walk.cast.base
  const ways = kinds.flatMap((kind) => {
    const states = missingStates(walk, kind)
    return kind.names(walk).flatMap((name) => {
      const from = kind.state(walk, at, name)
      return states.flatMap((state) => {
        const way = kind.way(from, state)
        if (!way || way.length === 0 || way.length > most) return []
        return hasOperation(walk, kind.group, way.first) ? [{ kind, name, ...way }] : []
      })
    })
  })
  for (const { kind, name, first } of ways.toSorted((one, other) => one.length - other.length)) {
    const steps = kind.steps(walk, at, name, first)
    if (steps) return steps
  }
  return stepsElsewhere(walk, kinds) ?? deletedReferrer(walk)
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
  const name = kind?.names(walk).find((each) => {
    if (kind.group === 'blob') return blobAt(world, cast.base, each).present && missing.some(isOfBlob)
    if (missing.every(isOfBlob) || manifestAt(world, elsewhere(cast.base), each).present) return false
    return tagsOf(world, cast.base, each).length > 0
  })
  return name === undefined ? undefined : kind?.steps(walk, cast.base, name, 'push elsewhere')
}

const isOfBlob = (pair: string): boolean => pair.startsWith('deletion of a blob')

function missingStates(walk: Walk, { group, machine }: Kind): string[] {
  return Object.keys(machine).filter((state) =>
    Object.keys(machine[state] ?? {}).some((operation) =>
      walk.tracker.isMissing(group, pairOf(operation, state)),
    ),
  )
}
