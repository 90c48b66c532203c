import { withoutUndefined } from '../../src/engine/optional.ts'
import type { RequirementResult } from '../../src/engine/events.ts'
import type { Verdict } from '../../src/engine/verdict.ts'

/** What one run reported of one requirement, as far as the kill matrix needs it. */
export interface Reported {
  verdict: Verdict
  /** The finding, or the reason why there is none. */
  text?: string
  /** Tests that found a violation. */
  tests: readonly string[]
  notes: readonly string[]
}

/** The verdicts of one run by requirement; what passed without a word is left out. */
export interface Outcome {
  reported: Readonly<Record<string, Reported>>
  /** Why the run could not be finished. */
  aborted?: string
  /** Of a generated fault: how often it changed what is answered or stored. */
  fired?: number
  /** Milliseconds. */
  duration: number
}

const isRelevant = ({ verdict, notes }: RequirementResult): boolean => verdict !== 'pass' || notes.length > 0

const reportOf = ({ verdict, findings, reason, notes }: RequirementResult): Reported => {
  const text = findings[0]?.title ?? reason
  return {
    verdict,
    ...withoutUndefined({ text }),
    tests: [...new Set(findings.map(({ test }) => test))],
    notes: notes.map((note) => note.text),
  }
}

/** What a run reported of each requirement that did not pass without a note. */
export const reportedIn = (requirements: readonly RequirementResult[]): Record<string, Reported> =>
  Object.fromEntries(
    requirements.filter(isRelevant).map((requirement) => [requirement.id, reportOf(requirement)]),
  )

/** Times a run and keeps what it reported; one that throws has evaluated nothing. */
export async function outcomeOf(run: () => Promise<Omit<Outcome, 'duration'>>): Promise<Outcome> {
  const startedAt = performance.now()
  try {
    const found = await run()
    return { ...found, duration: performance.now() - startedAt }
  } catch (error) {
    const aborted = error instanceof Error ? error.message : String(error)
    return { reported: {}, aborted, duration: performance.now() - startedAt }
  }
}
