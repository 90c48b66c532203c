import type { Random } from '../../../src/content/random.ts'
import { quickNumbers } from './covering-array.ts'
import { createTracker, type Coverage } from './coverage.ts'
import type { Features } from './plan/features.ts'
import { declareGoals } from './plan/goals.ts'
import { planRows } from './plan/rows.ts'
import { blobSequence, manifestSequence, type PlanState } from './plan/themes.ts'
import { uploadSequence } from './plan/upload-sequence.ts'
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

/** Sequences that cover nothing new, after which a plan ends. */
const mostInVain = 6

/**
 * Sequences of operations in which, as far as the budget goes, all operations meet all states, and all values of what they
 * vary meet each other. Each is independent of the others. The same seed gives the same plan.
 */
export function planSequences({ seed, depth, features, budget }: PlanOptions): Plan {
  const tracker = createTracker()
  declareGoals(tracker, features)
  const state: PlanState = {
    tracker,
    features,
    rows: planRows(seed, features, tracker),
    draw: quickNumbers(seed.fork('walk')),
    most: depth === 'thorough' ? 90 : 45,
  }
  const sequences: Sequence[] = []
  let requests = 0
  const themes = [manifestSequence, blobSequence, uploadSequence]
  const vain = themes.map(() => 0)
  for (let turn = 0; requests < budget && vain.some((number) => number < mostInVain); turn += 1) {
    const theme = turn % themes.length
    const make = themes[theme]
    if (!make || (vain[theme] ?? 0) >= mostInVain) continue
    const before = tracker.missingInAll()
    const { requests: cost, ...sequence } = make(state, String(sequences.length + 1))
    if (tracker.missingInAll() === before) {
      vain[theme] = (vain[theme] ?? 0) + 1
      continue
    }
    vain[theme] = 0
    requests += cost
    sequences.push(sequence)
  }
  return { sequences, coverage: tracker.coverage(), requests }
}
