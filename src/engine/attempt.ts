import type { Said } from './conclude.ts'
import type { Plan } from './plan.ts'
import { Blocked, recordTest, Undecided } from './record.ts'
import type { TestContext } from './suite.ts'
import type { Statement } from './verdict.ts'

/** What a test or a probe said, complete: each wanted requirement that it decides has a statement. */
export interface Attempted {
  statements: ReadonlyMap<string, readonly Statement[]>
  checks: number
}

export interface Attempts<Context> {
  /** Runs one test's code and keeps what it said, whatever it throws. */
  attempt(
    id: string,
    decides: readonly string[],
    work: (context: Context) => Promise<void>,
  ): Promise<Attempted>
  /** Keeps one statement for all that a test decides, without running it. */
  settle(id: string, decides: readonly string[], statement: Statement): Attempted
  /** All that was said, by requirement. */
  said: ReadonlyMap<string, readonly Said[]>
}

export interface AttemptOptions<Context> {
  plan: Plan<Context>
  open: (tools: TestContext) => Context
  has: (capability: string) => boolean
  /** Milliseconds for one test. */
  timeout: number
  /** Aborted, with the reason as a string, when the run is to end. */
  stop: AbortSignal
}

/** Runs the code of tests so that none can harm another, and so that none ends without a verdict. */
export function createAttempts<Context>(options: AttemptOptions<Context>): Attempts<Context> {
  const { plan, open, has, stop } = options
  const planned = new Map(plan.requirements.map((each) => [each.id, each]))
  const said = new Map<string, Said[]>()

  const keep = (test: string, attempted: Attempted): Attempted => {
    for (const [requirement, statements] of attempted.statements) {
      const checks = statements.filter(({ kind }) => kind === 'held' || kind === 'broken').length
      said.set(requirement, [...(said.get(requirement) ?? []), { test, checks, statements }])
    }
    return attempted
  }

  const settle = (id: string, decides: readonly string[], statement: Statement): Attempted => {
    const wanted = decides.filter((requirement) => plan.wanted.has(requirement))
    return keep(id, { statements: new Map(wanted.map((each) => [each, [statement]])), checks: 0 })
  }

  const attempt: Attempts<Context>['attempt'] = async (id, decides, work) => {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(options.timeout)])
    const record = recordTest({
      test: id,
      decides,
      spec: plan.spec,
      signal,
      planned,
      wanted: plan.wanted,
      has,
    })
    let left: Statement = { kind: 'error', reason: `${id} ended without deciding it`, bug: true }
    let threw = true
    try {
      if (signal.aborted) throw new Undecided(String(signal.reason))
      await work(open(record.context))
      threw = false
    } catch (error) {
      left = statementOf(error, id, stop)
    }
    const tainted = threw && left.kind === 'error' && left.bug === true
    for (const requirement of decides.filter((each) => plan.wanted.has(each))) {
      const statements = record.statements.get(requirement)
      if (!statements) record.statements.set(requirement, [left])
      else if (tainted) statements.push(left)
    }
    return keep(id, { statements: record.statements, checks: record.checks() })
  }

  return { attempt, settle, said }
}

/** What is said of everything that a test had not decided when it threw. */
function statementOf(error: unknown, test: string, stop: AbortSignal): Statement {
  if (stop.aborted) return { kind: 'error', reason: String(stop.reason) }
  if (error instanceof Blocked) return { kind: 'blocked', by: error.by, reason: error.message }
  if (error instanceof Undecided) return { kind: 'error', reason: error.message }
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return { kind: 'error', reason: 'the time for this test was over' }
  }
  if (process.env['OCI_ASSAY_DEBUG']) console.error(error)
  const message = error instanceof Error ? error.message : String(error)
  return { kind: 'error', reason: `bug in test ${test}: ${message}`, bug: true }
}
