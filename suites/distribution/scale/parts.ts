import type { MadeContent } from '../../../src/content/made.ts'
import { answerOf, answers, arrives, isConnectionError } from '../judges/response.ts'
import { describesPart, returnsPartOrWhole, servesPart, type KnownBlob } from '../pull/judges/part.ts'
import { requestPart } from '../pull/part.ts'
import type { RegistryContext } from '../target/context.ts'
import type { LargeUpload } from './large-blob.ts'
import { sampleOf, type Sample } from './measure.ts'
import { record } from './scale-test.ts'

const kinds = ['supported', 'right-bytes', 'content-range', 'open-ended', 'suffix', 'unsatisfiable'] as const

/** What parts of a large blob evaluate. */
export const rangeRequirements = kinds.map((kind) => `pull.blob.range.${kind}` as const)

const rightBytes = 'pull.blob.range.right-bytes'

/** Bytes of a part: of its own content, and a small answer. */
const length = 64

/** The same bytes for the judges of parts, made anew for each part. */
const knownBlob = (digest: string, content: MadeContent): KnownBlob => ({
  digest,
  bytes: {
    length: content.size,
    subarray: (first, end) => Buffer.concat([...content.pieces(first, end)]),
  },
})

/** Where numbers of 31 and of 32 bits end. */
const borders = [2 ** 31, 2 ** 32]

/** A place that is the beginning of the blob to whom counts with 32 bits, and beyond its end. */
const wrapped = (size: number): number => Math.ceil(size / 2 ** 32) * 2 ** 32 + 5

/** A part that is requested: what for, how, and which bytes it is. */
interface Part {
  kind: 'supported' | 'open-ended' | 'suffix'
  range: string
  first: number
  last: number
}

/** Parts from the middle, from both sides of each border that the blob reaches, and from its end in each form. */
export function partsOf(size: number): Part[] {
  const end = size - 1
  const reached = borders.filter((border) => border + length < size).map((border) => border - length / 2)
  const beyond = borders.filter((border) => border + 2 * length < size).map((border) => border + length)
  const firsts = [Math.floor(size / 2), size - 2 * length, ...reached, ...beyond]
  return [
    ...firsts.map((first): Part => {
      const last = first + length - 1
      return { kind: 'supported', range: `bytes=${first}-${last}`, first, last }
    }),
    { kind: 'supported', range: `bytes=${size - 5}-${wrapped(size)}`, first: size - 5, last: end },
    { kind: 'open-ended', range: `bytes=${size - 7}-`, first: size - 7, last: end },
    { kind: 'suffix', range: 'bytes=-9', first: size - 9, last: end },
  ]
}

/** Requests parts of a large blob, and what is beyond its end. */
export async function judgeParts(t: RegistryContext, { digest, content }: LargeUpload): Promise<void> {
  if (!t.has('blob-ranges')) {
    for (const id of rangeRequirements) t.skip(id, 'parts of blobs are not served')
    return
  }
  const known = rangeRequirements.filter((id) => t.failed(id))
  if (known.length > 0) {
    // A failure may have the test repeated, with all of its content, and would show nothing new.
    for (const id of rangeRequirements) t.skip(id, `parts of small blobs show a violation of ${known[0]}`)
    return
  }
  const blob = knownBlob(digest, content)
  const samples: Sample[] = []
  let isSound = true
  for (const { kind, range, ...wanted } of partsOf(content.size)) {
    const what = `the Range ${range} of a blob of ${content.size} bytes`
    const got = (await requestPart(t, digest, range)).at(-1)
    if (!got) continue
    const isRight = t.check(rightBytes, got, arrives(what, returnsPartOrWhole(blob, wanted)))
    isSound &&= isRight
    // Bytes that are wrong are wrong under any status: one violation, one finding.
    if (isRight) t.check(`pull.blob.range.${kind}`, got, arrives(what, servesPart(what)))
    if (isConnectionError(got) || answerOf(got).status !== 206) continue
    t.check('pull.blob.range.content-range', got, describesPart(blob, wanted))
    samples.push(sampleOf(got))
  }
  for (const first of [content.size, wrapped(content.size)]) {
    const what = `the Range bytes=${first}- of a blob of ${content.size} bytes`
    const got = (await requestPart(t, digest, `bytes=${first}-`, 416)).at(-1)
    if (got) t.check('pull.blob.range.unsatisfiable', got, arrives(what, answers(what, 416)))
  }
  if (!isSound) t.blocked(rightBytes, 'a Range request returns other bytes than it should')
  if (samples.length === 0) t.unsupported('pull.blob.range.content-range', 'no part was returned')
  record(t, `pull of ${length} bytes of a large blob`, samples)
}
