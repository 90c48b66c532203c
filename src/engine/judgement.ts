/**
 * What a check finds. A judge is a pure function from something that was observed to a judgement;
 * it sends nothing and refers to no requirement, so it can be tested without a target.
 */
export type Judgement = Holds | Violated

export interface Holds {
  holds: true
  /** Something worth knowing although nothing is violated: the verdict stays `pass`. */
  note?: string
}

export interface Violated {
  holds: false
  /** What happened, in the past tense for a registry ("returned 200 for a deletion"), in the present for an image ("has absolute paths"). */
  title: string
  /** What would have been correct; a list where there are alternatives. */
  expected: readonly string[]
  received: string
  /** What a response has to satisfy, for a program: by these a script repeats the check. All of them hold where it conforms. */
  conditions?: readonly Condition[]
  /** Set where a ruling makes a violated MUST a warning, or where the user requires a SHOULD. */
  severity?: 'warn' | 'fail'
  /** The images that it is about, where the run is about many. */
  images?: FoundIn
}

/** Of many images those that show the same. */
export interface FoundIn {
  count: number
  /** Names of the first of them, in the order of the run's list. */
  first: readonly string[]
}

/** One statement about what a target returns; what its kinds mean, is known where targets of one kind are. */
export interface Condition {
  readonly kind: string
}

export type Judge<Seen> = (seen: Seen) => Judgement

export const holds = (note?: string): Holds => (note === undefined ? { holds: true } : { holds: true, note })

export const violated = (
  title: string,
  expected: string | readonly string[],
  received: string,
  ...conditions: readonly Condition[]
): Violated => ({
  holds: false,
  title,
  expected: typeof expected === 'string' ? [expected] : expected,
  received,
  ...(conditions.length === 0 ? {} : { conditions }),
})

/** The same judgement, as a failure where it is violated: for what the user requires, and for options that are taken up wrongly. */
export const failure = (judgement: Judgement): Judgement =>
  judgement.holds ? judgement : { ...judgement, severity: 'fail' }

/** The same judgement, as a warning where it is violated. */
export const warning = (judgement: Judgement): Judgement =>
  judgement.holds ? judgement : { ...judgement, severity: 'warn' }

/** The first judgement that is violated; else holds, with the notes of all. */
export function all(...judgements: readonly Judgement[]): Judgement {
  const notes: string[] = []
  for (const judgement of judgements) {
    if (!judgement.holds) return judgement
    if (judgement.note !== undefined) notes.push(judgement.note)
  }
  return holds(notes.length > 0 ? notes.join('; ') : undefined)
}
