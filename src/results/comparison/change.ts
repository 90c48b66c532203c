import type { Basis, Level } from '../../engine/requirement.ts'
import type { Verdict } from '../../engine/verdict.ts'

/** A requirement whose verdict changed. */
export interface Change {
  id: string
  suite: string
  title: string
  level: Level
  /** What the level rests on; absent in results that an earlier version stored. */
  basis?: Basis
  was: Verdict
  is: Verdict
  /** The finding of one that failed, or why it is inconclusive, in the later run. */
  why?: string
}

/** A requirement that only one of the two results covers. */
export interface Odd {
  id: string
  suite: string
  title: string
  verdict: Verdict
  /** The finding of one that fails or warns. */
  why?: string
}

/** The result that another one is compared with. */
export interface Since {
  /** The target, as it was named then. */
  name: string
  /** ISO 8601, UTC. */
  startedAt: string
  /** Name and version of the program that wrote it: another one may judge differently. */
  tool: string
}

/** What changed between two results of one target. Each requirement is in one list at most. */
export interface Changes {
  since: Since
  /** Present where the runs are of different depth: what a deeper one finds may have been there before. */
  depths?: { was: string; is: string }
  /** Fails now, and did not before. */
  failing: readonly Change[]
  /** A warning now, and neither warning nor failure before. */
  warning: readonly Change[]
  /** Passes now, and did not before, or was not covered. */
  passing: readonly Change[]
  /** Any other change: no longer supported, blocked, not evaluated, a failure that is a warning now. */
  otherwise: readonly Change[]
  /** Reported now and not before. */
  appeared: readonly Odd[]
  /** Reported before and not now. */
  gone: readonly Odd[]
}
