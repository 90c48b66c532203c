import type { Depth } from './depth.ts'
import type { PlannedRequirement } from './requirement.ts'
import type { Statement } from './verdict.ts'

/** What one test found about one requirement. */
export interface Evaluation {
  test: string
  checks: number
  statements: readonly Statement[]
}

/** What is to be concluded: a run's plan, or what was selected for all shards of one together. */
export interface Question {
  requirements: readonly PlannedRequirement[]
  /** All tests in the order in which what they found is looked at. */
  tests: readonly { id: string }[]
  /** Ids of requirements that are to be evaluated. */
  wanted: ReadonlySet<string>
  /** Wanted requirements that only deeper runs evaluate. */
  deeper?: ReadonlyMap<string, Depth>
  /** Ids of wanted requirements that only other shards evaluate. */
  elsewhere?: ReadonlySet<string>
}

/**
 * The same evaluations in the order of the plan, those of probes first. Tests end in an order that the load of both machines
 * decides: neither a cause nor the first finding may depend on it.
 */
export function inPlannedOrder(
  evaluations: ReadonlyMap<string, readonly Evaluation[]>,
  tests: Question['tests'],
): Map<string, readonly Evaluation[]> {
  const places = new Map(tests.map(({ id }, place) => [id, place]))
  const placeOf = ({ test }: Evaluation): number => places.get(test) ?? -1
  const byPlace = (one: Evaluation, other: Evaluation): number =>
    placeOf(one) - placeOf(other) || (one.test < other.test ? -1 : 1)
  return new Map([...evaluations].map(([id, all]) => [id, all.toSorted(byPlace)]))
}
