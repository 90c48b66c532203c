import type { Disturbance } from './disturbance.ts'
import { withoutUndefined } from './optional.ts'
import { verdictOfViolation, type Evidence, type Note, type Statement } from './verdict.ts'
import type { Judgement } from './judgement.ts'
import type { PlannedRequirement, SpecVersion } from './requirement.ts'
import type { CapabilityState, TestContext } from './suite.ts'

/** Thrown by a context where the harness cannot evaluate: the target closed the connection, time is over. */
export class NotEvaluated extends Error {
  override name = 'NotEvaluated'
}

/** Thrown where the target does not permit what is needed: nothing that failed explains it. */
export class Denied extends NotEvaluated {
  override name = 'Denied'
}

/** Ends a test whose prerequisite failed; never leaves the engine. */
export class Blocked extends Error {
  override name = 'Blocked'
  readonly by: string
  constructor(by: string, reason: string) {
    super(reason)
    this.by = by
  }
}

export interface TestRecord {
  context: TestContext
  /** What the test found so far, by requirement; only those that are wanted. */
  statements: Map<string, Statement[]>
  disturbances: readonly Disturbance[]
  checks(): number
}

export interface RecordOptions {
  test: string
  evaluates: readonly string[]
  spec: SpecVersion
  signal: AbortSignal
  /** See TestContext. */
  urgency: number
  round: number
  /** The requirements of the planned version, by id; checks on others are passed over. */
  planned: ReadonlyMap<string, PlannedRequirement>
  wanted: ReadonlySet<string>
  found: (capability: string) => CapabilityState
  failed: TestContext['failed']
  isExplained: TestContext['isExplained']
}

/** The engine's half of a test's context: it keeps what the test finds, requirement by requirement. */
export function recordTest(options: RecordOptions): TestRecord {
  const { test, planned, wanted, signal, urgency, round, spec, found, failed, isExplained } = options
  const evaluates = new Set(options.evaluates)
  const statements = new Map<string, Statement[]>()
  const disturbances: Disturbance[] = []
  let checks = 0

  const record = (requirement: string, statement: Statement) => {
    if (!evaluates.has(requirement)) {
      throw new Error(`test ${test} judges ${requirement}, which it does not declare`)
    }
    if (!wanted.has(requirement)) return
    const made = statements.get(requirement)
    if (made) made.push(statement)
    else statements.set(requirement, [statement])
  }

  const check = (requirement: string, judgement: Judgement, ...evidence: Evidence[]): boolean => {
    const level = planned.get(requirement)?.level
    if (wanted.has(requirement)) checks += 1
    if (judgement.holds) {
      const note: Note | undefined =
        judgement.note === undefined ? undefined : { text: judgement.note, test, evidence }
      record(requirement, note ? { kind: 'passed', note } : { kind: 'passed' })
      return true
    }
    const { title, expected, received, conditions, images } = judgement
    const verdict = verdictOfViolation(level ?? 'MUST', judgement)
    record(requirement, {
      kind: 'failed',
      finding: {
        requirement,
        test,
        verdict,
        title,
        expected,
        received,
        evidence,
        ...withoutUndefined({ conditions, images }),
      },
    })
    return false
  }

  const context: TestContext = {
    test,
    spec,
    signal,
    urgency,
    round,
    disturbances,
    disturbed: (disturbance) => void disturbances.push(disturbance),
    has: (capability) => found(capability).state === 'supported',
    found,
    failed,
    isExplained,
    check,
    require(requirement, judgement, ...evidence) {
      if (check(requirement, judgement, ...evidence) || judgement.holds) return
      throw new Blocked(requirement, judgement.title)
    },
    unsupported(requirement, reason) {
      record(requirement, { kind: 'unsupported', reason })
    },
    skip(requirement, reason) {
      record(requirement, { kind: 'skipped', reason })
    },
    unevaluated(requirement, reason, { denied } = {}) {
      record(requirement, { kind: 'error', reason, ...(denied ? { denied } : {}) })
    },
    blocked(by, reason) {
      throw new Blocked(by, reason)
    },
  }
  return { context, statements, disturbances, checks: () => checks }
}
