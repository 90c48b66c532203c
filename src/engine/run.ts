import { setTimeout as sleep } from 'node:timers/promises'
import { createAttempts } from './attempt.ts'
import { conclude } from './conclude.ts'
import {
  formatVersion,
  type Emit,
  type Leftover,
  type Outage,
  type Profile,
  type RequirementResult,
  type TargetDescription,
} from './events.ts'
import type { RunLimit } from './limit.ts'
import { withoutUndefined } from './optional.ts'
import { phasesOf } from './phases.ts'
import type { Plan } from './plan.ts'
import { createProbing } from './probing.ts'
import { shardRecord } from './shard-record.ts'
import { stopAt } from './stop.ts'
import type { CapabilityState, TestContext } from './suite.ts'
import { createTesting } from './testing.ts'
import { count } from './verdict.ts'

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
  /** Called once the run has begun, with what concludes from what was evaluated up to any later time. */
  onBegin?(soFar: (reason: string) => RequirementResult[]): void
}

/**
 * Runs a plan: probes capabilities, runs the tests phase by phase, concludes, cleans up. Emits all
 * events from the start to the end of the run whatever happens in between.
 */
export async function run<Context>(options: RunOptions<Context>): Promise<void> {
  const { plan, target, emit, profile, seed, tool, limit } = options
  const start = performance.now()
  const clock = () => tenths(performance.now() - start)
  const stop = stopAt(limit)

  emit({
    type: 'run-started',
    formatVersion,
    tool,
    target: target.description,
    profile,
    seed,
    startedAt: new Date().toISOString(),
    requirements: plan.requirements,
    tests: plan.tests.map(({ id, title, suite, cost }) => ({ id, title, suite, cost })),
  })

  const states = new Map<string, CapabilityState>()
  const attempts = createAttempts<Context>({
    plan,
    open: (tools) => target.open(tools),
    found: (name) => states.get(name) ?? notProbed,
    timeout: options.testTimeout,
    stop: stop.signal,
  })
  options.onBegin?.((reason) => conclude(plan, attempts.evaluations, reason))
  const pause = (milliseconds: number) =>
    sleep(milliseconds, undefined, { signal: stop.signal }).catch(() => undefined)
  const probing = createProbing(plan.capabilities, attempts, states, {
    found: (capability) => emit({ type: 'capability', capability }),
    pause,
  })
  const testing = createTesting({
    attempts,
    probing,
    emit,
    clock,
    concurrency: options.concurrency,
    afterEach: () => stop.abort(target.abortReason?.()),
    pause,
  })
  const probed = Promise.all(plan.capabilities.map(({ name }) => probing.probe(name)))
  for (const phase of phasesOf(plan.tests)) {
    await Promise.all([probed, testing.together(phase)])
    await testing.repeat()
  }
  stop.release()

  const requirements = conclude(plan, attempts.evaluations)
  for (const requirement of requirements) emit({ type: 'requirement-finished', requirement })
  const shard = shardRecord(plan, attempts.evaluations)
  if (shard) emit({ type: 'shard', shard })
  const leftovers = (await target.cleanUp?.().catch(() => [])) ?? []
  const outages = target.outages?.() ?? []
  emit({
    type: 'run-finished',
    finishedAt: new Date().toISOString(),
    duration: clock(),
    requirements: count(requirements.map(({ verdict }) => verdict)),
    tests: count(testing.verdicts()),
    interrupted: limit.interrupted(),
    leftovers,
    ...withoutUndefined({
      aborted: stop.aborted(),
      details: target.detailsAtEnd?.(),
      outages: outages.length > 0 ? outages : undefined,
    }),
  })
}

/** A probe that the end of the run cut off. */
const notProbed: CapabilityState = { state: 'unknown', reason: 'not probed' }

const tenths = (milliseconds: number) => Math.round(milliseconds * 10) / 10
