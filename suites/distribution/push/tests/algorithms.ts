import { contentOf } from '../../../../src/content/content.ts'
import { digestOf } from '../../../../src/content/digest.ts'
import { blobsOf, randomImage } from '../../../../src/content/manifest.ts'
import { holds, type Judge } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { isDone } from '../../capabilities/uploads.ts'
import { refuses } from '../../judges/refusal.ts'
import { answerOf, answers } from '../../judges/response.ts'
import { checkServed } from '../../judges/served.ts'
import { accepts, serves } from '../../judges/stored.ts'
import { manifestPath, uploadsPath } from '../../requests/paths.ts'
import { pushBlob, pushBlobs } from '../../content/set-up.ts'
import { chunkingThatWorks, chunkOf } from '../uploads/in-chunks.ts'
import { checkLocation, locationOf } from '../uploads/location.ts'
import { begin, close, joined, pull, randomBlob, lostChunk, sendChunk } from '../uploads/upload.ts'
import { mount } from './mount.ts'
import { postBlob } from './single-post.ts'

const sha512 = { 'digest-algorithm': 'sha512' }

const startsUpload: Judge<Exchange> = (exchange) =>
  answerOf(exchange).status === 201
    ? holds('returned 201, as the table allows, although there is nothing to store yet')
    : answers('a POST that specifies the digest algorithm', 202)(exchange)

const open = (t: RegistryContext, algorithm: string): Promise<Exchange> =>
  t.send({
    method: 'POST',
    path: uploadsPath(t.repository, { 'digest-algorithm': algorithm }),
    headers: { 'Content-Length': '0' },
  })

