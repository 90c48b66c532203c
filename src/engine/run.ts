import { withoutUndefined } from './optional.ts'
import type { Evaluation } from './evaluation.ts'
import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAttempts, type Attempted } from './attempt.ts'
import { breathing } from './breathing.ts'
import { conclude } from './conclude.ts'
import {
  formatVersion,
  type Emit,
  type Leftover,
  type Outage,
  type Profile,
  type TargetDescription,
  type TestResult,
} from './events.ts'
import { isUnsettled } from './disturbance.ts'
import type { RunLimit } from './limit.ts'
import type { Plan, PlannedTest } from './plan.ts'
import { createProbing } from './probing.ts'
import { repeatDisturbed, type DisturbedTest } from './repeat.ts'
import { compact, type ShardRecord } from './shard.ts'
import type { CapabilityState, TestContext } from './suite.ts'
import { verdictOf, worst, type Statement, type Verdict, count } from './verdict.ts'

/** The target as the engine sees it: how a test gets access, and what remains of it at the end. */
export interface Target<Context> {
  description: TargetDescription
  /** Adds the target to the context that the engine passes to a test. */
  open(tools: TestContext): Context
  /** Called after each test: a reason to abort the run, where continuing makes no sense. */
  abortReason?(): string | undefined
  /** When the target was unreachable. */
  outages?(): readonly Outage[]
  /** Removes what the run created; returns what could not be removed. */
  cleanUp?(): Promise<readonly Leftover[]>
  /** Facts about the target that only the run has shown; read at its end. */
  detailsAtEnd?(): Record<string, string>
}

export interface RunOptions<Context> {
  plan: Plan<Context>
  target: Target<Context>
  profile: Profile
  seed: string
  tool: { name: string; version: string }
  emit: Emit
  /** Tests at once. */
  concurrency: number
  /** Milliseconds for one test. */
  testTimeout: number
  /** Ends the run early, with all its events; what was not evaluated is reported as an error. */
  limit: RunLimit
}

/**
 * Runs a plan: probes capabilities, runs the tests together, concludes, cleans up. Emits all
 * events from the start to the end of the run whatever happens in between.
 */
