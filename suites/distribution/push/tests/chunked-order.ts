import { defineTest, type Test } from '../../define.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { claimsUploaded, rangeEnd } from '../judges/range.ts'
import { answers, formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import { closesWithout, hasGrownNoFurtherThan, refusesPlaceOfFinal } from '../judges/upload.ts'
import { chunkingThatWorks, chunkOf } from '../uploads/in-chunks.ts'
import { begin, close, following, joined, patch, rangeOf, statusOf } from '../uploads/upload.ts'
import type { RequirementId } from '../../requirements.ts'
import { judgedIn } from '../../../../src/registry/reproduce/condition.ts'

/** An upload with its first chunk in it. */
interface Started {
  at: string
  /** The answer to the first chunk. */
  sent: Exchange
  first: Uint8Array
  length: number
}

async function startWithChunk(t: RegistryContext): Promise<Started> {
  const { length } = await chunkingThatWorks(t)
  const first = chunkOf(t, length)
  const opened = await begin(t)
  const sent = await patch(t, opened, first, rangeOf(first, 0))
  if (!succeeded(sent))
    t.blocked('push.chunked.patch-accepted', `${formatRequest(sent)} returned ${summarizeResponse(sent)}`)
  // A registry that lost the chunk, and reports that, expects it again.
  if (rangeEnd(sent) !== undefined) t.check('push.chunked.patch-range-end', sent, claimsUploaded(length))
  return { at: following(t, sent, opened), sent, first, length }
}

/** Sends a chunk as though the one before it had arrived, which it has not. */
async function leaveGap(t: RegistryContext, { at, length }: Started, start = 2 * length) {
  const bytes = chunkOf(t, length)
  return { bytes, answer: await patch(t, at, bytes, rangeOf(bytes, start)) }
}

/** Beyond what 32 bits count. */
const farAway = 5 * 1024 ** 3

/** Bytes that were refused do not stand in what the upload is closed with. */
async function judgeNotAdded(
  t: RegistryContext,
  requirement: RequirementId,
  { at, first }: Started,
  refused: { bytes: Uint8Array; answer: Exchange },
  what: string,
): Promise<void> {
  // Only an upload that has the refused bytes can be closed under this digest.
  const closed = await close(t, at, joined([first, refused.bytes]).digest)
  t.check(requirement, judgedIn(closed, closesWithout(what)(closed)), seenIn(closed), seenIn(refused.answer))
}

/** Chunks at a wrong place. */
export const tests: readonly Test[] = [
  // A chunk that leaves a gap is answered 416. The status then names the last good byte, and the upload
  // that goes on from there is completed.
  defineTest({
    id: 'push.chunked.gap',
    title: 'skips a chunk, and continues correctly after that',
    evaluates: ['push.chunked.out-of-order', 'push.chunked.status-after-416', 'push.chunked.recovery'],
    mayEvaluate: ['push.chunked.patch-range-end'],
    needs: ['push'],
    async run(t) {
      const started = await startWithChunk(t)
      const { first, length } = started
      const { answer } = await leaveGap(t, started)
      t.check('push.chunked.out-of-order', answer, answers('a chunk that leaves a gap', 416))
      if (succeeded(answer)) t.blocked('push.chunked.out-of-order', 'the chunk with the gap was not rejected')
      const status = await statusOf(t, started.at)
      const what = 'the upload status after a rejected chunk'
      t.check('push.chunked.status-after-416', status, (seen) =>
        succeeded(seen) ? claimsUploaded(length)(seen) : answers(what, 204)(seen),
      )
      const at = succeeded(status) ? following(t, status, started.at) : started.at
      const second = chunkOf(t, length)
      const sent = await patch(t, at, second, rangeOf(second, length))
      const goesOn = answers('the correct chunk after a rejected one', 202, 201)
      t.require('push.chunked.recovery', judgedIn(sent, goesOn(sent)), seenIn(sent), seenIn(status))
      const closed = await close(t, following(t, sent, at), joined([first, second]).digest)
      t.check(
        'push.chunked.recovery',
        closed,
        answers('the final PUT of an upload with a rejected chunk', 201, 200),
      )
    },
  }),

  // Nothing of a refused chunk is added to the upload.
  defineTest({
    id: 'push.chunked.gap-not-stored',
    title: 'checks that the bytes of a rejected chunk are not in the upload',
    evaluates: ['push.chunked.out-of-order-not-stored'],
    mayEvaluate: ['push.chunked.out-of-order', 'push.chunked.patch-range-end'],
    needs: ['push'],
    async run(t) {
      const started = await startWithChunk(t)
      const { bytes, answer } = await leaveGap(t, started, farAway)
      if (succeeded(answer)) t.blocked('push.chunked.out-of-order', 'the chunk with the gap was not rejected')
      t.check('push.chunked.out-of-order', answer, answers('a chunk that leaves a gap', 416))
      await judgeNotAdded(
        t,
        'push.chunked.out-of-order-not-stored',
        started,
        { bytes, answer },
        'a rejected chunk',
      )
    },
  }),

  // The first chunk starts at 0; any other start is answered 416.
  defineTest({
    id: 'push.chunked.first-chunk-not-zero',
    title: 'begins an upload with a chunk that does not start at 0',
    evaluates: ['push.chunked.first-chunk-not-zero'],
    needs: ['push'],
    async run(t) {
      const { length } = await chunkingThatWorks(t)
      const bytes = chunkOf(t, length)
      const sent = await patch(t, await begin(t), bytes, rangeOf(bytes, length))
      const what = 'a first chunk that does not start at 0'
      t.check('push.chunked.first-chunk-not-zero', sent, answers(what, 416))
    },
  }),

  // A chunk that was received before is out of order as well, and is answered 416.
  defineTest({
    id: 'push.chunked.repeated-chunk',
    title: 'sends the same chunk twice',
    evaluates: ['push.chunked.repeated-chunk'],
    mayEvaluate: ['push.chunked.patch-range-end'],
    needs: ['push'],
    async run(t) {
      const { at, first } = await startWithChunk(t)
      const again = await patch(t, at, first, rangeOf(first, 0))
      t.check('push.chunked.repeated-chunk', again, answers('a chunk that was already received', 416))
    },
  }),

  // A last chunk that comes with the closing PUT follows the same rule, and is not added either.
  defineTest({
    id: 'push.chunked.out-of-order-put',
    title: 'closes an upload with a final chunk that leaves a gap',
    evaluates: ['push.chunked.out-of-order-put', 'push.chunked.out-of-order-put-not-stored'],
    mayEvaluate: ['push.chunked.patch-range-end'],
    needs: ['push'],
    async run(t) {
      const started = await startWithChunk(t)
      const { at, first, length } = started
      const [lost, last] = [chunkOf(t, length), t.random.bytes(300)]
      const whole = joined([first, lost, last])
      const closed = await close(t, at, whole.digest, { bytes: last, first: 2 * length })
      const what = 'a final PUT whose final chunk leaves a gap'
      t.check('push.chunked.out-of-order-put', closed, refusesPlaceOfFinal(what, t.spec))
      if (succeeded(closed)) {
        t.blocked('push.chunked.out-of-order-put', 'the final chunk with the gap was not rejected')
      }
      const requirement = 'push.chunked.out-of-order-put-not-stored'
      // Unlike after a refused chunk, no other test looks at the status here.
      const status = await statusOf(t, at)
      const grown = hasGrownNoFurtherThan(started.sent, 'a rejected final chunk')
      if (
        succeeded(status) &&
        !t.check(requirement, judgedIn(status, grown(status)), seenIn(status), seenIn(started.sent))
      )
        return
      await judgeNotAdded(t, requirement, started, { bytes: last, answer: closed }, 'a rejected final chunk')
    },
  }),
]
