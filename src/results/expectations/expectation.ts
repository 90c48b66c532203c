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
