import { digestOf } from '../../../../src/content/digest.ts'
import { defineTest, type Test } from '../../define.ts'
import type { RegistryContext } from '../../target/context.ts'
import { refuses } from '../../judges/refusal.ts'
import { chunkingThatWorks, chunkOf } from '../uploads/in-chunks.ts'
import { begin, close, lostChunk, sendChunk } from '../uploads/upload.ts'
import { judgeNotStored } from '../uploads/not-stored.ts'

const right = [400, 404]

/** An upload of one chunk, and the chunk. */
async function uploadChunk(t: RegistryContext) {
  const { length } = await chunkingThatWorks(t)
  const bytes = chunkOf(t, length)
  return { bytes, length, at: await sendChunk(t, await begin(t), bytes, 0) }
}

/** Chunked uploads that are closed under a digest that is not theirs. */
export const tests: readonly Test[] = [
  // The closing PUT names the digest of the whole blob; under any other one nothing is stored.
  defineTest({
    id: 'push.chunked.wrong-digest',
    title: 'closes a chunked upload under a wrong digest',
    evaluates: ['push.chunked.wrong-digest', 'push.chunked.wrong-digest-not-stored'],
    mayEvaluate: [lostChunk],
    needs: ['push'],
    async run(t) {
      const { at, bytes } = await uploadChunk(t)
      const claimed = digestOf(t.random.bytes(64))
      const closed = await close(t, at, claimed)
      const what = 'the final PUT of an upload under a wrong digest'
      t.check('push.chunked.wrong-digest', closed, refuses(what, { right }))
      await judgeNotStored(t, 'push.chunked.wrong-digest', closed, { claimed, bytes })
    },
  }),

  // The same where the last chunk comes with the PUT.
  defineTest({
    id: 'push.chunked.final-put-wrong-digest',
    title: 'closes an upload with a final chunk under a wrong digest',
    evaluates: ['push.chunked.final-put-wrong-digest', 'push.chunked.final-put-wrong-digest-not-stored'],
    mayEvaluate: [lostChunk],
    needs: ['push'],
    async run(t) {
      const { at, bytes, length } = await uploadChunk(t)
      const last = t.random.bytes(300)
      const claimed = digestOf(t.random.bytes(64))
      const closed = await close(t, at, claimed, { bytes: last, first: length })
      const what = 'a final PUT with a final chunk under a wrong digest'
      t.check('push.chunked.final-put-wrong-digest', closed, refuses(what, { right }))
      const whole = Uint8Array.from(Buffer.concat([bytes, last]))
      await judgeNotStored(t, 'push.chunked.final-put-wrong-digest', closed, { claimed, bytes: whole })
    },
  }),

  // The digest of the last chunk is not that of the blob.
  defineTest({
    id: 'push.chunked.final-chunk-digest',
    title: 'closes an upload under the digest of its final chunk',
    evaluates: ['push.chunked.final-chunk-digest'],
    mayEvaluate: [lostChunk],
    needs: ['push'],
    async run(t) {
      const { at, length } = await uploadChunk(t)
      const last = t.random.bytes(300)
      const closed = await close(t, at, digestOf(last), { bytes: last, first: length })
      const what = 'a final PUT with the digest of the final chunk alone'
      t.check('push.chunked.final-chunk-digest', closed, refuses(what, { right }))
    },
  }),

  // Without a digest nobody knows what the blob is to be called.
  defineTest({
    id: 'push.chunked.missing-digest',
    title: 'closes an upload without a digest',
    evaluates: ['push.chunked.missing-digest'],
    mayEvaluate: [lostChunk],
    needs: ['push'],
    async run(t) {
      const { at } = await uploadChunk(t)
      const closed = await close(t, at, undefined)
      t.check('push.chunked.missing-digest', closed, refuses('a final PUT without a digest', { right }))
    },
  }),
]
