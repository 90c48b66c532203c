import type { Random } from '../../../src/content/random.ts'
import { quickNumbers } from './covering-array.ts'
import { createTracker, type Coverage } from './coverage.ts'
import type { Features } from './plan/features.ts'
import { declareDetails, declareGoals, detailedGroups } from './plan/goals.ts'
import { otherRows, planRows, rowsOfMissing } from './plan/rows.ts'
import type { PlanState } from './plan/plan-state.ts'
import { blobSequence, manifestSequence, rowsSequence } from './plan/themes.ts'
import { blobTour, blobTours } from './plan/tours/blob-tour.ts'
import { referrersTour, referrersTours } from './plan/tours/referrers-tour.ts'
import { uploadTour, uploadTours } from './plan/tours/upload-tour.ts'
import { manifestTour, manifestTours } from './plan/tours/manifest-tour.ts'
import { turns } from './plan/tours/turns.ts'
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

/** Requests of a sequence, about. */
const [usual, long] = [45, 150]

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
      'manifest by kind',
      'tag by form',
    ],
  },
  {
    make: blobSequence,
    groups: ['blob', 'neighbours', 'values of blobs', 'values of blob pulls', 'blob by size'],
  },
  { make: uploadSequence, groups: ['upload', 'values of uploads'] },
]

/**
 * Sequences of operations in which, as far as the budget goes, all operations meet all states, and all values of what they
 * vary meet each other. Each is independent of the others. The same seed gives the same plan. At depth thorough they go on
 * until the budget is spent: with other rows of the same values, with longer sequences, and with each operation in each state
 * on each kind of manifest, form of tag and size of blob.
 */
export function planSequences({ seed, depth, features, budget }: PlanOptions): Plan {
  const tracker = createTracker()
  const detailed = depth === 'thorough'
  declareGoals(tracker, features)
  if (detailed) declareDetails(tracker)
  const draw = quickNumbers(seed.fork('walk'))
  const rows = planRows(seed, features, tracker)
  const sequences: Sequence[] = []
  const first = { tracker, features, rows, draw, detailed, most: usual, turn: turns() }
  let requests = planTours(first, sequences, budget)
  const rest = { ...first, rows: rowsOfMissing(seed, features, tracker) }
  requests += planLeftRows(rest, sequences, budget - requests)
  requests += planRound(rest, sequences, budget - requests)
  const report = () => tracker.coverage(requests < budget ? 'not reached' : 'budget')
  if (!detailed) return { sequences, coverage: report(), requests }
  for (let round = 2; requests < budget; round += 1) {
    tracker.again(detailedGroups)
    const other = otherRows(seed.fork(`round ${round}`), features)
    const most = round % 2 === 0 ? long : usual
    const before = requests
    requests += planRound({ ...first, rows: other, most }, sequences, budget - requests)
    if (requests === before) break
  }
  return { sequences, coverage: report(), requests }
}

/** Adds the tours, as far as the budget goes, those of each kind in turn; returns how many requests they take. */
function planTours(state: PlanState, sequences: Sequence[], budget: number): number {
  const kinds = [
    { count: manifestTours(state), make: manifestTour },
    { count: blobTours(), make: blobTour },
    { count: referrersTours(state), make: referrersTour },
    { count: uploadTours(state), make: uploadTour },
  ]
  const most = Math.max(...kinds.map(({ count }) => count))
  let requests = 0
  for (let number = 0; number < most; number += 1)
    for (const { count, make } of kinds) {
      if (number >= count || requests >= budget) continue
      const { requests: its, ...sequence } = make(state, String(sequences.length + 1), number)
      sequences.push(sequence)
      requests += its
    }
  return requests
}

/** Adds sequences that push each row of manifests that is left; returns how many requests they take. */
function planLeftRows(state: PlanState, sequences: Sequence[], budget: number): number {
  let requests = 0
  while (requests < budget && state.rows.manifests.has()) {
    const { requests: its, ...sequence } = rowsSequence(state, String(sequences.length + 1))
    sequences.push(sequence)
    requests += its
  }
  return requests
}

/** Adds sequences until nothing is missing or the budget is spent; returns how many requests they take. */
function planRound(state: PlanState, sequences: Sequence[], budget: number): number {
  const { tracker } = state
  const vain = themes.map(() => 0)
  const isOpen = (theme: number): boolean =>
    (vain[theme] ?? 0) < mostInVain &&
    (themes[theme]?.groups.some((group) => tracker.left(group) > 0) ?? false)
  let requests = 0
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
  return requests
}
