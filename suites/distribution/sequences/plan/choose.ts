import { furtherSteps } from './further.ts'
import { itemsOf, pairOf } from './items.ts'
import { hasOperation, type Kind, lacks } from './things.ts'
import type { Walk } from './walk.ts'
import type { Step } from '../sequence.ts'

/** The next steps of a walk: those that cover the most for what they cost, else those on the way to what is missing. */

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
          lacks(walk, kind, name, pairOf(operation, state)) ||
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
