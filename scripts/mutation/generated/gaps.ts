import type { GeneratedFault } from '../../../suites/distribution/generated-faults/generate.ts'
import { kindsOf } from '../../../suites/distribution/generated-faults/occasion.ts'
import type { Reach } from '../../../suites/distribution/generated-faults/reach.ts'

const placesOf = ({ effect }: GeneratedFault): string[] =>
  effect.operations.flatMap((operation) =>
    kindsOf(operation)
      .filter((kind) => effect.kinds?.includes(kind) ?? true)
      .map((kind) => `${operation} of ${kind}`),
  )

/**
 * What the traffic of a run lacks: for each operation the states in which it never was, and under which conditions it never
 * was in the others. A fault of several operations is only a gap where none of them triggers it.
 */
export function gapsOf(faults: readonly GeneratedFault[], reach: Reach): string {
  const gaps = new Map<string, Map<string, Set<string>>>()
  for (const fault of faults.filter((each) => !reach.reaches(each))) {
    const place = [...new Set(placesOf(fault))].join(', ')
    const states = gaps.get(place) ?? new Map<string, Set<string>>()
    gaps.set(place, states)
    states.set(fault.state.id, (states.get(fault.state.id) ?? new Set()).add(fault.condition.id))
  }
  const lines = [...gaps].flatMap(([place, states]) => [
    place,
    ...[...states].map(([state, conditions]) =>
      conditions.has('always') ? `  never ${state}` : `  ${state} but never ${[...conditions].join(' ')}`,
    ),
  ])
  const reached = faults.filter((fault) => reach.reaches(fault)).length
  return [
    ...lines,
    `${reached} of ${faults.length} generated faults could happen in a run (${Math.floor((reached / Math.max(1, faults.length)) * 1000) / 10} %)`,
  ].join('\n')
}