/** Content under digests of another algorithm than sha256. */
export const tests: readonly Test[] = [
  // A blob that was accepted under its sha512 digest is served under it.
  defineTest({
    id: 'push.sha512.blob',
    title: 'pushes a blob under its sha512 digest and pulls it',
    evaluates: ['push.sha512.blob'],
    mayEvaluate: ['push.post-put.stored', ...locationOf.put],
    needs: ['push', 'sha512'],
    async run(t) {
      const blob = randomBlob(t, 'sha512')
      const put = await close(t, await begin(t, t.repository, sha512), blob.digest, { bytes: blob.bytes })
      t.require('push.sha512.blob', put, answers('a blob under its sha512 digest', 201, 200))
      const what = 'a blob under its sha512 digest'
      const served = checkServed(t, {
        requirement: 'push.sha512.blob',
        exact: 'push.post-put.stored',
        got: await pull(t, blob.digest),
        what,
        digest: blob.digest,
      })
      if (served) await checkLocation(t, 'put', put, what, blob.digest)
    },
  }),

  // A registry that takes sha512 takes it in each way that leads to a blob, and serves it at its Location.
  defineTest({
    id: 'push.sha512.in-chunks',
    title: 'pushes a blob in chunks under its sha512 digest',
    evaluates: ['push.sha512.blob'],
    mayEvaluate: [lostChunk, ...locationOf.chunks],
    needs: ['push', 'sha512'],
    async run(t) {
      const { length } = await chunkingThatWorks(t)
      const blob = joined([chunkOf(t, length)], 'sha512')
      const at = await sendChunk(t, await begin(t, t.repository, sha512), blob.bytes, 0)
      const closed = await close(t, at, blob.digest)
      const what = 'a blob in chunks under its sha512 digest'
      t.require('push.sha512.blob', closed, accepts(`the final PUT of ${what}`))
      await checkLocation(t, 'chunks', closed, what, blob.digest)
    },
  }),

  // The same by a single POST.
  defineTest({
    id: 'push.sha512.single-post',
    title: 'pushes a blob by a single POST under its sha512 digest',
    evaluates: ['push.sha512.blob'],
    mayEvaluate: locationOf.post,
    needs: ['push', 'sha512', 'single-post'],
    async run(t) {
      const blob = randomBlob(t, 'sha512')
      const posted = await postBlob(t, blob)
      const what = 'a single POST of a blob under its sha512 digest'
      t.require('push.sha512.blob', posted, accepts(what))
      if (isDone(posted)) await checkLocation(t, 'post', posted, what, blob.digest)
    },
  }),

  // And by a mount.
  defineTest({
    id: 'push.sha512.mount',
    title: 'mounts a blob by its sha512 digest',
    evaluates: ['push.sha512.blob'],
    mayEvaluate: ['push.mount.stored', ...locationOf.mount],
    needs: ['push', 'sha512', 'mount'],
    async run(t) {
      if (t.secondRepository === t.repository)
        return t.skip('push.sha512.blob', 'there is no second repository to mount from')
      const blob = randomBlob(t, 'sha512')
      await pushBlob(t, blob, t.secondRepository)
      const mounted = await mount(t, blob.digest, t.secondRepository)
      t.require('push.sha512.blob', mounted, accepts('a mount of a blob by its sha512 digest'))
      if (!isDone(mounted)) return
      const what = 'a blob that was mounted by its sha512 digest'
      const pulled = await pull(t, blob.digest)
      const isThere = serves(what, blob.digest)(pulled)
      if (!t.check('push.mount.stored', isThere, seenIn(mounted), seenIn(pulled))) return
      await checkLocation(t, 'mount', mounted, what, blob.digest)
    },
  }),

  // And so is a manifest.
  defineTest({
    id: 'push.sha512.manifest',
    title: 'pushes a manifest under its sha512 digest and pulls it',
    evaluates: ['push.sha512.manifest'],
    mayEvaluate: ['pull.manifest.exact-bytes'],
    needs: ['push', 'sha512-manifest'],
    async run(t) {
      const image = randomImage(t.random)
      await pushBlobs(t, blobsOf(image))
      const { bytes, mediaType } = image.manifest
      const manifest = contentOf(bytes, mediaType, 'sha512')
      const path = manifestPath(t.repository, manifest.digest)
      const put = await t.send({ method: 'PUT', path, headers: { 'Content-Type': mediaType }, body: bytes })
      t.require('push.sha512.manifest', put, answers('a manifest under its sha512 digest', 201, 200))
      const got = await t.send({ method: 'GET', path, headers: { Accept: mediaType } })
      checkServed(t, {
        requirement: 'push.sha512.manifest',
        exact: 'pull.manifest.exact-bytes',
        got,
        what: 'a manifest under its sha512 digest',
        digest: manifest.digest,
      })
    },
  }),

  // A digest is verified, whatever its algorithm is.
  defineTest({
    id: 'push.sha512.wrong-digest',
    title: 'pushes a blob under a wrong sha512 digest',
    evaluates: ['push.sha512.wrong-digest'],
    needs: ['push', 'sha512'],
    async run(t) {
      const claimed = digestOf(t.random.bytes(64), 'sha512')
      const at = await begin(t, t.repository, sha512)
      const put = await close(t, at, claimed, { bytes: t.random.bytes(256) })
      const what = 'a PUT under a wrong sha512 digest'
      t.check('push.sha512.wrong-digest', put, refuses(what, { right: [400, 404] }))
    },
  }),

  // The POST may name the algorithm; then the chunks are stored under a digest of it.
  defineTest({
    id: 'push.digest-algorithm.sha512',
    title: 'specifies sha512 at the start of a chunked upload',
    evaluates: ['push.digest-algorithm.started', 'push.digest-algorithm.stored'],
    mayEvaluate: [lostChunk],
    needs: ['push', 'sha512'],
    async run(t) {
      const opened = await open(t, 'sha512')
      t.require('push.digest-algorithm.started', opened, startsUpload)
      const { length } = await chunkingThatWorks(t)
      const parts = [chunkOf(t, length), chunkOf(t, length)] as const
      const blob = joined(parts, 'sha512')
      const first = await sendChunk(t, t.next(opened), parts[0], 0)
      const second = await sendChunk(t, first, parts[1], length)
      const closed = await close(t, second, blob.digest)
      t.require('push.digest-algorithm.stored', closed, answers('a final PUT with a sha512 digest', 201, 200))
      const got = await pull(t, blob.digest)
      t.check(
        'push.digest-algorithm.stored',
        got,
        serves('a blob in chunks under its sha512 digest', blob.digest),
      )
    },
  }),

  // An algorithm that the registry does not know is refused at once.
  defineTest({
    id: 'push.digest-algorithm.unknown',
    title: 'specifies an unknown algorithm at the start of an upload',
    evaluates: ['push.digest-algorithm.unknown'],
    needs: ['push'],
    async run(t) {
      const opened = await open(t, 'assay+none')
      const what = 'a POST that specifies an unknown digest algorithm'
      t.check('push.digest-algorithm.unknown', opened, answers(what, 400))
    },
  }),
]
