import type { Depth } from './depth.ts'
import type { Disturbance } from './disturbance.ts'
import type { Judgement } from './judgement.ts'
import type { Requirement, SpecVersion, Specification } from './requirement.ts'
import type { Evidence, Finding } from './verdict.ts'

/** A chapter of a specification: its requirements and the tests that evaluate them. `Id` is the ids of its specification. */
export interface Suite<Context, Id extends string = string> {
  /** Lower case with dashes, as the user types it: `content-discovery`. */
  name: string
  title: string
  specification: Specification
  requirements: readonly Requirement<Id>[]
  tests: readonly Test<Context, Id>[]
  /** What its tests are run on; a registry where it is absent. Of custom suites, which are for one kind of target. */
  of?: 'registry' | 'image'
  /** What its tests look at beside what is read anyway: of images, the paths of files, or globs. */
  reads?: readonly string[]
  /** Cuts across the others, and is evaluated whichever suites are selected. */
  always?: true
}

/** Code that evaluates one or a few requirements on one target. */
export interface Test<Context, Id extends string = string> {
  /** Written by hand and lasting, like a requirement's: `pull.manifest.by-digest`. */
  id: string
  title: string
  /** Each of these must be checked, or reported as unsupported, before the test ends. */
  evaluates: readonly Id[]
  /**
   * Requirements that the test may find violated besides: it says nothing of them where it does not, and other tests evaluate
   * them.
   */
  mayEvaluate?: readonly Id[]
  /** Names of capabilities: without one of them everything here is `unsupported`. */
  needs?: readonly string[]
  /** Capabilities that are probed because the test queries them by `has`, without requiring them. */
  mayNeed?: readonly string[]
  /** Runs of this depth or more have the test; all have it where it is absent. */
  depth?: Depth
  /**
   * `late` runs when all tests without a phase have ended and the disturbed ones were repeated: for what builds on their
   * findings. `last` runs when all others have ended: for what is judged over the whole run. In a divided run
   * it runs in each shard, over what that shard recorded, and the findings are joined: so it draws no
   * conclusion from not having seen something, but requests it.
   */
  phase?: 'late' | 'last'
  /** Runs with no other test beside it, when those of its phase have ended: for what measures, or loads the target. */
  alone?: true
  /** By which the time limit of a test is multiplied; default 1. */
  timeFactor?: number
  run: (t: Context) => Promise<void>
}

/** An optional feature, probed once before the tests that need it. */
export interface Capability<Context, Id extends string = string> {
  name: string
  title: string
  /** Requirements that the probe itself judges, under the same rule as a test's. */
  evaluates: readonly Id[]
  needs?: readonly string[]
  probe: (t: Context) => Promise<CapabilityState<Id>>
}

export type CapabilityState<Id extends string = string> =
  | { state: 'supported'; detail?: string }
  | { state: 'unsupported'; reason: string }
  /** Not to be probed: what needs it is skipped. */
  | { state: 'skipped'; reason: string }
  /** Absent in a way that the text does not allow: what needs it is blocked by this requirement. */
  | { state: 'nonconformant'; requirement: Id; reason: string }
  /** Could not be found out, as without permission: what needs it cannot be evaluated. */
  | { state: 'unknown'; reason: string; denied?: true }

/** What the engine passes to every test and every probe; a suite's context adds its target to it. */
export interface TestContext<Id extends string = string> {
  readonly test: string
  readonly spec: SpecVersion
  /** Aborted when the run is interrupted or the test's time is over. */
  readonly signal: AbortSignal
  /** Where all wait for the same thing, such as a connection, the greatest goes first. */
  readonly urgency: number
  /** 1, and more where the test is repeated since something disturbed it. */
  readonly round: number
  /** What disturbed the test so far. */
  readonly disturbances: readonly Disturbance[]
  /** Takes note of something that may explain what the test finds, and may pass. */
  disturbed(disturbance: Disturbance): void
  /** True where the capability was found, for tests that adapt to it. */
  has(capability: string): boolean
  /** What probing the capability led to, for tests that also distinguish why it was not found. */
  found(capability: string): CapabilityState
  /** True where a test or probe that has ended found this requirement violated, and that at least as gravely: default a warning. */
  failed(requirement: Id, gravity?: Finding['verdict']): boolean
  /**
   * True where an exchange is evidence of a finding so far, or was sent by a test that could not go on or found something at least as
   * grave (default: a warning): what is odd about it has been reported.
   */
  isExplained(exchange: { id: number; test?: string }, gravity?: Finding['verdict']): boolean
  /**
   * Records one check; true where it holds. A requirement that is not planned (another version,
   * filtered out) is ignored, so tests need not query the version.
   */
  check(requirement: Id, judgement: Judgement, ...evidence: Evidence[]): boolean
  /** Like check, but where it fails the test ends and what it has not evaluated yet is blocked by it. */
  require(requirement: Id, judgement: Judgement, ...evidence: Evidence[]): void
  /** Records that an optional statement is not followed in the way that the text allows. */
  unsupported(requirement: Id, reason: string, ...evidence: Evidence[]): void
  /** Records that the requirement was not testable (read-only mode, nothing to examine). */
  skip(requirement: Id, reason: string): void
  /**
   * Records that the requirement could not be evaluated, or not for all that it covers: content that is missing, a limit
   * of ours, no permission. Its verdict is `error` unless it fails elsewhere, and the run is `incomplete`.
   */
  unevaluated(requirement: Id, reason: string, about?: { denied?: true }): void
  /** Ends the test: what it has not evaluated yet is blocked by that requirement. */
  blocked(by: Id, reason: string): never
}

export const defineSuite = <Context, Id extends string = string>(
  suite: Suite<Context, Id>,
): Suite<Context, Id> => suite
export const defineTest = <Context, Id extends string = string>(test: Test<Context, Id>): Test<Context, Id> =>
  test
