import type { RequirementResult } from '../../engine/events.ts'
import type { Finding } from '../../engine/verdict.ts'
import { observedIn } from '../../results/causes/causes.ts'
import type { RunResult } from '../../results/result.ts'
import { busyTimes } from './busy.ts'

/** One requirement: what JUnit calls a testcase. */
export interface Case {
  /** Unique in the file, and the same in each run: `<id>: <title>`. */
  name: string
  requirement: RequirementResult
  /** What follows from the failure of the requirement, and what of this one follows from another. */
  observed: readonly Finding[]
  /** Milliseconds, without waiting; those of all cases add up to the time that the run was busy. */
  duration: number
}

/**
 * All cases of a result, in the order of its requirements. Requirements that are not
 * observable by a client have none.
 */
export function casesOf(result: RunResult): Case[] {
  const observed = observedIn(result)
  const requirements = result.requirements.filter(({ unobservable }) => unobservable === undefined)
  const durations = durationsOf(result, requirements)
  return requirements.map((requirement, at) => ({
    name: `${requirement.id}: ${requirement.title}`,
    requirement,
    observed: [...(observed.get(requirement.id) ?? []), ...(requirement.consequences ?? [])],
    duration: durations[at] ?? 0,
  }))
}

const testsOf = ({ tests }: RequirementResult) => new Set(tests)

/**
 * A test's time is divided among the requirements that it evaluates. What belongs to no requirement (tokens, preparation,
 * cleaning up) is divided in proportion.
 */
function durationsOf(result: RunResult, requirements: readonly RequirementResult[]): number[] {
  const { total, byTest } = busyTimes(result)
  const evaluates = new Map<string, number>()
  for (const requirement of requirements)
    for (const test of testsOf(requirement)) evaluates.set(test, (evaluates.get(test) ?? 0) + 1)
  const own = requirements.map((requirement) =>
    [...testsOf(requirement)].reduce(
      (sum, test) => sum + (byTest.get(test) ?? 0) / (evaluates.get(test) ?? 1),
      0,
    ),
  )
  const sum = own.reduce((all, each) => all + each, 0)
  return own.map((each) => (sum === 0 ? 0 : (each / sum) * total))
}
