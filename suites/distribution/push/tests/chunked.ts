import { holds } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import { lacksOnly } from '../../judges/absence.ts'
import { claimsUploaded } from '../judges/range.ts'
import { answerOf, answers, formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import { pullableAt, serves } from '../../judges/stored.ts'
import { sendsLocation, sendsRangeFromZero } from '../judges/upload.ts'
import { chunking, chunkingThatWorks, chunkOf } from '../uploads/in-chunks.ts'
import { checkLocation, locationOf } from '../uploads/location.ts'
import {
  begin,
  close,
  joined,
  pull,
  pullAtLocation,
  randomBlob,
  lostChunk,
  sendChunk,
} from '../uploads/upload.ts'

const theBlob = 'a blob pushed in chunks'

/** Blobs in chunks, in the ways that lead to a blob. */
export const tests: readonly Test[] = [
  // Each chunk is answered 202 with the Location of the next one and the Range so far; the closing PUT
  // without a body is answered 201 with the Location of the blob, which consists of the chunks in order.
  defineTest({
    id: 'push.chunked.whole',
    title: 'pushes a blob in two chunks and closes without a body',
    evaluates: [
      'push.chunked.patch-accepted',
      'push.chunked.patch-location',
      'push.chunked.patch-range',
      'push.chunked.patch-range-end',
      'push.chunked.closed',
      'push.chunked.close-location',
      'push.chunked.close-location-pullable',
      'push.chunked.stored',
    ],
    needs: ['push'],
    async run(t) {
      const { upload, refused } = await chunking(t)
      // A minimum is unknown to 1.0, where small chunks are chunks like any other.
      const judged = t.spec === '1.0' && refused ? refused : upload
      for (const { answer, uploaded } of judged.chunks) {
        t.check('push.chunked.patch-accepted', answer, answers('a chunk in order', 202))
        if (!succeeded(answer)) {
          t.blocked(
            'push.chunked.patch-accepted',
            `${formatRequest(answer)} returned ${summarizeResponse(answer)}`,
          )
        }
        t.check('push.chunked.patch-location', answer, sendsLocation)
        t.check('push.chunked.patch-range', answer, sendsRangeFromZero)
        t.check('push.chunked.patch-range-end', answer, claimsUploaded(uploaded))
      }
      const { closed, blob } = judged
      if (!closed) return
      t.check('push.chunked.closed', closed, answers('the final PUT of a chunked upload', 201))
      if (!succeeded(closed))
        t.blocked('push.chunked.closed', `${formatRequest(closed)} returned ${summarizeResponse(closed)}`)
      const pulled = pull(t, blob.digest)
      t.check('push.chunked.stored', await pulled, serves(theBlob, blob.digest))
      t.require('push.chunked.close-location', closed, sendsLocation)
      const followed = await pullAtLocation(t, closed)
      t.check('push.chunked.close-location-pullable', followed, pullableAt(theBlob, blob.digest))
    },
  }),

  // The last chunk may come with the closing PUT.
  defineTest({
    id: 'push.chunked.final-chunk-in-put',
    title: 'pushes the final chunk with the final PUT',
    evaluates: ['push.chunked.final-chunk-in-put'],
    mayEvaluate: [lostChunk, ...locationOf.chunks],
    needs: ['push'],
    async run(t) {
      const id = 'push.chunked.final-chunk-in-put'
      const { length } = await chunkingThatWorks(t)
      const parts = [chunkOf(t, length), t.random.bytes(300)] as const
      const blob = joined(parts)
      const at = await sendChunk(t, await begin(t), parts[0], 0)
      const closed = await close(t, at, blob.digest, { bytes: parts[1], first: length })
      t.require(id, closed, answers('a final PUT with the final chunk', 201, 200))
      const what = 'a blob whose final chunk came with the PUT'
      if (!t.check(id, await pull(t, blob.digest), serves(what, blob.digest))) return
      await checkLocation(t, 'chunks', closed, what, blob.digest)
    },
  }),

  // PATCH without Content-Range is not described, yet it is how common clients push: what comes of it is a note.
  defineTest({
    id: 'push.chunked.stream',
    title: 'pushes a blob as a stream of unknown length',
    evaluates: ['push.chunked.stream'],
    needs: ['push'],
    async run(t) {
      const id = 'push.chunked.stream'
      const blob = randomBlob(t)
      const at = await begin(t)
      async function* chunks() {
        yield blob.bytes.subarray(0, 100)
        yield blob.bytes.subarray(100)
      }
      const headers = { 'Content-Type': blob.mediaType }
      const sent = await t.send({
        method: 'PATCH',
        path: at,
        headers,
        body: { chunks },
        judgesTransport: true,
      })
      if (sent.error) return t.unsupported(id, `the connection failed: ${sent.error.message}`, seenIn(sent))
      const what = 'a PATCH without Content-Range'
      if (!succeeded(sent)) {
        const refusal = lacksOnly(what, '202')(sent)
        if (!refusal.holds) return void t.check(id, refusal, seenIn(sent))
        return t.unsupported(
          id,
          `a PATCH without Content-Range returned ${summarizeResponse(sent)}`,
          seenIn(sent),
        )
      }
      const closed = await close(t, sendsLocation(sent).holds ? t.next(sent) : at, blob.digest)
      if (!succeeded(closed)) {
        const closing = lacksOnly('a final PUT after a PATCH without Content-Range', '201')(closed)
        if (!closing.holds) return void t.check(id, closing, seenIn(sent), seenIn(closed))
        const reason = `a PATCH without Content-Range returned ${answerOf(sent).status}, and the final PUT ${summarizeResponse(closed)}`
        return t.unsupported(id, reason, seenIn(sent), seenIn(closed))
      }
      t.check(id, holds(), seenIn(sent), seenIn(closed))
    },
  }),
]
