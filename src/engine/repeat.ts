import type { Attempted } from './attempt.ts'
import { createPersistence, isUnsettled, mostRounds, pauseAfter, withoutUnsettled } from './disturbance.ts'
import type { PlannedTest } from './plan.ts'

/** A test that has to be repeated, with what it found last. */
export interface DisturbedTest<Context> {
  test: PlannedTest<Context>
  attempted: Attempted
  /** Milliseconds since the run started. */
  startedAt: number
}

export interface RepeatOptions<Context> {
  runOnce: (test: PlannedTest<Context>, round: number) => Promise<Attempted>
  finish: (
    test: PlannedTest<Context>,
    attempted: Attempted,
    startedAt: number,
    round: number,
  ) => Promise<void>
  /** Milliseconds. */
  pause: (milliseconds: number) => Promise<void>
}

/**
 * Repeats what was disturbed, one test at a time with nothing beside it, until its findings are settled. What no round
 * settles is not evaluated. Empties the list.
 */
export async function repeatDisturbed<Context>(
  disturbed: DisturbedTest<Context>[],
  { runOnce, finish, pause }: RepeatOptions<Context>,
): Promise<void> {
  const persistence = createPersistence()
  for (let round = 2; disturbed.length > 0; round += 1) {
    if (round > 2)
      await pause(Math.max(...disturbed.map(({ attempted }) => pauseAfter(attempted.disturbances))))
    persistence.nextRound()
    for (const { test, attempted: before, startedAt } of disturbed.splice(0)) {
      if (persistence.isProven(before.disturbances)) {
        await finish(test, before, startedAt, round - 1)
        continue
      }
      if (round < mostRounds && persistence.isLeftToNextRound(before.disturbances)) {
        disturbed.push({ test, attempted: before, startedAt })
        continue
      }
      const attempted = await runOnce(test, round)
      persistence.observe(before.disturbances, attempted.disturbances)
      if (!isUnsettled(attempted, round)) await finish(test, attempted, startedAt, round)
      else if (round < mostRounds) disturbed.push({ test, attempted, startedAt })
      else await finish(test, withoutUnsettled(attempted), startedAt, round)
    }
  }
}
