import type { Outcome } from './outcome.ts'
import type { Scenario } from './scenario.ts'

/** A run that was not as it should be, and was when it was repeated with nothing beside it. */
export interface Repeated {
  /** Which fault, pair or sound target it is, for people. */
  name: string
  /** What the first run had led to. */
  complaints: readonly string[]
}

/** A run, and what is wrong about an outcome of it. */
export interface Checked {
  name: string
  scenario: Scenario
  complaintsOf: (outcome: Outcome) => readonly string[]
}

/** More than these are no accident, and would take long one by one. */
const most = 20

/**
 * Repeats each run that led to complaints, one at a time, and puts the second outcome in the place of the first where that is
 * sound: a machine that is busy with something else is not a gap. What is wrong twice stays as it was.
 */
export async function repeatAlone(
  runs: readonly Checked[],
  outcomes: Outcome[],
  run: (scenario: Scenario) => Promise<Outcome | undefined>,
): Promise<Repeated[]> {
  const suspects = runs.flatMap((checked, at) => {
    const complaints = outcomes[at] ? checked.complaintsOf(outcomes[at]) : []
    return complaints.length === 0 ? [] : [{ ...checked, at, complaints }]
  })
  const repeated: Repeated[] = []
  for (const { name, scenario, complaintsOf, at, complaints } of suspects.length > most ? [] : suspects) {
    const second = await run(scenario)
    if (second === undefined || complaintsOf(second).length > 0) continue
    outcomes[at] = second
    repeated.push({ name, complaints })
  }
  return repeated
}

/** The line that `.ci/run` repeats at its end. */
export const describeRepeated = ({ name, complaints: [first = ''] }: Repeated): string =>
  `passed only when repeated: mutation: ${name}: ${first}`
