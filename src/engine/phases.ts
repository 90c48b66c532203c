import type { PlannedTest } from './plan.ts'

/** Tests that run together, when those of the phase before have ended and the disturbed ones were repeated. */
type Phase<Context> = readonly PlannedTest<Context>[]

/** Scripted tests, those that build on what these found, and those that judge the whole run. */
export function phasesOf<Context>(tests: readonly PlannedTest<Context>[]): Phase<Context>[] {
  const of = (phase: PlannedTest<Context>['phase']) => tests.filter((test) => test.phase === phase)
  return [longestFirst(of(undefined)), longestFirst(of('late')), of('last')]
}

/** The run waits for the last one to end. */
const longestFirst = <Context>(tests: Phase<Context>): Phase<Context> =>
  tests.toSorted((a, b) => b.cost - a.cost)
