import { gainOf, rankedSteps } from './choose.ts'
import { overlapOf } from './overlaps.ts'
import type { Kind } from './things.ts'
import { stepsTowards } from './towards.ts'
import type { Walk } from './walk.ts'
import type { Step } from '../sequence.ts'

/** Operations that cover nothing themselves: on the way to one state, and in one sequence. */
const [longestWay, mostDetours] = [5, 10]

/** Steps that cover something, one after the other, and detours to where more is missing. */
export function explore(walk: Walk, kinds: readonly Kind[], most: number): void {
  for (let detours = 0; walk.requests() < most;) {
    const [best, ...others] = rankedSteps(walk, kinds)
    const steps = best ?? stepsTowards(walk, kinds, longestWay)
    if (!steps) return
    if (!best && (detours += 1) > mostDetours) return
    const ends = leavesOpen(walk, steps)
    walk.add(...steps)
    if (ends) return
    // What changes nothing is as good after it.
    for (const each of others) {
      if (walk.requests() < most && each.every(isReading) && gainOf(walk, each) > 0) walk.add(...each)
    }
  }
}

const isReading = ({ do: what }: Step): boolean => what.startsWith('read-') || what.startsWith('list-')

/** Whether it is not known afterwards what a tag leads to. */
export const leavesOpen = ({ world }: Walk, steps: readonly Step[]): boolean =>
  steps.some((step) => step.do === 'at-once' && overlapOf(world, step).includes('two manifests by one tag'))
