import { contentOf } from '../../../../src/content/content.ts'
import { digestOf } from '../../../../src/content/digest.ts'
import { blobsOf, randomImage } from '../../../../src/content/manifest.ts'
import { holds, type Judge } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { refuses } from '../../judges/refusal.ts'
import { answerOf, answers } from '../../judges/response.ts'
import { checkServed } from '../../judges/served.ts'
import { serves } from '../../judges/stored.ts'
import { manifestPath, uploadsPath } from '../../requests/paths.ts'
import { pushBlobs } from '../../content/set-up.ts'
import { chunkingThatWorks, chunkOf } from '../uploads/in-chunks.ts'
import { begin, close, joined, pull, randomBlob, sendChunk } from '../uploads/upload.ts'

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
    mayEvaluate: ['push.post-put.stored'],
    needs: ['push', 'sha512'],
    async run(t) {
      const blob = randomBlob(t, 'sha512')
      const put = await close(t, await begin(t, t.repository, sha512), blob.digest, { bytes: blob.bytes })
      t.require('push.sha512.blob', put, answers('a blob under its sha512 digest', 201, 200))
      checkServed(t, {
        requirement: 'push.sha512.blob',
        exact: 'push.post-put.stored',
        got: await pull(t, blob.digest),
        what: 'a blob under its sha512 digest',
        digest: blob.digest,
      })
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
