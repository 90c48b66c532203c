import type { Attempted, Attempts } from './attempt.ts'
import { breathing } from './breathing.ts'
import { withoutUndefined } from './optional.ts'
import { verdictOfTest } from './test-verdict.ts'
import { isUnsettled } from './disturbance.ts'
import type { Emit, TestResult } from './events.ts'
import type { PlannedTest } from './plan.ts'
import type { Probing } from './probing.ts'
import { repeatDisturbed, type DisturbedTest } from './repeat.ts'
import { turns } from './turns.ts'
import { verdictOf, worst, type Statement, type Verdict } from './verdict.ts'

export interface TestingOptions<Context> {
  attempts: Attempts<Context>
  probing: Probing
  emit: Emit
  /** Milliseconds since the run started. */
  clock: () => number
  /** Tests at once. */
  concurrency: number
  /** Called after each test. */
  afterEach: () => void
  /** Milliseconds. */
  pause: (milliseconds: number) => Promise<void>
}

export interface Testing<Context> {
  /** Runs tests together, but those that are to be alone one by one after the others; ends when each of them has. */
  together(tests: readonly PlannedTest<Context>[]): Promise<void>
  /** Repeats those that something disturbed, one at a time. */
  repeat(): Promise<void>
  /** Of the tests that have ended. */
  verdicts(): readonly Verdict[]
}

/** Runs tests, each when the capabilities that it uses were probed, and reports what they found. */
export function createTesting<Context>(options: TestingOptions<Context>): Testing<Context> {
  const { attempts, probing, emit, clock, afterEach, pause } = options
  const verdicts: Verdict[] = []
  const breath = breathing()
  const inTurn = turns(options.concurrency)
  const disturbed: DisturbedTest<Context>[] = []

  const finish = async (
    test: PlannedTest<Context>,
    attempted: Attempted,
    startedAt: number,
    round: number,
  ) => {
    const result = resultOf(test, attempts.keep(test.id, attempted), {
      startedAt,
      duration: tenths(clock() - startedAt),
    })
    if (round > 1) result.attempts = round
    verdicts.push(result.verdict)
    emit({ type: 'test-finished', test: result })
    afterEach()
    // Those of an image follow each other without waiting for anything.
    await breath()
  }

  const runOnce = (
    {
      id,
      evaluates,
      mayEvaluate,
      needs = [],
      mayNeed = [],
      cost,
      timeFactor = 1,
      run: work,
    }: PlannedTest<Context>,
    round: number,
  ) => {
    const capabilities = [...needs, ...mayNeed]
    return attempts.attempt(
      { id, evaluates, mayEvaluate, capabilities, urgency: cost, round, timeFactor },
      (context) => work(context),
    )
  }

  const runTest = async (test: PlannedTest<Context>, absent: Statement | undefined): Promise<void> => {
    emit({ type: 'test-started', id: test.id })
    const startedAt = clock()
    const attempted = absent ? attempts.settled(test.evaluates, absent) : await runOnce(test, 1)
    if (isUnsettled(attempted, 1)) {
      disturbed.push({ test, attempted, startedAt })
      afterEach()
    } else await finish(test, attempted, startedAt, 1)
  }

  /** A test waits for the capabilities that it uses, and takes its turn only then. */
  const whenProbed = async (test: PlannedTest<Context>): Promise<void> => {
    const [absent] = await Promise.all([
      probing.missing(test.needs),
      ...(test.mayNeed ?? []).map((name) => probing.probe(name)),
    ])
    await inTurn(() => runTest(test, absent))
  }

  return {
    async together(tests) {
      await Promise.all(tests.filter(({ alone }) => !alone).map(whenProbed))
      for (const test of tests) if (test.alone) await whenProbed(test)
    },
    repeat: () => repeatDisturbed(disturbed, { runOnce, finish, pause }),
    verdicts: () => verdicts,
  }
}

function resultOf<Context>(
  { id, title, suite, evaluates }: PlannedTest<Context>,
  { statements, checks, left }: Attempted,
  time: Pick<TestResult, 'startedAt' | 'duration'>,
): TestResult {
  const evaluated = Object.fromEntries(
    [...statements].map(([requirement, made]) => [requirement, worst(made.map(verdictOf))]),
  )
  const made = [...[...statements.values()].flat(), ...(left ? [left] : [])]
  const [reason] = made.flatMap((each) => ('reason' in each ? [each.reason] : []))
  const isUnfinished = evaluates.length === 0 && left?.kind === 'error'
  const result = withoutUndefined({
    evaluated,
    reason,
    unfinished: isUnfinished ? left.reason : undefined,
    verdict: left ? verdictOf(left) : ('pass' as const),
  })
  return { id, title, suite, ...result, verdict: verdictOfTest(result), checks, ...time }
}

const tenths = (milliseconds: number) => Math.round(milliseconds * 10) / 10
