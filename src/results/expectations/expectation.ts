import type { RequirementResult } from '../../engine/events.ts'
import { restsOn, type Basis } from '../../engine/requirement.ts'
import type { RunResult } from '../result.ts'

/** Something that is known to be broken: a requirement, or a test with all that it finds. */
export interface Expectation {
  /** A requirement's id, the beginning of ids, or a glob; this or `test`. */
  requirement?: string
  test?: string
  /** The title of the finding that is known, in which `*` stands for anything; all findings where it is absent. */
  finding?: string
  reason: string
  /** Where it is being worked on. */
  link?: string
  /** The last day on which it holds: `2027-01-31`. */
  expires?: string
}

/** How a run compares with one expectation. */
export interface ExpectationOutcome extends Expectation {
  /**
   * `met`: still broken. `passing`: no longer broken, so the entry is to go. `expired`: its day has
   * passed. `inconclusive`: not asked for, not reached, or blocked.
   */
  state: 'met' | 'passing' | 'expired' | 'inconclusive'
  /** Ids of the requirements that it speaks of: those that are broken, else those that pass. */
  requirements: readonly string[]
}

/** What is known to be broken against what was found. */
export interface Comparison {
  entries: readonly ExpectationOutcome[]
  /** Ids of the broken requirements that an entry names, expired ones included. */
  foreseen: readonly string[]
  totals: {
    met: number
    passing: number
    expired: number
    inconclusive: number
    /** Requirements that fail and that no entry names. */
    new: number
  }
}

/** Which failures and warnings count for the conclusion of a run. */
export interface CountOptions {
  /** Warnings count as failures. */
  strict?: boolean
  /** Only requirements whose level rests on at least this count; all of them where it is absent. */
  level?: Basis
}

/** Unexpected failures and warnings that count, and failures that do not because of what their level rests on. */
export function unforeseen(
  result: RunResult,
  { strict = false, level = 'derived' }: CountOptions = {},
): { fail: number; warn: number; uncounted: number } {
  const foreseen = new Set(result.expectations?.foreseen)
  const fresh = result.requirements.filter(({ id }) => !foreseen.has(id))
  const failing = fresh.filter(({ verdict }) => verdict === 'fail')
  const warning = strict ? fresh.filter(({ verdict }) => verdict === 'warn') : []
  const counts = ({ basis }: RequirementResult): boolean => restsOn(basis, level)
  const fail = failing.filter(counts).length
  return { fail, warn: warning.filter(counts).length, uncounted: failing.length - fail }
}
