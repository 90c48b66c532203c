import { withoutUndefined } from '../engine/optional.ts'
import type {
  CapabilityResult,
  RequirementResult,
  RunFinished,
  RunStarted,
  TargetDescription,
  TestResult,
} from '../engine/events.ts'
import { verdictOfTest } from '../engine/test-verdict.ts'
import { count, type Verdict } from '../engine/verdict.ts'
import type { RunEvent } from './events.ts'
import type { RunRecord } from './record.ts'
import type { RunResult } from './result.ts'

/** Takes the events of one run, live or stored, and has its result so far at any time. */
export interface Fold {
  add(event: RunEvent): void
  /** Throws where the start of the run is missing. */
  result(): RunResult
}

export function createFold(): Fold {
  let result: Omit<RunResult, 'totals'> | undefined
  const capabilities: CapabilityResult[] = []
  const requirements: RequirementResult[] = []
  const tests: TestResult[] = []
  const evidence: RunRecord[] = []
  const extend = (more: Partial<RunResult>) => {
    if (result) result = { ...result, ...more }
  }
  return {
    add(event) {
      switch (event.type) {
        case 'run-started':
          result = { ...begun(event), capabilities, requirements, tests, evidence }
          break
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
          extend({ shard: event.shard })
          break
        case 'log':
          extend({ log: event.log })
          break
        case 'expectations':
          extend({ expectations: event.comparison })
          break
        case 'changes':
          extend({ changes: event.changes })
          break
        case 'run-finished':
          if (result) extend(ended(event, result.target))
          break
        case 'test-started':
        case 'reading':
          break
      }
    },
    result() {
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
    },
  }
}

/** The result of all of a run's events. Throws where the start is missing. */
export function foldEvents(events: Iterable<RunEvent>): RunResult {
  const fold = createFold()
  for (const event of events) fold.add(event)
  return fold.result()
}

const begun = ({ formatVersion, tool, target, profile, seed, startedAt }: RunStarted) => ({
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
})

function ended(event: RunFinished, target: TargetDescription): Partial<RunResult> {
  const { finishedAt, duration, interrupted, aborted, leftovers, details, outages } = event
  return {
    finishedAt,
    duration,
    interrupted,
    leftovers,
    complete: true,
    ...(details ? { target: withDetails(target, details) } : {}),
    ...withoutUndefined({ aborted, outages }),
  }
}

const withDetails = (target: TargetDescription, more: Record<string, string>): TargetDescription => ({
  ...target,
  details: { ...target.details, ...more },
})

/** What was blocked is only known at the end of a run: a test's own verdicts follow those of its requirements. */
function settleTest(test: TestResult, requirements: readonly RequirementResult[]): TestResult {
  const blocked = new Set(requirements.filter(({ verdict }) => verdict === 'blocked').map(({ id }) => id))
  const evaluated = Object.fromEntries(
    Object.entries(test.evaluated).map(([id, verdict]) => [
      id,
      blocked.has(id) && isTrouble(verdict) ? 'blocked' : verdict,
    ]),
  )
  return { ...test, evaluated, verdict: verdictOfTest({ ...test, evaluated }) }
}

const isTrouble = (verdict: Verdict): boolean =>
  verdict === 'fail' || verdict === 'warn' || verdict === 'error'
