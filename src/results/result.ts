import type {
  CapabilityResult,
  Leftover,
  Outage,
  Profile,
  RequirementResult,
  TargetDescription,
  TestResult,
} from '../engine/events.ts'
import type { ShardRecord } from '../engine/shard.ts'
import type { Totals } from '../engine/verdict.ts'
import type { Changes } from './comparison/change.ts'
import type { Comparison } from './expectations/expectation.ts'
import type { TargetLog } from './log/target-log.ts'
import type { RunRecord } from './record.ts'

/** All that a run found: the content of results.json, and what reporters receive at the end. */
export interface RunResult {
  formatVersion: number
  tool: { name: string; version: string }
  target: TargetDescription
  profile: Profile
  seed: string
  /** ISO 8601, UTC. */
  startedAt: string
  /** ISO 8601, UTC. */
  finishedAt: string
  /** Milliseconds. */
  duration: number
  /** False where the run did not finish: its process was killed, or crashed. */
  complete: boolean
  interrupted: boolean
  /** Why the run ended before its tests. */
  aborted?: string
  capabilities: readonly CapabilityResult[]
  requirements: readonly RequirementResult[]
  tests: readonly TestResult[]
  evidence: readonly RunRecord[]
  totals: { requirements: Totals; tests: Totals }
  leftovers: readonly Leftover[]
  /** When the target was unreachable; absent where it never was. */
  outages?: readonly Outage[]
  /** Present where this is one part of a divided run: what the whole is concluded from. */
  shard?: ShardRecord
  /** Present where the run started the target itself. */
  log?: TargetLog
  /** Present where the user listed known failures: how the run compares with them. */
  expectations?: Comparison
  /** Present where the user named an earlier result: what changed since. */
  changes?: Changes
}
