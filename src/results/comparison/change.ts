import type { Basis, Level } from '../../engine/requirement.ts'
import type { Verdict } from '../../engine/verdict.ts'

/** A requirement whose verdict is not what it was. */
export interface Change {
  id: string
  suite: string
  title: string
  level: Level
  /** What the level rests on; absent in results that an earlier version stored. */
  basis?: Basis
  was: Verdict
  is: Verdict
  /** What a broken one does, or why it is inconclusive, in the run that is looked at. */
  why?: string
}

/** A requirement that only one of the two results speaks of. */
export interface Odd {
  id: string
  suite: string
  title: string
  verdict: Verdict
}

/** The result that another one is compared with. */
export interface Since {
  /** What was assayed, as it was named then. */
  name: string
  /** ISO 8601, UTC. */
  startedAt: string
  /** Name and version of the program that wrote it: another one may judge otherwise. */
  tool: string
}

/** What changed between two results of one target. Each requirement is in one list at most. */
export interface Changes {
  since: Since
  /** A MUST is broken now and was not. */
  failing: readonly Change[]
  /** A warning now, and neither warning nor failure before. */
  warning: readonly Change[]
  /** Holds now, and did not, or was not there. */
  passing: readonly Change[]
  /** Any other change: no longer supported, blocked, not decided, a failure that is a warning now. */
  otherwise: readonly Change[]
  /** Told now and not before. */
  appeared: readonly Odd[]
  /** Told before and not now. */
  gone: readonly Odd[]
}
