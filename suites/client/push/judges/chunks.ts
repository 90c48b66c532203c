import { hash } from 'node:crypto'
import { holds, violated } from '../../../../src/engine/judgement.ts'
import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import { field, statusOf } from '../../judges/requests.ts'
import { absent, seenAt, type ClientJudge, type Found, type Seen } from '../../seen.ts'
import { digestIn, patchesOf, putsOf, uploadsIn, type Upload } from './uploads.ts'

const form = /^(\d+)-(\d+)$/

interface Range {
  first: number
  last: number
  chunk: Exchange
}

/** Uploads with at least one PATCH. */
const chunkedIn = (seen: Seen): Upload[] => uploadsIn(seen).filter((each) => patchesOf(each).length > 0)

const notChunked = absent('the client does not upload in chunks')

const rangesOf = (upload: Upload): Range[] =>
  patchesOf(upload).flatMap((chunk) => {
    const match = form.exec(field(chunk, 'Content-Range') ?? '')
    return match ? [{ first: Number(match[1]), last: Number(match[2]), chunk }] : []
  })

const length = ({ request }: Exchange): number => request.body?.size ?? 0

/** One PATCH of the whole blob without Content-Range, which the text leaves open. */
const streamed = 'streams a blob in one PATCH without Content-Range'

export const writesRanges: ClientJudge<unknown> = (seen) => {
  const patches = chunkedIn(seen).flatMap(patchesOf)
  if (patches.length === 0) return notChunked
  const ranged = patches.filter((each) => field(each, 'Content-Range') !== undefined)
  const odd = ranged.find((each) => !form.test(field(each, 'Content-Range') ?? ''))
  if (odd)
    return seenAt(
      [odd],
      violated('sends a Content-Range of another form', '<first>-<last>', field(odd, 'Content-Range') ?? ''),
    )
  return seenAt(patches, holds(ranged.length === 0 ? streamed : undefined))
}

/** Judges the ranges of each upload that has some. */
const ofRanges =
  (judge: (ranges: readonly Range[]) => Found | undefined): ClientJudge<unknown> =>
  (seen) => {
    const all = chunkedIn(seen)
      .map(rangesOf)
      .filter((ranges) => ranges.length > 0)
    if (all.length === 0) return absent('the client sends no Content-Range of the required form')
    for (const ranges of all) {
      const found = judge(ranges)
      if (found) return found
    }
    return holds()
  }

export const countsBothEnds = ofRanges((ranges) => {
  const odd = ranges.find(({ first, last, chunk }) => last - first + 1 !== length(chunk))
  return (
    odd &&
    seenAt(
      [odd.chunk],
      violated(
        'sends a Content-Range that does not have the length of the chunk',
        `${odd.first}-${odd.first + length(odd.chunk) - 1}`,
        `${odd.first}-${odd.last} with ${length(odd.chunk)} bytes`,
      ),
    )
  )
})

export const startsAtZero = ofRanges(([first]) =>
  first && first.first !== 0
    ? seenAt(
        [first.chunk],
        violated('does not start the first chunk at 0', '0-…', `${first.first}-${first.last}`),
      )
    : undefined,
)

export const inOrder = ofRanges((ranges) => {
  const at = ranges.findIndex(
    ({ first }, index) => index > 0 && first !== (ranges[index - 1]?.last ?? -1) + 1,
  )
  const [before, odd] = [ranges[at - 1], ranges[at]]
  return before && odd
    ? seenAt(
        [before.chunk, odd.chunk],
        violated('sends chunks out of order', `${before.last + 1}-…`, `${odd.first}-${odd.last}`),
      )
    : undefined
})

/** The digest of all that an upload received, by the algorithm that the closing request names. */
function contentDigest(upload: Upload, named: string): string {
  const parts = [...patchesOf(upload), ...putsOf(upload)].map(({ request }) => request.body?.bytes ?? [])
  const algorithm = named.startsWith('sha512:') ? 'sha512' : 'sha256'
  const all = Buffer.concat(parts.map((part) => Buffer.from(part)))
  return `${algorithm}:${hash(algorithm, all)}`
}

/** A chunked upload that the registry took to its last chunk ends with a PUT of the digest of all that was sent. */
export const closes: ClientJudge<unknown> = (seen) => {
  const taken = chunkedIn(seen).filter((each) => patchesOf(each).every((chunk) => statusOf(chunk) === 202))
  if (taken.length === 0) return notChunked
  for (const upload of taken) {
    const at = [upload.start, ...patchesOf(upload)]
    const [put] = putsOf(upload)
    if (!put)
      return seenAt(
        at,
        violated('does not close a chunked upload', 'PUT with the digest of the blob', 'no PUT'),
      )
    const named = digestIn(put) ?? '(none)'
    const digest = contentDigest(upload, named)
    if (named !== digest)
      return seenAt(
        [...at, put],
        violated('closes an upload with another digest than that of what it sent', digest, named),
      )
  }
  return holds()
}

export const startsWithLength: ClientJudge<unknown> = (seen) => {
  const starts = chunkedIn(seen).map(({ start }) => start)
  if (starts.length === 0) return notChunked
  const odd = starts.find((each) => length(each) > 0 || (field(each, 'Content-Length') ?? '0') !== '0')
  if (odd)
    return seenAt(
      [odd],
      violated(
        'starts a chunked upload with a body',
        'Content-Length: 0',
        `Content-Length: ${field(odd, 'Content-Length') ?? '(none)'}`,
      ),
    )
  const silent = starts.some((each) => field(each, 'Content-Length') === undefined)
  return seenAt(starts, holds(silent ? 'starts a chunked upload without Content-Length' : undefined))
}

/** All chunks but the last have the announced minimum. */
export const growsChunks =
  (least: number): ClientJudge<unknown> =>
  (seen) => {
    const several = chunkedIn(seen).filter((each) => patchesOf(each).length > 1)
    if (several.length === 0) return absent('the client does not divide the blob into chunks')
    const short = several
      .flatMap((each) => patchesOf(each).slice(0, -1))
      .find((chunk) => length(chunk) < least)
    if (!short) return holds()
    return seenAt(
      [short],
      violated(
        'sends a chunk that is shorter than OCI-Chunk-Min-Length',
        `at least ${least} bytes`,
        `${length(short)} bytes`,
      ),
    )
  }
