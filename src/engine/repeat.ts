import type { Attempted } from './attempt.ts'
import {
  createPersistence,
  foundIn,
  isFoundEachTime,
  isUnsettled,
  mostRounds,
  pauseAfter,
  withoutUnsettled,
} from './disturbance.ts'
import type { PlannedTest } from './plan.ts'

/** A test that has to be repeated, with what it found last. */
export interface DisturbedTest<Context> {
  test: PlannedTest<Context>
  attempted: Attempted
  /** What each round found before the last one, see `foundIn`; absent after the first. */
  found?: ReadonlySet<string>
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
    for (const each of disturbed.splice(0)) {
      const { test, attempted: before, startedAt } = each
      if (persistence.isProven(before.disturbances)) {
        await finish(test, before, startedAt, round - 1)
        continue
      }
      if (round < mostRounds && persistence.isLeftToNextRound(before.disturbances)) {
        disturbed.push(each)
        continue
      }
      const attempted = await runOnce(test, round)
      persistence.observe(before.disturbances, attempted.disturbances)
      const found = new Set([...foundIn(before)].filter((what) => each.found?.has(what) ?? true))
      const isSettled = !isUnsettled(attempted, round) && isFoundEachTime(attempted, found)
      if (isSettled) await finish(test, attempted, startedAt, round)
      else if (round < mostRounds) disturbed.push({ test, attempted, found, startedAt })
      else await finish(test, withoutUnsettled(attempted), startedAt, round)
    }
  }
}
