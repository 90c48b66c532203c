import type { Sequence, Step, UploadName } from '../../sequence.ts'
import { addBlobOf, createCast } from '../cast.ts'
import type { PlanState } from '../plan-state.ts'
import { createWalk, type Walk } from '../walk.ts'

/** Uploads that are refused a chunk and go on, or end without a blob. */

/** A share of no bytes is rounded up to one. */
const oneByte = 1e-9

export const uploadTours = ({ features }: PlanState): number => (features.chunked ? 1 : 0)

/** Chunks before the refused one, by the share of the blob at which each ends. */
const beginnings: readonly (readonly number[])[] = [[], [oneByte], [0.3], [0.3, 0.5, 0.5 + oneByte]]

export function uploadTour(state: PlanState, id: string): Sequence & { requests: number } {
  const cast = createCast('home')
  const blob = addBlobOf(cast, state)
  const walk = createWalk(cast, state)
  const start = (upload: UploadName): void => walk.add({ do: 'start', upload, blob, at: cast.base })
  const end = (upload: UploadName): void =>
    walk.add(walk.features.cancel ? { do: 'cancel', upload } : { do: 'close', upload })
  beginnings.forEach((chunks, at) => {
    const upload = `u${at + 1}`
    start(upload)
    walk.add(...before(upload, chunks), ...refused(walk, upload), { do: 'status', upload })
    // Chunks after a refusal, the first of them of one byte where there was none.
    const sent = chunks.at(-1) ?? 0
    if (at % 2 === 1) {
      walk.add({ do: 'chunk', upload, upTo: sent + oneByte, form: 'content-range' })
      walk.add({ do: 'chunk', upload, upTo: sent + 0.2, form: 'stream' })
      walk.add({ do: 'chunk', upload, upTo: 1, form: 'content-range' })
      walk.add({ do: 'close', upload })
      // Once more, up to the end without a blob.
      const again = `${upload}a`
      start(again)
      walk.add(...before(again, chunks), ...refused(walk, again), { do: 'status', upload: again })
      end(again)
    } else end(upload)
  })
  return { ...walk.finish(id), requests: walk.requests() }
}

const before = (upload: UploadName, chunks: readonly number[]): Step[] => [
  { do: 'status', upload },
  ...chunks.flatMap((upTo, at): Step[] => [
    { do: 'chunk', upload, upTo, form: at % 2 === 0 ? 'content-range' : 'stream' },
    { do: 'status', upload },
  ]),
]

const refused = ({ world }: Walk, upload: UploadName): Step[] => {
  const { sent = 0 } = world.uploads.get(upload) ?? {}
  return [{ do: 'wrong-chunk', upload, wrong: sent > 0 ? 'again' : 'gap' }]
}
