import { setMaxListeners } from 'node:events'
import type { Evaluation } from './evaluation.ts'
import type { Disturbance } from './disturbance.ts'
import type { Plan } from './plan.ts'
import { Blocked, Denied, recordTest, NotEvaluated } from './record.ts'
import type { CapabilityState, TestContext } from './suite.ts'
import { isAsGrave, type Statement } from './verdict.ts'

/** What a test or a probe found, complete: each wanted requirement that it evaluates has a statement. */
export interface Attempted {
  statements: ReadonlyMap<string, readonly Statement[]>
  checks: number
  disturbances: readonly Disturbance[]
  /** The statement for everything that was not evaluated, where the code threw. */
  left?: Statement
}

/** A test or a probe: its id, what it evaluates, and which capabilities it may query. */
export interface Attemptable {
  id: string
  evaluates: readonly string[]
  mayEvaluate?: readonly string[] | undefined
  capabilities: readonly string[]
  /** See TestContext. */
  urgency: number
  round: number
  /** By which its time limit is multiplied; default 1. */
  timeFactor?: number
}

export interface Attempts<Context> {
  /** Runs one test's code; what it throws becomes part of its statements. */
  attempt(test: Attemptable, work: (context: Context) => Promise<void>): Promise<Attempted>
  /** Keeps what a test or a probe found: once for each, however often it was run. */
  keep(id: string, attempted: Attempted): Attempted
  /** One statement for all that a test evaluates, without running it. */
  settled(evaluates: readonly string[], statement: Statement): Attempted
  /** All that was found, by requirement. */
  evaluations: ReadonlyMap<string, readonly Evaluation[]>
}

export interface AttemptOptions<Context> {
  plan: Plan<Context>
  open: (tools: TestContext) => Context
  found: (capability: string) => CapabilityState
  /** Milliseconds for one test. */
  timeout: number
  /** Aborted, with the reason as a string, when the run is to end. */
  stop: AbortSignal
}

