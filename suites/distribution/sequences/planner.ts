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

/** Sequences that cover nothing new, after which a theme ends. */
const mostInVain = 12

/** What sequences are about, and the groups of the coverage that they can add to. */
const themes = [
  {
    make: manifestSequence,
    groups: [
      'manifest',
      'tag',
      'tag list',
      'referrers',
      'overlap',
      'neighbours',
      'values of manifests',
      'values of tags',
      'values of manifest pulls',
      'values of listings',
    ],
  },
  { make: blobSequence, groups: ['blob', 'neighbours', 'values of blobs', 'values of blob pulls'] },
  { make: uploadSequence, groups: ['upload', 'values of uploads'] },
]

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
  const vain = themes.map(() => 0)
  const isOpen = (theme: number): boolean =>
    (vain[theme] ?? 0) < mostInVain &&
    (themes[theme]?.groups.some((group) => tracker.left(group) > 0) ?? false)
  for (let turn = 0; requests < budget && themes.some((_, theme) => isOpen(theme)); turn += 1) {
    const theme = turn % themes.length
    if (!isOpen(theme)) continue
    const before = tracker.missingInAll()
    const made = themes[theme]?.make(state, String(sequences.length + 1))
    if (!made || tracker.missingInAll() === before) {
      vain[theme] = (vain[theme] ?? 0) + 1
      continue
    }
    vain[theme] = 0
    requests += made.requests
    const { requests: _, ...sequence } = made
    sequences.push(sequence)
  }
  return { sequences, coverage: tracker.coverage(), requests }
}
