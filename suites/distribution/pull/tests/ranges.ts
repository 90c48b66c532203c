import { violated, holds, warning, type Judge } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { namesDigest } from '../../judges/digest.ts'
import {
  describesPart,
  returnsPartOrWhole,
  returnsTrueParts,
  servesPart,
  type KnownSmallBlob,
} from '../judges/part.ts'
import { answerOf, answers, arrives, isConnectionError, summarizeResponse } from '../../judges/response.ts'
import { blobPath } from '../../requests/paths.ts'
import { sendUntilAnswered } from '../../requests/send-until-answered.ts'
import { isHandy, requestPart } from '../part.ts'
import { statusIs } from '../../../../src/registry/reproduce/condition.ts'

const rightBytes = 'pull.blob.range.right-bytes'
const digestHeader = 'pull.blob.digest-header'
const parts = ['supported', 'right-bytes', 'content-range', 'open-ended', 'suffix', 'unsatisfiable'] as const

/** A blob with its bytes: pushed by the run, or pulled whole first. */
async function wholeBlob(t: RegistryContext): Promise<KnownSmallBlob | undefined> {
  const blobs = await t.specimens.blobs()
  const blob = blobs.find(isHandy)
  if (!blob) return undefined
  if (blob.bytes) return { digest: blob.digest, bytes: blob.bytes }
  const got = await t.send({ method: 'GET', path: blobPath(t.repository, blob.digest) })
  return { digest: blob.digest, bytes: answerOf(got).body.bytes }
}

/** A range that HTTP lets a server ignore or refuse: only other answers, or the whole blob altered, are wrong. */
const ignoresOrRefuses =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    return [200, 206, 400, 416].includes(status)
      ? holds()
      : violated(
          `returned ${status} for ${what}`,
          ['200', '206', '400', '416'],
          summarizeResponse(exchange),
          statusIs(200, 206, 400, 416),
        )
  }

/** Judges the bytes of all responses to one request, with one finding at most. */
function judgeBytes(t: RegistryContext, responses: readonly Exchange[], judge: Judge<Exchange>): boolean {
  const decisive = responses.find((each) => !judge(each).holds) ?? responses.at(-1)
  return decisive === undefined || t.check(rightBytes, decisive, judge)
}

const noBlob = 'no blob between 8 bytes and a megabyte is known'

const within = 'a Range within a blob'

/** Parts of blobs, as RFC 9110 describes them. */
export const tests: readonly Test[] = [
  // A part from the middle, to the end, of the last bytes and of the first one: 206 with those bytes, and where they are.
  defineTest({
    id: 'pull.blob.range.parts',
    title: 'pulls parts of a blob',
    evaluates: parts.map((part) => `pull.blob.range.${part}` as const),
    needs: ['blob-ranges'],
    async run(t) {
      const blob = await wholeBlob(t)
      if (!blob) return parts.forEach((part) => t.skip(`pull.blob.range.${part}`, noBlob))
      const size = blob.bytes.length
      const end = size - 1
      const requests = [
        ['supported', within, 'bytes=2-5', { first: 2, last: 5 }],
        ['supported', 'a Range of the first byte', 'bytes=0-0', { first: 0, last: 0 }],
        ['open-ended', 'a Range to the end of a blob', 'bytes=3-', { first: 3, last: end }],
        ['suffix', 'a Range of the last bytes', 'bytes=-4', { first: end - 3, last: end }],
      ] as const
      const [beyond, ...served] = await Promise.all([
        requestPart(t, blob.digest, `bytes=${size}-${size + 9}`, 416),
        ...requests.map(([, , range]) => requestPart(t, blob.digest, range)),
      ])
      const past = 'a Range beyond the end of a blob'
      const last = beyond.at(-1) ?? beyond[0]
      t.check('pull.blob.range.unsatisfiable', last, arrives(past, answers(past, 416)))
      let isSound = true
      let described = 0
      for (const [at, [part, what, , wanted]] of requests.entries()) {
        const responses = served[at] ?? []
        const got = responses.at(-1)
        if (!got) continue
        const isRight = judgeBytes(t, responses, arrives(what, returnsPartOrWhole(blob, wanted)))
        isSound &&= isRight
        // Bytes that are wrong are wrong under any status: one violation, one finding.
        if (isRight) t.check(`pull.blob.range.${part}`, got, arrives(what, servesPart(what)))
        if (isConnectionError(got) || answerOf(got).status !== 206) continue
        t.check('pull.blob.range.content-range', got, describesPart(blob, wanted))
        described += 1
      }
      const arrived = beyond.filter((each) => !isConnectionError(each))
      if (arrived.length > 0) isSound = judgeBytes(t, arrived, returnsTrueParts(blob)) && isSound
      if (!isSound) t.blocked(rightBytes, 'a Range request returns other bytes than it should')
      if (described === 0) t.unsupported('pull.blob.range.content-range', 'no part was returned')
    },
  }),

  // A part comes under the digest of its blob: dev demands the header of each success, earlier versions of the whole alone.
  defineTest({
    id: 'pull.blob.range.digest',
    title: 'checks the digest header of a partial response',
    evaluates: [digestHeader],
    mayNeed: ['blob-ranges'],
    async run(t) {
      if (t.spec !== 'dev')
        return t.skip(digestHeader, 'before dev the specification does not cover partial responses')
      const blob = t.has('blob-ranges') ? await wholeBlob(t) : undefined
      const got = blob && (await requestPart(t, blob.digest, 'bytes=1-4')).at(-1)
      if (!got || isConnectionError(got) || answerOf(got).status !== 206) {
        return t.skip(digestHeader, 'no part of a blob was returned')
      }
      t.check(digestHeader, got, (exchange) => warning(namesDigest(exchange)))
    },
  }),

  // A range that runs backwards or has no form, and several ranges at once, may be ignored or refused.
  defineTest({
    id: 'pull.blob.range.odd',
    title: 'requests a range that is reversed, malformed or multiple',
    evaluates: ['pull.blob.range.invalid', rightBytes],
    async run(t) {
      const blob = await wholeBlob(t)
      if (!blob) return ([rightBytes, 'pull.blob.range.invalid'] as const).forEach((id) => t.skip(id, noBlob))
      const part = (Range: string) =>
        sendUntilAnswered(t, { method: 'GET', path: blobPath(t.repository, blob.digest), headers: { Range } })
      const [backwards, malformed, several] = await Promise.all([
        part('bytes=5-2'),
        part('bytes=two-five'),
        part('bytes=0-1,4-5'),
      ])
      for (const [got, what] of [
        [backwards, 'a reversed range'],
        [malformed, 'a range without numbers'],
        [several, 'two ranges at once'],
      ] as const) {
        t.check('pull.blob.range.invalid', got, arrives(what, ignoresOrRefuses(what)))
        if (!isConnectionError(got)) t.check(rightBytes, got, returnsTrueParts(blob))
      }
    },
  }),
]
