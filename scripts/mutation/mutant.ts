import { assay } from '../../src/assay.ts'
import type { RequirementResult } from '../../src/engine/events.ts'
import type { Verdict } from '../../src/engine/verdict.ts'
import { createReferenceRegistry } from '../../src/reference/index.ts'
import type { Scenario } from './scenario.ts'

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

/**
 * Assays the embedded registry with a fault: everything as a user does it, over a socket on loopback, but
 * without reports. The seed is fixed, so that two runs differ in the fault alone, and what may come late is
 * waited for in a hurry.
 */
export async function runScenario({ fault, spec, claims, only }: Scenario): Promise<Outcome> {
  const startedAt = performance.now()
  const registry = createReferenceRegistry({ spec, faults: fault === undefined ? [] : [fault] })
  const { auth, accounts } = registry.options
  const [account] = accounts
  const listening = await registry.listen()
  try {
    const { result } = await assay({
      target: listening.url,
      spec,
      seed: '6d7574616e74',
      timeout: 5000,
      patience: 0.02,
      ...(only === undefined ? {} : { only }),
      ...(claims.length === 0 ? {} : { suites: claims }),
      ...(auth === 'none' || account === undefined ? {} : { credentials: account }),
    })
    const said = result.requirements
      .filter(isWorthTelling)
      .map((requirement) => [requirement.id, saidOf(requirement)] as const)
    const trouble = result.aborted
    return {
      said: Object.fromEntries(said),
      ...(trouble === undefined ? {} : { trouble }),
      duration: performance.now() - startedAt,
    }
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error)
    return { said: {}, trouble, duration: performance.now() - startedAt }
  } finally {
    await listening.close()
  }
}
