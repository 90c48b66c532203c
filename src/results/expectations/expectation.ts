/** A known failure: a requirement, or a test with all its findings. */
export interface Expectation {
  /** A requirement's id, the beginning of ids, or a glob; this or `test`. */
  requirement?: string
  test?: string
  /** The title of the finding that is known, in which `*` matches anything; all findings where it is absent. */
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
   * `met`: still fails. `passing`: no longer fails, so the entry is to be removed. `expired`: its day has
   * passed. `inconclusive`: not selected, not reached, or blocked.
   */
  state: 'met' | 'passing' | 'expired' | 'inconclusive'
  /** Ids of the requirements that it covers: those that fail, else those that pass. */
  requirements: readonly string[]
}

/** The known failures against what was found. */
export interface Comparison {
  entries: readonly ExpectationOutcome[]
  /** Ids of the requirements that fail and that an entry names, expired ones included. */
  expected: readonly string[]
  totals: {
    met: number
    passing: number
    expired: number
    inconclusive: number
    /** Requirements that fail and that no entry names. */
    new: number
  }
}
