import type { Random } from '../../../src/content/random.ts'
import { quickNumbers } from './covering-array.ts'
import { createTracker, type Coverage } from './coverage.ts'
import type { Features } from './plan/features.ts'
import { declareDetails, declareGoals, detailedGroups } from './plan/goals.ts'
import { otherRows, planRows, rowsOfMissing } from './plan/rows.ts'
import { planLeftRows, planRound, planTours } from './plan/rounds.ts'
import { createChoose } from './plan/tours/choose.ts'
import { firstTours, furtherTours } from './plan/tours/tours.ts'
import type { Sequence } from './sequence.ts'

export type { Features } from './plan/features.ts'

export interface PlanOptions {
  seed: Random
  depth: 'standard' | 'thorough'
  features: Features
  /** Requests that all sequences together may take. */
  budget: number
}

export interface Plan {
  sequences: readonly Sequence[]
  coverage: Coverage
  /** An estimate: refusals and redirects may take more. */
  requests: number
}

/** Requests of a sequence, about. */
const [usual, long] = [45, 150]

/**
 * Sequences, one by one, of operations in which, as far as the budget goes, all operations meet all states, and all values of what they
 * vary meet each other. Each is independent of the others. The same seed gives the same plan. At depth thorough they go on
 * until the budget is spent: with other rows of the same values, with longer sequences, and with each operation in each state
 * on each kind of manifest, form of tag and size of blob.
 */
export function* plannedSequences({
  seed,
  depth,
  features,
  budget,
}: PlanOptions): Generator<Sequence, Pick<Plan, 'coverage' | 'requests'>> {
  const tracker = createTracker()
  const detailed = depth === 'thorough'
  declareGoals(tracker, features)
  if (detailed) declareDetails(tracker)
  const draw = quickNumbers(seed.fork('walk'))
  const rows = planRows(seed, features, tracker)
  const progress = { left: budget, count: 0 }
  const first = { tracker, features, rows, draw, detailed, most: usual, choose: createChoose() }
  yield* planTours(first, progress, firstTours(features))
  const rest = { ...first, rows: rowsOfMissing(seed, features, tracker) }
  yield* planLeftRows(rest, progress)
  yield* planRound(rest, progress)
  for (let round = 2; progress.left > 0; round += 1) {
    if (!detailed) break
    tracker.again(detailedGroups)
    const other = otherRows(seed.fork(`round ${round}`), features)
    const before = progress.left
    const ofTours = otherRows(seed.fork(`tours ${round}`), features)
    yield* planTours({ ...first, rows: ofTours }, progress, furtherTours(ofTours, features), round)
    yield* planRound({ ...first, rows: other, most: round % 2 === 0 ? long : usual }, progress)
    if (progress.left === before) break
  }
  return {
    coverage: tracker.coverage(progress.left > 0 ? 'not reached' : 'budget'),
    requests: budget - progress.left,
  }
}

/** All of them at once. */
export function planSequences(options: PlanOptions): Plan {
  const planned = plannedSequences(options)
  const sequences: Sequence[] = []
  for (;;) {
    const next = planned.next()
    if (next.done) return { sequences, ...next.value }
    sequences.push(next.value)
  }
}
