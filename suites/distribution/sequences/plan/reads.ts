import { manifestReadDimensions } from '../dimensions.ts'
import type { RangeForm, Step } from '../sequence.ts'
import type { Tracker } from '../coverage.ts'
import { itemsOf } from './items.ts'
import type { World } from './world.ts'

const methods = ['GET', 'HEAD'] as const
const ranges: readonly RangeForm[] = [
  'first',
  'middle',
  'last-byte',
  'open-ended',
  'suffix',
  'whole',
  'beyond',
]

/** The same pull in the form that covers the most: method, Accept, condition, range. */
export function bestRead(
  world: World,
  tracker: Tracker,
  step: Step,
  free: { method: boolean; ranges: boolean },
): Step {
  const forms = formsOf(step, free)
  let best = step
  let most = -1
  for (const form of forms) {
    const gain = tracker.gain(itemsOf(world, form))
    if (gain > most) [best, most] = [form, gain]
  }
  return best
}

function formsOf(step: Step, free: { method: boolean; ranges: boolean }): Step[] {
  if (step.do === 'read-blob') {
    const plain: Step[] = (free.method ? methods : [step.method]).map((method) => ({ ...step, method }))
    if (step.range === undefined) return plain
    return free.ranges ? ranges.map((range): Step => ({ ...step, method: 'GET', range })) : plain
  }
  if (step.do !== 'read-manifest') return [step]
  return (free.method ? methods : [step.method]).flatMap((method) =>
    manifestReadDimensions.accept.flatMap((accept) =>
      manifestReadDimensions.condition.map((condition): Step => {
        const { condition: _, ...plain } = step
        return { ...plain, method, accept, ...(condition === 'none' ? {} : { condition }) }
      }),
    ),
  )
}
