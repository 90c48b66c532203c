import type { BlobName, Place, Sequence, Step, UploadName } from '../../sequence.ts'
import { addBlobOf, createCast, usual } from '../cast.ts'
import type { PlanState } from '../plan-state.ts'
import { createWalk, type Walk } from '../walk.ts'
import { elsewhere } from '../world.ts'
import type { UploadTourRow } from './rows.ts'

/** Uploads that are refused chunks and go on, or end without a blob. */

/** Where chunks before the refused ones end, as shares of the blob; a chunk of one byte has no share. */
const beginnings: readonly (readonly (number | 'byte')[])[] = [[], ['byte'], [0.3], [0.3, 0.4, 'byte']]

export function uploadTour(
  state: PlanState,
  id: string,
  number: number,
  { blob: row, place }: UploadTourRow,
): Sequence & { requests: number } {
  const cast = createCast(place)
  const blob = addBlobOf(cast, state, row)
  const walk = createWalk(cast, state)
  const begin = (upload: UploadName, chunks: readonly (number | 'byte')[], at: Place): void => {
    walk.add({ do: 'start', upload, blob, at }, { do: 'status', upload })
    chunks.forEach((end, place) =>
      walk.add(chunk(walk, upload, end, place % 2 === 0 ? 'content-range' : 'stream'), {
        do: 'status',
        upload,
      }),
    )
    const wrong = refused(walk, upload)
    walk.add(...((chunks.length + number) % 2 === 0 ? wrong : wrong.toReversed()), { do: 'status', upload })
  }
  if (walk.features.cancel)
    besideOneThatGoesOn(walk, addBlobOf(cast, state, usual), () => cancelMany(walk, blob))
  beginnings.forEach((chunks, at) => {
    const upload = `u${at + 1}`
    begin(upload, chunks, cast.base)
    // Chunks after a refusal: of one byte, of some, and the rest.
    const form = at % 2 === 0 ? 'stream' : 'content-range'
    if (at > 0) walk.add(chunk(walk, upload, 'byte', form))
    walk.add(chunk(walk, upload, 0.7, 'stream'), chunk(walk, upload, 1, 'content-range'))
    walk.add({ do: 'close', upload })
    // Once more, up to the end without a blob.
    const again = `${upload}a`
    begin(again, chunks, at < 2 ? elsewhere(cast.base) : cast.base)
    walk.add(walk.features.cancel ? { do: 'cancel', upload: again } : { do: 'close', upload: again })
  })
  return { ...walk.finish(id), requests: walk.requests() }
}

/** What ends other uploads leaves this one as it is. */
function besideOneThatGoesOn(walk: Walk, blob: BlobName, endOthers: () => void): void {
  const at = walk.cast.base
  const upload = 'u0'
  walk.add({ do: 'start', upload, blob, at }, chunk(walk, upload, 0.5, 'content-range'))
  endOthers()
  walk.add({ do: 'status', upload }, chunk(walk, upload, 1, 'content-range'), { do: 'close', upload })
  walk.add({ do: 'read-blob', method: 'GET', at, blob })
}

/** What a registry keeps of canceled uploads shows after many of them. */
function cancelMany({ add, cast }: Walk, blob: BlobName): void {
  const uploads = Array.from({ length: many }, (_, at) => `u${at}c`)
  add({ do: 'at-once', steps: uploads.map((upload) => ({ do: 'start', upload, blob, at: cast.base })) })
  add({ do: 'at-once', steps: uploads.map((upload) => ({ do: 'cancel', upload })) })
}

const many = 20

/** More than nothing and less than any share that is named. */
const aBit = 1e-9

function chunk(
  { world }: Walk,
  upload: UploadName,
  end: number | 'byte',
  form: 'content-range' | 'stream',
): Step {
  const { sent = 0 } = world.uploads.get(upload) ?? {}
  return end === 'byte'
    ? { do: 'chunk', upload, upTo: sent + aBit, form, bytes: 1 }
    : { do: 'chunk', upload, upTo: end, form }
}

/** One byte, and then the rest of the blob, at the wrong place. */
const refused = ({ world }: Walk, upload: UploadName): Step[] => {
  const { sent = 0 } = world.uploads.get(upload) ?? {}
  return [
    { do: 'wrong-chunk', upload, wrong: sent > 0 ? 'again' : 'gap', bytes: 1 },
    { do: 'wrong-chunk', upload, wrong: 'gap' },
  ]
}
