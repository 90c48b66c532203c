import type { Sequence } from '../sequence.ts'
import type { PlanState } from './plan-state.ts'
import { blobSequence, manifestSequence, rowsSequence } from './themes.ts'
import { blobTour } from './tours/blob-tour.ts'
import { edgesTour } from './tours/edges-tour.ts'
import { manifestTour } from './tours/manifest-tour.ts'
import { referrersTour } from './tours/referrers-tour.ts'
import type { Tours } from './tours/tours.ts'
import { uploadTour } from './tours/upload-tour.ts'
import { uploadSequence } from './upload-sequence.ts'

/** The sequences of a plan one by one, as far as its budget goes. */

/** What is left of the budget, and how many sequences there are. */
export interface Progress {
  left: number
  count: number
}

type Made = Sequence & { requests: number }

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

function* taken(made: Made, progress: Progress): Generator<Sequence> {
  const { requests, ...sequence } = made
  progress.left -= requests
  progress.count += 1
  yield sequence
}

const nextId = ({ count }: Progress): string => String(count + 1)

type Make<Row> = (state: PlanState, id: string, number: number, row: Row) => Made

/** The tours, those of each kind in turn. Of each other `round` what is done early comes late, and the other way round. */
export function* planTours(
  state: PlanState,
  progress: Progress,
  { manifests, blobs, referrers, uploads, edges }: Tours,
  round = 0,
): Generator<Sequence> {
  const toursOf = <Row>(rows: readonly Row[], make: Make<Row>) =>
    rows.map((row, number) => (id: string) => make(state, id, number + round, row))
  const kinds = [
    toursOf(manifests, manifestTour),
    toursOf(blobs, blobTour),
    toursOf(referrers, referrersTour),
    toursOf(uploads, uploadTour),
    toursOf(edges, edgesTour),
  ]
  const most = Math.max(...kinds.map(({ length }) => length))
  for (let number = 0; number < most; number += 1)
    for (const tours of kinds) {
      const made = progress.left > 0 ? tours[number]?.(nextId(progress)) : undefined
      if (made) yield* taken(made, progress)
    }
}

/** Sequences that push each row of manifests that is left. */
export function* planLeftRows(state: PlanState, progress: Progress): Generator<Sequence> {
  while (progress.left > 0 && state.rows.manifests.has())
    yield* taken(rowsSequence(state, nextId(progress)), progress)
}

/** Sequences until nothing is missing. */
export function* planRound(state: PlanState, progress: Progress): Generator<Sequence> {
  const { tracker } = state
  const vain = themes.map(() => 0)
  const isOpen = (theme: number): boolean =>
    (vain[theme] ?? 0) < mostInVain &&
    (themes[theme]?.groups.some((group) => tracker.left(group) > 0) ?? false)
  for (let turn = 0; progress.left > 0 && themes.some((_, theme) => isOpen(theme)); turn += 1) {
    const theme = turn % themes.length
    if (!isOpen(theme)) continue
    const before = tracker.missingInAll()
    const made = themes[theme]?.make(state, nextId(progress))
    if (!made || tracker.missingInAll() === before) {
      vain[theme] = (vain[theme] ?? 0) + 1
      continue
    }
    vain[theme] = 0
    yield* taken(made, progress)
  }
}
