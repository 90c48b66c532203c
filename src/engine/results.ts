import type {
  CapabilityResult,
  EvidenceRecord,
  Leftover,
  Outage,
  Profile,
  RequirementResult,
  RunEvent,
  TargetDescription,
  TestResult,
  Totals,
} from './events.ts'
import type { Changes } from './changes.ts'
import type { Comparison } from './expectations.ts'
import type { TargetLog } from './log.ts'
import type { ShardRecord } from './shard.ts'
import { verdicts, worst, type Verdict } from './verdict.ts'

/** All that a run found: what results.json holds, and what reporters are given at the end. */
export interface RunResult<Record extends EvidenceRecord = EvidenceRecord> {
  formatVersion: number
  tool: { name: string; version: string }
  target: TargetDescription
  profile: Profile
  seed: string
  startedAt: string
  finishedAt: string
  /** Milliseconds. */
  duration: number
  /** False where the run never told its end. */
  complete: boolean
  interrupted: boolean
  aborted?: string
  capabilities: readonly CapabilityResult[]
  requirements: readonly RequirementResult[]
  tests: readonly TestResult[]
  evidence: readonly Record[]
  totals: { requirements: Totals; tests: Totals }
  leftovers: readonly Leftover[]
  /** When the target was out of reach; absent where it never was. */
  outages?: readonly Outage[]
  /** Where this is one part of a divided run: what the whole is concluded from. */
  shard?: ShardRecord
  /** Where the run started the target itself: what that wrote. */
  log?: TargetLog
  /** Where the user told what is known to be broken: how the run compares with it. */
  expectations?: Comparison
  /** Where the user named an earlier result: what changed since. */
  changes?: Changes
}

/** Counts verdicts; every verdict has a number, also 0. */
export function count(found: Iterable<Verdict>): Totals {
  const totals = Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as Totals
  for (const verdict of found) totals[verdict] += 1
  return totals
}

/** Folds the events of one run, live or stored, into its result. Throws where the start is missing. */
export function collect<Record extends EvidenceRecord>(
  events: Iterable<RunEvent<Record>>,
): RunResult<Record> {
  let result: Omit<RunResult<Record>, 'totals'> | undefined
  const capabilities: CapabilityResult[] = []
  const requirements: RequirementResult[] = []
  const tests: TestResult[] = []
  const evidence: Record[] = []
  for (const event of events) {
    switch (event.type) {
      case 'run-started': {
        const { formatVersion, tool, target, profile, seed, startedAt } = event
        result = {
          formatVersion,
          tool,
          target,
          profile,
          seed,
          startedAt,
          finishedAt: startedAt,
          duration: 0,
          complete: false,
          interrupted: false,
          leftovers: [],
          capabilities,
          requirements,
          tests,
          evidence,
        }
        break
      }
      case 'capability':
        capabilities.push(event.capability)
        break
      case 'evidence':
        evidence.push(event.record)
        break
      case 'test-finished':
        tests.push(event.test)
        break
      case 'requirement-finished':
        requirements.push(event.requirement)
        break
      case 'shard':
        if (result) result = { ...result, shard: event.shard }
        break
      case 'log':
        if (result) result = { ...result, log: event.log }
        break
      case 'expectations':
        if (result) result = { ...result, expectations: event.comparison }
        break
      case 'changes':
        if (result) result = { ...result, changes: event.changes }
        break
      case 'run-finished': {
        if (!result) break
        const { finishedAt, duration, interrupted, aborted, leftovers, details, outages } = event
        result = { ...result, finishedAt, duration, interrupted, leftovers, complete: true }
        if (details) result = { ...result, target: withDetails(result.target, details) }
        if (aborted !== undefined) result = { ...result, aborted }
        if (outages !== undefined) result = { ...result, outages }
        break
      }
      case 'test-started':
        break
    }
  }
  if (!result) throw new Error('these events do not begin with the start of a run')
  const settled = tests.map((test) => settleTest(test, requirements))
  return {
    ...result,
    tests: settled,
    totals: {
      requirements: count(requirements.map(({ verdict }) => verdict)),
      tests: count(settled.map(({ verdict }) => verdict)),
    },
  }
}

const withDetails = (target: TargetDescription, more: Record<string, string>): TargetDescription => ({
  ...target,
  details: { ...target.details, ...more },
})

/** Only the end of a run tells what was blocked: a test's own verdicts follow those of its requirements. */
function settleTest(test: TestResult, requirements: readonly RequirementResult[]): TestResult {
  const blocked = new Set(requirements.filter(({ verdict }) => verdict === 'blocked').map(({ id }) => id))
  const decided = Object.fromEntries(
    Object.entries(test.decided).map(([id, verdict]) => [
      id,
      blocked.has(id) && isTrouble(verdict) ? 'blocked' : verdict,
    ]),
  )
  return { ...test, decided, verdict: worst(Object.values(decided)) }
}

const isTrouble = (verdict: Verdict): boolean =>
  verdict === 'fail' || verdict === 'warn' || verdict === 'error'

/** The events that a stored result stands for, so that every reporter works live and from a file. */
export function* replay<Record extends EvidenceRecord>(
  result: RunResult<Record>,
): Generator<RunEvent<Record>> {
  const { formatVersion, tool, target, profile, seed, startedAt } = result
  yield {
    type: 'run-started',
    formatVersion,
    tool,
    target,
    profile,
    seed,
    startedAt,
    requirements: result.requirements.map((requirement) => ({
      ...requirement,
      buildsOn: requirement.blockedBy === undefined ? [] : [requirement.blockedBy],
    })),
    tests: result.tests,
  }
  for (const capability of result.capabilities) yield { type: 'capability', capability }
  for (const record of result.evidence) yield { type: 'evidence', record }
  for (const test of result.tests) yield { type: 'test-finished', test }
  for (const requirement of result.requirements) yield { type: 'requirement-finished', requirement }
  if (result.shard) yield { type: 'shard', shard: result.shard }
  if (result.log) yield { type: 'log', log: result.log }
  if (result.expectations) yield { type: 'expectations', comparison: result.expectations }
  if (result.changes) yield { type: 'changes', changes: result.changes }
  if (!result.complete) return
  const { finishedAt, duration, interrupted, aborted, leftovers, outages, totals } = result
  yield {
    type: 'run-finished',
    finishedAt,
    duration,
    interrupted,
    leftovers,
    ...(aborted === undefined ? {} : { aborted }),
    ...(outages === undefined ? {} : { outages }),
    requirements: totals.requirements,
    tests: totals.tests,
  }
}
