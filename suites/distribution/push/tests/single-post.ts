import type { Content } from '../../../../src/content/content.ts'
import { digestOf } from '../../../../src/content/digest.ts'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { isDone } from '../../capabilities/uploads.ts'
import { refuses } from '../../judges/refusal.ts'
import { answers, each } from '../../judges/response.ts'
import { pullableAt, serves } from '../../judges/stored.ts'
import { sendsLocation } from '../judges/upload.ts'
import { uploadsPath } from '../../requests/paths.ts'
import { checkLocation, locationOf } from '../uploads/location.ts'
import { judgeNotStored } from '../uploads/not-stored.ts'
import { close, pull, pullAtLocation, randomBlob } from '../uploads/upload.ts'
import { orAnswered } from '../../../../src/registry/reproduce/condition.ts'

const post = (t: RegistryContext, digest: string, bytes: Uint8Array): Promise<Exchange> =>
  t.send({
    method: 'POST',
    path: uploadsPath(t.repository, { digest }),
    headers: { 'Content-Type': mediaTypes.octetStream },
    body: bytes,
  })

export const postBlob = (t: RegistryContext, { digest, bytes }: Content) => post(t, digest, bytes)

const theBlob = 'a blob pushed by a single POST'

/** Blobs in one piece, by one POST. */
export const tests: readonly Test[] = [
  // Where it is supported it is answered 201 with a Location, at which the very bytes are served.
  defineTest({
    id: 'push.single-post.whole',
    title: 'pushes a blob by a single POST and pulls it',
    evaluates: [
      'push.single-post.created',
      'push.single-post.location',
      'push.single-post.location-pullable',
      'push.single-post.stored',
    ],
    needs: ['push', 'single-post'],
    async run(t) {
      const blob = randomBlob(t)
      const created = await postBlob(t, blob)
      t.require('push.single-post.created', created, answers('a single POST', 201))
      t.check('push.single-post.stored', await pull(t, blob.digest), serves(theBlob, blob.digest))
      t.require('push.single-post.location', created, sendsLocation)
      const followed = await pullAtLocation(t, created)
      t.check('push.single-post.location-pullable', followed, pullableAt(theBlob, blob.digest))
    },
  }),

  // Bytes that do not have the digest are refused, and nothing is stored under it.
  defineTest({
    id: 'push.single-post.wrong-digest',
    title: 'pushes a blob by a single POST under a wrong digest',
    evaluates: ['push.single-post.wrong-digest', 'push.single-post.wrong-digest-not-stored'],
    needs: ['push', 'single-post'],
    async run(t) {
      const { bytes } = randomBlob(t)
      const claimed = digestOf(t.random.bytes(64))
      const posted = await post(t, claimed, bytes)
      const what = 'a single POST under a wrong digest'
      t.check('push.single-post.wrong-digest', posted, refuses(what, { right: [400, 404] }))
      await judgeNotStored(t, 'push.single-post.wrong-digest', posted, { claimed, bytes })
    },
  }),

  // A malformed digest is refused, unless the registry does not look at the parameter at all.
  defineTest({
    id: 'push.single-post.malformed-digest',
    title: 'pushes a blob by a single POST under a malformed digest',
    evaluates: ['push.single-post.malformed-digest'],
    needs: ['push'],
    async run(t) {
      const posted = await post(t, `sha256:${t.random.hex(63)}`, t.random.bytes(64))
      const what = 'a single POST under a malformed digest'
      t.check('push.single-post.malformed-digest', posted, refuses(what, { right: [400, 404, 202] }))
    },
  }),

  // A registry without single POST starts an upload instead, and takes the blob there.
  defineTest({
    id: 'push.single-post.fallback',
    title: 'continues with PUT if a single POST is not supported',
    evaluates: ['push.single-post.fallback', 'push.single-post.fallback-put'],
    mayEvaluate: locationOf.put,
    needs: ['push'],
    async run(t) {
      const blob = randomBlob(t)
      const posted = await postBlob(t, blob)
      if (isDone(posted)) {
        t.skip('push.single-post.fallback', 'single POST is supported')
        return t.skip('push.single-post.fallback-put', 'single POST is supported')
      }
      const isFallback = each(answers('a single POST that is not supported', 202), sendsLocation)
      // Where it is supported there is nothing to go on with.
      t.require('push.single-post.fallback', orAnswered(posted, [201], isFallback(posted)), seenIn(posted))
      const put = await close(t, t.next(posted), blob.digest, { bytes: blob.bytes })
      const closed = answers('the PUT after an unsupported single POST', 201)(put)
      const isTaken = t.check('push.single-post.fallback-put', orAnswered(posted, [201], closed), seenIn(put))
      const what = 'a blob pushed by PUT after a single POST'
      if (isTaken) await checkLocation(t, 'put', put, what, blob.digest)
    },
  }),
]