export async function run<Context>(options: RunOptions<Context>): Promise<void> {
  const { plan, target, emit, profile, seed, tool, limit } = options
  const start = performance.now()
  const clock = () => tenths(performance.now() - start)
  const stop = new AbortController()
  // Every test listens for the end of the run.
  setMaxListeners(0, stop.signal)
  let aborted: string | undefined
  const abort = (reason: string | undefined) => {
    if (reason === undefined) return
    aborted ??= reason
    stop.abort(reason)
  }
  const end = () => {
    const ending = limit.ending()
    if (ending?.cause === 'interrupted') stop.abort(ending.reason)
    else abort(ending?.reason)
  }
  if (limit.signal.aborted) end()
  limit.signal.addEventListener('abort', end, { once: true })

  emit({
    type: 'run-started',
    formatVersion,
    tool,
    target: target.description,
    profile,
    seed,
    startedAt: new Date().toISOString(),
    requirements: plan.requirements,
    tests: plan.tests.map(({ id, title, suite }) => ({ id, title, suite })),
  })

  const states = new Map<string, CapabilityState>()
  const attempts = createAttempts<Context>({
    plan,
    open: (tools) => target.open(tools),
    found: (name) => states.get(name) ?? notProbed,
    timeout: options.testTimeout,
    stop: stop.signal,
  })
  const wait = (milliseconds: number) =>
    sleep(milliseconds, undefined, { signal: stop.signal }).catch(() => undefined)
  const probing = createProbing(plan.capabilities, attempts, states, {
    found: (capability) => emit({ type: 'capability', capability }),
    pause: wait,
  })

  const verdictsOfTests: Verdict[] = []
  const breath = breathing()
  const finish = async (
    test: PlannedTest<Context>,
    attempted: Attempted,
    startedAt: number,
    round: number,
  ) => {
    const { id, title, suite } = test
    const { statements, checks } = attempts.keep(id, attempted)
    const evaluated = Object.fromEntries(
      [...statements].map(([requirement, made]) => [requirement, worst(made.map(verdictOf))]),
    )
    const verdict = worst(Object.values(evaluated))
    const [reason] = [...statements.values()]
      .flat()
      .flatMap((made) => ('reason' in made ? [made.reason] : []))
    verdictsOfTests.push(verdict)
    const duration = tenths(clock() - startedAt)
    const result: TestResult = { id, title, suite, verdict, evaluated, checks, startedAt, duration }
    if (round > 1) result.attempts = round
    emit({ type: 'test-finished', test: reason === undefined ? result : { ...result, reason } })
    abort(target.abortReason?.())
    // Those of an image follow each other without waiting for anything.
    await breath()
  }

  const runOnce = (
    { id, evaluates, needs = [], mayNeed = [], cost, run: work }: PlannedTest<Context>,
    round: number,
  ) =>
    attempts.attempt(
      { id, evaluates, capabilities: [...needs, ...mayNeed], urgency: cost, round },
      (context) => work(context),
    )

  const disturbed: DisturbedTest<Context>[] = []
  const runTest = async (test: PlannedTest<Context>, absent: Statement | undefined): Promise<void> => {
    emit({ type: 'test-started', id: test.id })
    const startedAt = clock()
    const attempted = absent ? attempts.settled(test.evaluates, absent) : await runOnce(test, 1)
    if (isUnsettled(attempted, 1)) {
      disturbed.push({ test, attempted, startedAt })
      abort(target.abortReason?.())
    } else await finish(test, attempted, startedAt, 1)
  }

  const inTurn = turns(options.concurrency)
  /** A test waits for the capabilities that it uses, and takes its turn only then. */
  const whenProbed = async (test: PlannedTest<Context>): Promise<void> => {
    const [absent] = await Promise.all([
      probing.missing(test.needs),
      ...(test.mayNeed ?? []).map((name) => probing.probe(name)),
    ])
    await inTurn(() => runTest(test, absent))
  }
  const isLast = ({ phase }: PlannedTest<Context>) => phase === 'last'
  // The longest first: the run waits for the last one to end.
  const longestFirst = plan.tests.filter((test) => !isLast(test)).toSorted((a, b) => b.cost - a.cost)
  await Promise.all([
    ...plan.capabilities.map(({ name }) => probing.probe(name)),
    ...longestFirst.map(whenProbed),
  ])
  await repeatDisturbed(disturbed, { runOnce, finish, pause: wait })
  await Promise.all(plan.tests.filter(isLast).map(whenProbed))
  await repeatDisturbed(disturbed, { runOnce, finish, pause: wait })
  limit.stopClock()
  limit.signal.removeEventListener('abort', end)

  const requirements = conclude(plan, attempts.evaluations)
  for (const requirement of requirements) emit({ type: 'requirement-finished', requirement })
  const shard = shardRecord(plan, attempts.evaluations)
  if (shard) emit({ type: 'shard', shard })
  const leftovers = (await target.cleanUp?.().catch(() => [])) ?? []
  const details = target.detailsAtEnd?.()
  const outages = target.outages?.() ?? []
  emit({
    type: 'run-finished',
    finishedAt: new Date().toISOString(),
    duration: clock(),
    requirements: count(requirements.map(({ verdict }) => verdict)),
    tests: count(verdictsOfTests),
    interrupted: limit.interrupted(),
    ...withoutUndefined({ aborted }),
    leftovers,
    ...(details ? { details } : {}),
    ...(outages.length > 0 ? { outages } : {}),
  })
}

/** What a later merge needs of a shard; nothing where the run is not divided. */
function shardRecord<Context>(
  { shard, wanted, requirements }: Plan<Context>,
  evaluations: ReadonlyMap<string, readonly Evaluation[]>,
): ShardRecord | undefined {
  if (!shard) return undefined
  const building = requirements.filter(({ dependsOn }) => dependsOn.length > 0)
  return {
    ...shard,
    wanted: [...wanted],
    dependsOn: Object.fromEntries(building.map(({ id, dependsOn }) => [id, dependsOn])),
    evaluations: [...evaluations].flatMap(([requirement, all]) =>
      all.map((each) => Object.assign({ requirement }, compact(each))),
    ),
  }
}

/** A probe that the end of the run cut off. */
const notProbed: CapabilityState = { state: 'unknown', reason: 'not probed' }

const tenths = (milliseconds: number) => Math.round(milliseconds * 10) / 10

/** Lets at most `size` pieces of work run at once, in the order in which they were started. */
function turns(size: number): (work: () => Promise<void>) => Promise<void> {
  const waiting: (() => void)[] = []
  let free = Math.max(1, size)
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
