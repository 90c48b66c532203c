import { contentOf } from '../../../../src/content/content.ts'
import { digestOf } from '../../../../src/content/digest.ts'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import { refuses } from '../../judges/refusal.ts'
import { answers, formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import { pullableAt, serves } from '../../judges/stored.ts'
import { sendsLocation } from '../judges/upload.ts'
import { withCommonBlob } from '../../content/set-up.ts'
import { judgeNotStored } from '../uploads/not-stored.ts'
import { chunkingThatWorks, chunkOf } from '../uploads/in-chunks.ts'
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

const right = [400, 404]
const theBlob = 'a blob pushed by POST and PUT'

/** Blobs in one piece, by POST and PUT. */
export const tests: readonly Test[] = [
  // The PUT of a whole blob is answered 201 with a Location, at which its very bytes are served.
  defineTest({
    id: 'push.post-put.whole',
    title: 'pushes a blob by POST and PUT and pulls it',
    evaluates: [
      'push.post-put.created',
      'push.post-put.location',
      'push.post-put.location-pullable',
      'push.post-put.stored',
    ],
    needs: ['push'],
    async run(t) {
      const blob = randomBlob(t)
      const created = await close(t, await begin(t), blob.digest, { bytes: blob.bytes })
      t.check('push.post-put.created', created, answers('a PUT of a whole blob', 201))
      if (!succeeded(created)) {
        t.blocked('push.post-put.created', `${formatRequest(created)} returned ${summarizeResponse(created)}`)
      }
      t.check('push.post-put.stored', await pull(t, blob.digest), serves(theBlob, blob.digest))
      t.require('push.post-put.location', created, sendsLocation)
      const followed = await pullAtLocation(t, created)
      t.check('push.post-put.location-pullable', followed, pullableAt(theBlob, blob.digest))
    },
  }),

  // Bytes that do not have the digest of the PUT are refused, and nothing is stored under it.
  defineTest({
    id: 'push.post-put.wrong-digest',
    title: 'pushes a blob by PUT under a wrong digest',
    evaluates: ['push.post-put.wrong-digest', 'push.post-put.wrong-digest-not-stored'],
    needs: ['push'],
    async run(t) {
      const { bytes } = randomBlob(t)
      const claimed = digestOf(t.random.bytes(64))
      const put = await close(t, await begin(t), claimed, { bytes })
      t.check('push.post-put.wrong-digest', put, refuses('a PUT under a wrong digest', { right }))
      await judgeNotStored(t, 'push.post-put.wrong-digest', put, { claimed, bytes })
    },
  }),

  // A digest outside the grammar is refused, and since the draft with 400.
  defineTest({
    id: 'push.post-put.malformed-digest',
    title: 'pushes blobs by PUT under malformed digests',
    evaluates: ['push.post-put.malformed-digest', 'push.digest.invalid'],
    needs: ['push'],
    async run(t) {
      const digests = [`sha256:${t.random.hex(63)}`, 'sha256', `sha256:${t.random.hex(63)}x`]
      const answered = await Promise.all(
        digests.map(async (digest) => close(t, await begin(t), digest, { bytes: t.random.bytes(64) })),
      )
      for (const put of answered) {
        const what = 'a PUT under a malformed digest'
        t.check('push.post-put.malformed-digest', put, refuses(what, { right }))
        t.check('push.digest.invalid', put, answers(what, 400))
      }
    },
  }),

  // An algorithm that nobody knows cannot be verified: the draft wants 400.
  defineTest({
    id: 'push.digest.unsupported',
    title: 'pushes a blob under a digest of an unknown algorithm',
    evaluates: ['push.digest.unsupported'],
    needs: ['push'],
    async run(t) {
      const digest = `assay+none:${t.random.hex(64)}`
      const put = await close(t, await begin(t), digest, { bytes: t.random.bytes(64) })
      t.check('push.digest.unsupported', put, answers('a PUT under a digest of an unknown algorithm', 400))
    },
  }),

  // A blob that is there already is pushed again with the same result.
  defineTest({
    id: 'push.blob.repeated',
    title: 'pushes the same blob twice',
    evaluates: ['push.blob.repeated'],
    needs: ['push'],
    async run(t) {
      const { digest, bytes } = randomBlob(t)
      const once = await close(t, await begin(t), digest, { bytes })
      if (!succeeded(once))
        t.blocked('push.post-put.created', `${formatRequest(once)} returned ${summarizeResponse(once)}`)
      const twice = await close(t, await begin(t), digest, { bytes })
      t.check('push.blob.repeated', twice, answers('a blob that already exists', 201))
    },
  }),

  // Two clients may push the same blob at the same time, and both succeed.
  defineTest({
    id: 'push.blob.concurrent',
    title: 'pushes the same blob by three uploads at the same time',
    evaluates: ['push.blob.concurrent'],
    needs: ['push'],
    async run(t) {
      const blob = randomBlob(t)
      const uploads = await Promise.all([begin(t), begin(t), begin(t)])
      const { digest, bytes } = blob
      const puts = await Promise.all(
        uploads.map((at) => close(t, at, digest, { bytes }, { repeatFailures: false })),
      )
      for (const put of puts) {
        t.check('push.blob.concurrent', put, answers('one of three pushes of the same blob', 201))
      }
      if (!puts.some(succeeded)) return
      t.check(
        'push.blob.concurrent',
        await pull(t, blob.digest),
        serves('a blob that was pushed three times', blob.digest),
      )
    },
  }),

  // And one of them may be closed while the other has all of its bytes already.
  defineTest({
    id: 'push.blob.open-twice',
    title: 'closes two uploads of the same blob one after the other',
    evaluates: ['push.blob.concurrent'],
    mayEvaluate: [lostChunk],
    needs: ['push'],
    async run(t) {
      const { length } = await chunkingThatWorks(t)
      const bytes = chunkOf(t, length)
      const { digest } = joined([bytes])
      const uploads = [await begin(t), await begin(t)]
      const [one = '', other = ''] = await Promise.all(uploads.map((at) => sendChunk(t, at, bytes, 0)))
      const first = await close(t, one, digest)
      if (!succeeded(first))
        t.blocked('push.chunked.closed', `${formatRequest(first)} returned ${summarizeResponse(first)}`)
      const second = await close(t, other, digest)
      const what = 'the final PUT of an upload whose blob another upload has brought meanwhile'
      t.check('push.blob.concurrent', answers(what, 201)(second), seenIn(first), seenIn(second))
    },
  }),

  // Zero bytes are a blob like any other.
  defineTest({
    id: 'push.blob.empty',
    title: 'pushes a blob of zero bytes and pulls it',
    evaluates: ['push.blob.empty'],
    needs: ['push'],
    async run(t) {
      const blob = contentOf(new Uint8Array(), mediaTypes.octetStream)
      const put = await close(t, await begin(t), blob.digest, { bytes: blob.bytes })
      t.require('push.blob.empty', put, answers('a blob of zero bytes', 201))
      const got = await withCommonBlob(t, blob, () => pull(t, blob.digest), 'pushed')
      t.check('push.blob.empty', got, serves('a blob of zero bytes', blob.digest))
    },
  }),
]