/** Runs the code of tests so that none can harm another, and so that none ends without a verdict. */
export function createAttempts<Context>(options: AttemptOptions<Context>): Attempts<Context> {
  const { plan, open, stop } = options
  const planned = new Map(plan.requirements.map((each) => [each.id, each]))
  const evaluations = new Map<string, Evaluation[]>()
  const evidence = new Set<number>()
  /** Tests that found a failure, or could not go on, and those that found anything. */
  const troubled = { fail: new Set<string>(), warn: new Set<string>() }

  const keep = (test: string, attempted: Attempted): Attempted => {
    for (const [requirement, statements] of attempted.statements) {
      for (const statement of statements) {
        if (statement.kind !== 'failed' && statement.kind !== 'blocked' && statement.kind !== 'error')
          continue
        troubled.warn.add(test)
        if (statement.kind !== 'failed' || statement.finding.verdict === 'fail') troubled.fail.add(test)
        if (statement.kind !== 'failed') continue
        for (const each of statement.finding.evidence)
          if (each.kind === 'exchange') evidence.add(each.exchange)
      }
      const checks = statements.filter(({ kind }) => kind === 'passed' || kind === 'failed').length
      evaluations.set(requirement, [...(evaluations.get(requirement) ?? []), { test, checks, statements }])
    }
    return attempted
  }

  const failed: TestContext['failed'] = (requirement, gravity = 'warn') =>
    (evaluations.get(requirement) ?? []).some(({ statements }) =>
      statements.some((made) => made.kind === 'failed' && isAsGrave(made.finding.verdict, gravity)),
    )

  const isExplained: TestContext['isExplained'] = ({ id, test = '' }, gravity = 'warn') =>
    evidence.has(id) || troubled[gravity].has(test)

  const settled = (evaluates: readonly string[], statement: Statement): Attempted => {
    const wanted = evaluates.filter((requirement) => plan.wanted.has(requirement))
    const statements = new Map(wanted.map((each) => [each, [statement]]))
    return { statements, checks: 0, disturbances: [], left: statement }
  }

  const attempt: Attempts<Context>['attempt'] = async (
    { id, evaluates, mayEvaluate = [], capabilities, urgency, round, timeFactor = 1 },
    work,
  ) => {
    const limit = timeLimit(Math.min(options.timeout * timeFactor, longestTimer), stop)
    const { signal } = limit
    // A probe that nothing waited for may be under way: its result would differ from run to run.
    const found = (capability: string): CapabilityState => {
      if (!capabilities.includes(capability))
        throw new Error(`${id} queries ${capability}, which it does not declare`)
      return options.found(capability)
    }
    const record = recordTest({
      test: id,
      evaluates: [...evaluates, ...mayEvaluate],
      spec: plan.spec,
      signal,
      urgency,
      round,
      planned,
      wanted: plan.wanted,
      found,
      failed,
      isExplained,
    })
    let left: Statement = { kind: 'error', reason: `${id} ended without evaluating it`, bug: true }
    let threw = true
    try {
      signal.throwIfAborted()
      await Promise.race([limit.over, work(open(record.context))])
      threw = false
    } catch (error) {
      left = statementOf(error, id)
    } finally {
      limit.clear()
    }
    const tainted = threw && left.kind === 'error' && left.bug === true
    // Copied, since code that outlives its time limit may record more.
    const statements = new Map([...record.statements].map(([requirement, made]) => [requirement, [...made]]))
    for (const requirement of evaluates.filter((each) => plan.wanted.has(each))) {
      const made = statements.get(requirement)
      if (!made) statements.set(requirement, [left])
      else if (tainted) made.push(left)
    }
    // A bug is not to pass for a test that found nothing.
    for (const requirement of tainted ? mayEvaluate : [])
      if (plan.wanted.has(requirement))
        statements.set(requirement, [...(statements.get(requirement) ?? []), left])
    const disturbances = [...record.disturbances]
    return { statements, checks: record.checks(), disturbances, ...(threw ? { left } : {}) }
  }

  return { attempt, keep, settled, evaluations }
}

/** Milliseconds; a timer that is longer fires at once. */
const longestTimer = 2 ** 31 - 1

/** Bounds a test in time also where its code does not listen: `over` rejects when time is up or the run stops. */
function timeLimit(milliseconds: number, stop: AbortSignal) {
  const controller = new AbortController()
  const { signal } = controller
  // Each request of a test listens, and a test may send many at once.
  setMaxListeners(0, signal)
  const onStop = () => controller.abort(new NotEvaluated(String(stop.reason)))
  const timer = setTimeout(() => controller.abort(new NotEvaluated('the test timed out')), milliseconds)
  if (stop.aborted) onStop()
  stop.addEventListener('abort', onStop)
  const over = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as NotEvaluated))
  })
  over.catch(() => undefined)
  const clear = () => {
    clearTimeout(timer)
    stop.removeEventListener('abort', onStop)
  }
  return { signal, over, clear }
}

/** What is found of everything that a test had not evaluated when it threw. */
function statementOf(error: unknown, test: string): Statement {
  if (error instanceof Blocked) return { kind: 'blocked', by: error.by, reason: error.message }
  if (error instanceof Denied) return { kind: 'error', reason: error.message, denied: true }
  if (error instanceof NotEvaluated) return { kind: 'error', reason: error.message }
  if (process.env['OCI_ASSAY_DEBUG']) console.error(error)
  const message = error instanceof Error ? error.message : String(error)
  if (isOfMachine(error))
    return { kind: 'error', reason: `this machine lacks what the test needs: ${message}` }
  return { kind: 'error', reason: `bug in test ${test}: ${message}`, bug: true }
}

/** Codes of the system for what a machine has no more of: files, memory, buffers, ports, processes. */
const shortages = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS', 'EADDRNOTAVAIL', 'EAGAIN', 'ENOSPC'])

const isOfMachine = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && shortages.has(String(error.code))
