import { broken, holds, type Judge } from '../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../../src/engine/suite.ts'
import { header, type Exchange } from '../../../src/registry/exchange.ts'
import type { RegistryContext, Specimen } from '../context.ts'
import { answerOf, answers, arrives, isBrokenOff, told } from '../judges/response.ts'
import { blobPath } from '../paths.ts'
import { persistently } from '../persistently.ts'

/** A blob with its bytes: pushed by the run, or pulled whole first. */
interface Whole {
  digest: string
  bytes: Uint8Array
}

const isHandy = ({ size = 0 }: Specimen): boolean => size >= 8 && size <= 1_000_000

async function wholeBlob(t: RegistryContext): Promise<Whole | undefined> {
  const blobs = await t.specimens.blobs()
  const blob = blobs.find(isHandy)
  if (!blob) return undefined
  if (blob.bytes) return { digest: blob.digest, bytes: blob.bytes }
  const got = await t.send({ method: 'GET', path: blobPath(t.repository, blob.digest) })
  return { digest: blob.digest, bytes: answerOf(got).body.bytes }
}

/** A 206 holds just the bytes from `first` to `last`, both inclusive. */
const returnsPart =
  (bytes: Uint8Array, first: number, last: number): Judge<Exchange> =>
  (exchange) => {
    const { status, body } = answerOf(exchange)
    if (status !== 206) return holds()
    const wanted = Buffer.from(bytes.subarray(first, last + 1))
    return wanted.equals(body.bytes)
      ? holds()
      : broken(
          'returns other bytes than the range asked for',
          `${wanted.length} bytes, ${first} to ${last}: ${wanted.toString('hex').slice(0, 64)}`,
          `${body.size} bytes: ${Buffer.from(body.bytes).toString('hex').slice(0, 64)}`,
        )
  }

/** A 206 tells which bytes it holds, and of how many (RFC 9110, section 14.4). */
const tellsPart =
  (first: number, last: number, whole: number): Judge<Exchange> =>
  (exchange) => {
    const value = header(answerOf(exchange).headers, 'content-range')
    const right = [`bytes ${first}-${last}/${whole}`, `bytes ${first}-${last}/*`]
    return value !== undefined && right.includes(value)
      ? holds()
      : broken('sends a wrong Content-Range with a part', right, value ?? 'no Content-Range')
  }

/** A range that HTTP lets a server ignore or refuse: only other answers, or the whole blob altered, are wrong. */
const ignoresOrRefuses =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    return [200, 206, 400, 416].includes(status)
      ? holds()
      : broken(`answers ${status} to ${what}`, ['200', '206', '400', '416'], told(exchange))
  }

const returnsWholeIf200 =
  (bytes: Uint8Array): Judge<Exchange> =>
  (exchange) => {
    const { status, body } = answerOf(exchange)
    if (status !== 200 || Buffer.from(bytes).equals(body.bytes)) return holds()
    return broken('returns other bytes with 200 to a range', `${bytes.length} bytes`, `${body.size} bytes`)
  }

const noBlob = 'no blob between 8 bytes and a megabyte is known'

/** Parts of blobs, as RFC 9110 describes them. */
export const tests: readonly Test<RegistryContext>[] = [
  // A part from the middle, to the end, and of the last bytes: 206 with exactly those bytes, and where they stand.
  defineTest({
    id: 'pull.blob.range.parts',
    title: 'pulls parts of a blob',
    decides: [
      'pull.blob.range.right-bytes',
      'pull.blob.range.content-range',
      'pull.blob.range.open-ended',
      'pull.blob.range.suffix',
      'pull.blob.range.unsatisfiable',
    ],
    needs: ['blob-ranges'],
    async run(t) {
      const blob = await wholeBlob(t)
      if (!blob) {
        const parts = ['right-bytes', 'content-range', 'open-ended', 'suffix', 'unsatisfiable']
        return parts.forEach((part) => t.skip(`pull.blob.range.${part}`, noBlob))
      }
      const { bytes } = blob
      const end = bytes.length - 1
      const part = (Range: string) =>
        persistently(t, { method: 'GET', path: blobPath(t.repository, blob.digest), headers: { Range } })
      const [middle, open, suffix, first, beyond] = await Promise.all([
        part('bytes=2-5'),
        part('bytes=3-'),
        part('bytes=-4'),
        part('bytes=0-0'),
        part(`bytes=${bytes.length}-${bytes.length + 9}`),
      ])
      const judge = (requirement: string, got: Exchange, what: string, status: number) =>
        t.judge(requirement, got, arrives(what, answers(what, status)))
      judge('pull.blob.range.open-ended', open, 'a range to the end of a blob', 206)
      judge('pull.blob.range.suffix', suffix, 'a range of the last bytes', 206)
      judge('pull.blob.range.unsatisfiable', beyond, 'a range beyond the end of a blob', 416)
      const parts = [
        [middle, 2, 5],
        [open, 3, end],
        [suffix, end - 3, end],
        [first, 0, 0],
      ] as const
      for (const [got, from, to] of parts) {
        t.judge(
          'pull.blob.range.right-bytes',
          got,
          arrives('a range within a blob', returnsPart(bytes, from, to)),
        )
        if (isBrokenOff(got) || answerOf(got).status !== 206) continue
        t.judge('pull.blob.range.content-range', got, tellsPart(from, to, bytes.length))
      }
    },
  }),

  // A range that runs backwards or has no form, and several ranges at once, may be ignored or refused.
  defineTest({
    id: 'pull.blob.range.odd',
    title: 'asks for a range that is backwards, malformed or manifold',
    decides: ['pull.blob.range.invalid'],
    async run(t) {
      const blob = await wholeBlob(t)
      if (!blob) return t.skip('pull.blob.range.invalid', noBlob)
      const part = (Range: string) =>
        persistently(t, { method: 'GET', path: blobPath(t.repository, blob.digest), headers: { Range } })
      const [backwards, malformed, several] = await Promise.all([
        part('bytes=5-2'),
        part('bytes=two-five'),
        part('bytes=0-1,4-5'),
      ])
      for (const [got, what] of [
        [backwards, 'a range that runs backwards'],
        [malformed, 'a range without numbers'],
        [several, 'two ranges at once'],
      ] as const) {
        t.judge('pull.blob.range.invalid', got, arrives(what, ignoresOrRefuses(what)))
        if (!isBrokenOff(got)) t.judge('pull.blob.range.invalid', got, returnsWholeIf200(blob.bytes))
      }
    },
  }),
]
