import type { BlobRow, UploadRow } from '../dimensions.ts'
import type { Sequence, Step, UploadName } from '../sequence.ts'
import { uploadState } from '../state.ts'
import { addBlobOf, createCast } from './cast.ts'
import { pairOf } from './items.ts'
import { waysIn, uploadMachine } from './machines.ts'
import type { PlanState } from './plan-state.ts'
import { createWalk, type Walk } from './walk.ts'

/** Uploads of which each request is a step: some as their row has it, others to where something is missing. */

export function uploadSequence(state: PlanState, id: string): Sequence & { requests: number } {
  const cast = createCast(state.draw(4) === 0 ? 'other' : 'home')
  const walk = createWalk(cast, state)
  for (let number = 1; number <= 2; number += 1) {
    const row = state.rows.uploads.take()
    if (row) uploadByRow(walk, state, row, `u${number}`)
  }
  for (let number = 3; number <= 6 && walk.requests() < state.most; number += 1) {
    if (!uploadTowards(walk, state, `u${number}`)) break
  }
  return { ...walk.finish(id), requests: walk.requests() }
}

const missingIn = ({ tracker }: Walk, operation: string, state: string): boolean =>
  tracker.isMissing('upload', pairOf(operation, state))

/** Where the chunks end, as shares of the blob; the last one is what the closing PUT leaves. */
function endsOf({ chunks, lengths, end }: UploadRow, size: number): number[] {
  const count = { none: 0, one: 1, two: 2, four: 4 }[chunks]
  // Shares are rounded up to a byte.
  const without = (bytes: number): number => (bytes === 0 ? 1 : (size - bytes - 0.5) / size)
  const ofPut = lengths === 'last is one byte' ? without(1) : 0.8
  const whole = end === 'empty PUT' ? 1 : ofPut
  // A share of no bytes is rounded up to one.
  const tiny = 1e-9
  return Array.from({ length: count }, (_, at) => {
    const share = (at + 1) / count
    if (lengths === 'first is one byte' && at === 0 && count > 1) return tiny
    if (lengths === 'last is one byte' && at === count - 2) return without(end === 'empty PUT' ? 1 : 2)
    return whole * (lengths === 'growing' ? share * share : share)
  })
}

function uploadByRow(walk: Walk, state: PlanState, row: UploadRow, upload: UploadName): void {
  const { cast, tracker } = walk
  const fits = (each: BlobRow) =>
    each.algorithm === row.algorithm && each.size.length > 1 && each.size !== '1 MiB'
  const blob = addBlobOf(cast, state, state.rows.blobs.look(fits))
  walk.add({ do: 'start', upload, blob, at: cast.base })
  insert(walk, upload)
  for (const upTo of endsOf(row, cast.blobs[blob]?.size ?? 0)) {
    walk.add({ do: 'chunk', upload, upTo, form: row.form })
    if (row.status === 'read') walk.add({ do: 'status', upload })
    insert(walk, upload)
  }
  if (row.chunks === 'none' && row.status === 'read') walk.add({ do: 'status', upload })
  walk.add({ do: 'close', upload })
  tracker.cover([{ group: 'values of uploads', row }])
  afterwards(walk, upload)
}

/** Requests that leave an upload open, where they are missing in its state. */
function insert(walk: Walk, upload: UploadName): void {
  const state = uploadState(walk.world, upload)
  if (state === undefined) return
  const sent = walk.world.uploads.get(upload)?.sent ?? 0
  if (missingIn(walk, 'status', state)) walk.add({ do: 'status', upload })
  for (const [operation, wrong] of [
    ['chunk after a gap', 'gap'],
    ['chunk again', 'again'],
  ] as const) {
    if (!missingIn(walk, operation, state) || sent >= 1 || (wrong === 'again' && sent === 0)) continue
    walk.add({ do: 'wrong-chunk', upload, wrong })
  }
}

/** What is requested of an upload that is over. */
function afterwards(walk: Walk, upload: UploadName): void {
  const state = uploadState(walk.world, upload)
  if (state !== 'closed' && state !== 'cancelled') return
  const steps: readonly Step[] = [
    { do: 'status', upload },
    { do: 'chunk', upload, upTo: 1, form: 'content-range' },
    { do: 'close', upload },
    ...(walk.features.cancel ? [{ do: 'cancel', upload } as const] : []),
  ]
  for (const step of steps) {
    if (missingIn(walk, step.do, state)) walk.add(step)
  }
}

const way = waysIn(uploadMachine)

/** Starts an upload and goes where an operation is missing; false where none is. */
function uploadTowards(walk: Walk, state: PlanState, upload: UploadName): boolean {
  const missing = [...walk.tracker.missing('upload')].flatMap((pair) => {
    const [operation = '', from = ''] = pair.split(' × ')
    const path = way('open, empty', from)
    return path ? [{ operation, from, length: path.length }] : []
  })
  const goal = missing.toSorted((one, other) => one.length - other.length)[0]
  if (!goal) return false
  const blob = Object.keys(walk.cast.blobs)[1] ?? addBlobOf(walk.cast, state)
  walk.add({ do: 'start', upload, blob, at: walk.cast.base })
  // There is nothing to send again before that.
  if (goal.operation === 'chunk again') operate(walk, upload, 'chunk')
  for (let count = 0; count < 4; count += 1) {
    const now = uploadState(walk.world, upload)
    if (now === undefined || now === goal.from) break
    const next = way(now, goal.from)
    if (!next || !operate(walk, upload, next.first)) return true
  }
  insert(walk, upload)
  operate(walk, upload, goal.operation)
  afterwards(walk, upload)
  return true
}

function operate(walk: Walk, upload: UploadName, operation: string): boolean {
  const { sent = 0, chunks = 0 } = walk.world.uploads.get(upload) ?? {}
  const steps: Readonly<Record<string, Step | undefined>> = {
    chunk: {
      do: 'chunk',
      upload,
      upTo: Math.min(1, sent + 0.3),
      form: chunks % 2 === 0 ? 'content-range' : 'stream',
    },
    'chunk after a gap': { do: 'wrong-chunk', upload, wrong: 'gap' },
    'chunk again': sent === 0 ? undefined : { do: 'wrong-chunk', upload, wrong: 'again' },
    'close under a wrong digest': { do: 'close-wrong-digest', upload },
    status: { do: 'status', upload },
    close: { do: 'close', upload },
    cancel: { do: 'cancel', upload },
  }
  const step = steps[operation]
  if (step) walk.add(step)
  return step !== undefined
}
