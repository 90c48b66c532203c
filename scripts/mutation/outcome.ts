import type { RequirementResult } from '../../src/engine/events.ts'
import type { Verdict } from '../../src/engine/verdict.ts'

/** What one run said of one requirement, as far as the kill matrix needs it. */
export interface Said {
  verdict: Verdict
  /** The finding, or the reason why there is none. */
  text?: string
  /** Tests that found it broken. */
  tests: readonly string[]
  notes: readonly string[]
}

/** The verdicts of one run by requirement; what passed without a word is left out. */
export interface Outcome {
  said: Readonly<Record<string, Said>>
  /** Why the run could not be finished. */
  trouble?: string
  /** Milliseconds. */
  duration: number
}

const isWorthTelling = ({ verdict, notes }: RequirementResult): boolean =>
  verdict !== 'pass' || notes.length > 0

const saidOf = ({ verdict, findings, reason, notes }: RequirementResult): Said => {
  const text = findings[0]?.title ?? reason
  return {
    verdict,
    ...(text === undefined ? {} : { text }),
    tests: [...new Set(findings.map(({ test }) => test))],
    notes: notes.map((note) => note.text),
  }
}

/** What a run said of each requirement that it had something to say of. */
export const saidIn = (requirements: readonly RequirementResult[]): Record<string, Said> =>
  Object.fromEntries(
    requirements.filter(isWorthTelling).map((requirement) => [requirement.id, saidOf(requirement)]),
  )

/** Times a run and keeps what it said; one that throws has not decided anything. */
export async function outcomeOf(run: () => Promise<Omit<Outcome, 'duration'>>): Promise<Outcome> {
  const startedAt = performance.now()
  try {
    const found = await run()
    return { ...found, duration: performance.now() - startedAt }
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error)
    return { said: {}, trouble, duration: performance.now() - startedAt }
  }
}
