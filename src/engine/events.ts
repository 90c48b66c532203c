import type { Depth } from './depth.ts'
import type { Basis, Level, PlannedRequirement, SpecVersion } from './requirement.ts'
import type { ShardRecord } from './shard.ts'
import type { Finding, Note, Totals, Verdict } from './verdict.ts'

/** Raised when a reader of an older version could misread the events; see schemas/results.schema.json. */
export const formatVersion = 2

export interface TargetDescription {
  kind: 'registry' | 'image' | 'client'
  /** As the user named it, without secrets. */
  name: string
  /** Facts worth keeping with the result: repository, server header, digest of an image. */
  details: Record<string, string>
}

/** What was planned, and so what the result covers. */
export interface Profile {
  specification: string
  spec: SpecVersion
  suites: readonly string[]
  /** True where the user named the suites: then a missing category is a failure. */
  claimed: boolean
  readOnly: boolean
  /** How far the run goes; absent for images, and in results that an earlier version stored. */
  depth?: Depth
  /** How many requests were generated at most; absent where there is no depth. */
  requests?: number
  shard?: string
}

export interface CapabilityResult {
  name: string
  title: string
  state: 'supported' | 'unsupported' | 'nonconformant' | 'unknown'
  /** Why it is not supported or not known, or which variety of it was found. */
  detail?: string
  /** How often it was probed, where that is more than once. */
  attempts?: number
}

export interface TestResult {
  id: string
  title: string
  suite: string
  verdict: Verdict
  /** Verdict by requirement, for what the test evaluates. */
  evaluated: Record<string, Verdict>
  checks: number
  /** Milliseconds since the run started. */
  startedAt: number
  /** Milliseconds. */
  duration: number
  /** How often it was run, where that is more than once: something disturbed it. */
  attempts?: number
  /** Why it is blocked, unsupported, skipped or in error. */
  reason?: string
  /**
   * Why it did not come to its end, where that leaves no requirement in error: it names none of its own, but judges what it sees, as
   * the generated sequences do.
   */
  unfinished?: string
}

export interface RequirementResult {
  id: string
  suite: string
  title: string
  section: string
  level: Level
  /** What the level rests on; absent only in results that an earlier version stored. */
  basis?: Basis
  /** Why the level follows from the text; present where it is derived. */
  reasoning?: string
  link: string
  verdict: Verdict
  checks: number
  tests: readonly string[]
  /** Those that are independent of all others. */
  findings: readonly Finding[]
  /** Those that follow from the failure of another requirement; absent where there are none. */
  consequences?: readonly Finding[]
  notes: readonly Note[]
  /** The requirement whose failure explains why this one failed, or keeps it from being evaluated. */
  blockedBy?: string
  /** The capability whose absence makes it unsupported. */
  capability?: string
  /** Why it is blocked, unsupported, skipped or in error. */
  reason?: string
  unobservable?: string
  /** Part of what each implementation supports. */
  essential?: true
  ruling?: string
  impact?: string
}

/** Something that the run created and could not remove. */
export interface Leftover {
  kind: 'tag' | 'manifest' | 'blob' | 'upload'
  repository: string
  reference: string
  reason: string
}

/** A period in which the target was unreachable. */
export interface Outage {
  /** Milliseconds since the run started. */
  startedAt: number
  /** Milliseconds. */
  duration: number
  /** What was observed: `HTTP 503`, or the error message of a lost connection. */
  sign: string
}

/** A record of what crossed the wire or of what was read; findings refer to it. */
export interface EvidenceRecord {
  kind: string
}

export interface RunStarted {
  type: 'run-started'
  formatVersion: number
  tool: { name: string; version: string }
  target: TargetDescription
  profile: Profile
  seed: string
  /** ISO 8601, UTC. */
  startedAt: string
  requirements: readonly PlannedRequirement[]
  /** With about how many requests each takes, where that is known. */
  tests: readonly { id: string; title: string; suite: string; cost?: number }[]
}
export interface TestStarted {
  type: 'test-started'
  id: string
}
export interface CapabilityProbed {
  type: 'capability'
  capability: CapabilityResult
}
export interface TestFinished {
  type: 'test-finished'
  test: TestResult
}
export interface RequirementFinished {
  type: 'requirement-finished'
  requirement: RequirementResult
}
/** Emitted by one part of a divided run only. */
export interface ShardRecorded {
  type: 'shard'
  shard: ShardRecord
}
export interface RunFinished {
  type: 'run-finished'
  finishedAt: string
  /** Milliseconds. */
  duration: number
  requirements: Totals
  tests: Totals
  interrupted: boolean
  /** Why the run ended before its tests, for people. */
  aborted?: string
  leftovers: readonly Leftover[]
  /** Facts about the target that are known at the end only; they are added to its details. */
  details?: Record<string, string>
  /** Absent where there were none. */
  outages?: readonly Outage[]
}

/** What the engine emits, from the start of a run to its end. */
export type EngineEvent =
  | RunStarted
  | TestStarted
  | CapabilityProbed
  | TestFinished
  | RequirementFinished
  | ShardRecorded
  | RunFinished

export type Emit = (event: EngineEvent) => void
