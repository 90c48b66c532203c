import { failure } from '../../../../src/engine/judgement.ts'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import type { ChunkedBody } from '../../../../src/registry/transport/request.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import { getManifest, ownManifest } from '../../content/own-manifests.ts'
import { defineTest, type Test } from '../../define.ts'
import { succeeded } from '../../judges/response.ts'
import { checkServed } from '../../judges/served.ts'
import { accepts } from '../../judges/stored.ts'
import { chunkingThatWorks, chunkOf } from '../../push/uploads/in-chunks.ts'
import {
  begin,
  close,
  endIfLost,
  following,
  joined,
  lostChunk,
  pull,
  randomBlob,
  rangeOf,
} from '../../push/uploads/upload.ts'
import { manifestPath, withQuery } from '../../requests/paths.ts'
import { acceptsForm } from '../judges.ts'

const requirement = 'http.chunked-body'
const octetStream = { 'Content-Type': mediaTypes.octetStream }

/** Bytes that are sent as a client sends what it reads from elsewhere: in pieces, without a length before them. */
const streamed = (bytes: Uint8Array): ChunkedBody => ({
  async *chunks() {
    const half = Math.ceil(bytes.length / 2)
    yield bytes.subarray(0, half)
    await Promise.resolve()
    yield bytes.subarray(half)
  },
})

/** A server may want a length before the body. */
const accepted = (what: string) => acceptsForm(what, 411)

/** Bodies without a Content-Length, as clients that stream send them, and those that wait until they are wanted. */
export const tests: readonly Test[] = [
  // The whole blob in the final PUT.
  defineTest({
    id: 'http.chunked-body.blob',
    title: 'pushes a blob by a PUT with Transfer-Encoding: chunked',
    evaluates: [requirement],
    mayEvaluate: ['push.post-put.stored'],
    needs: ['push'],
    async run(t) {
      const blob = randomBlob(t)
      const what = 'a PUT of a blob with Transfer-Encoding: chunked'
      const put = await t.send({
        method: 'PUT',
        path: withQuery(await begin(t), { digest: blob.digest }),
        headers: octetStream,
        body: streamed(blob.bytes),
      })
      if (!t.check(requirement, put, accepted(what)) || !succeeded(put)) return
      checkServed(t, {
        requirement,
        exact: 'push.post-put.stored',
        got: await pull(t, blob.digest),
        what: 'a blob that was pushed with Transfer-Encoding: chunked',
        digest: blob.digest,
      })
    },
  }),

  // And a chunk of it.
  defineTest({
    id: 'http.chunked-body.chunk',
    title: 'pushes a blob by a PATCH with Transfer-Encoding: chunked',
    evaluates: [requirement],
    mayEvaluate: [lostChunk, 'push.post-put.stored'],
    needs: ['push'],
    async run(t) {
      const { length } = await chunkingThatWorks(t)
      const bytes = chunkOf(t, length)
      const { digest } = joined([bytes])
      const at = await begin(t)
      const sent = await t.send({
        method: 'PATCH',
        path: at,
        headers: { ...octetStream, 'Content-Range': rangeOf(bytes, 0) },
        body: streamed(bytes),
      })
      const what = 'a chunk with Transfer-Encoding: chunked'
      if (!t.check(requirement, sent, accepted(what)) || !succeeded(sent)) return
      endIfLost(t, sent, bytes.length)
      const closed = await close(t, following(t, sent, at), digest)
      // What was accepted is not to be lost.
      const isClosed = failure(accepts(`the final PUT after ${what}`)(closed))
      if (!t.check(requirement, isClosed, seenIn(sent), seenIn(closed))) return
      checkServed(t, {
        requirement,
        exact: 'push.post-put.stored',
        got: await pull(t, digest),
        what: `a blob of ${what}`,
        digest,
      })
    },
  }),

  // And a manifest.
  defineTest({
    id: 'http.chunked-body.manifest',
    title: 'pushes a manifest with Transfer-Encoding: chunked',
    evaluates: [requirement],
    mayEvaluate: ['pull.manifest.exact-bytes'],
    needs: ['push'],
    async run(t) {
      const manifest = await ownManifest(t)
      const put = await t.send({
        method: 'PUT',
        path: manifestPath(t.repository, t.tag('streamed')),
        headers: { 'Content-Type': manifest.mediaType },
        body: streamed(manifest.bytes),
      })
      const what = 'a manifest with Transfer-Encoding: chunked'
      if (!t.check(requirement, put, accepted(what)) || !succeeded(put)) return
      checkServed(t, {
        requirement,
        exact: 'pull.manifest.exact-bytes',
        got: await getManifest(t, manifest.digest),
        what,
        digest: manifest.digest,
      })
    },
  }),

  // curl waits for 100 before it sends a large body.
  defineTest({
    id: 'http.expect-continue',
    title: 'pushes a blob and a manifest with Expect: 100-continue',
    evaluates: ['http.expect-continue'],
    mayEvaluate: ['push.post-put.stored'],
    needs: ['push'],
    async run(t) {
      const expecting = 'http.expect-continue'
      const blob = randomBlob(t)
      const manifest = await ownManifest(t)
      const push = (path: string, mediaType: string, body: Uint8Array) =>
        t.send({ method: 'PUT', path, headers: { 'Content-Type': mediaType, Expect: '100-continue' }, body })
      const whole = withQuery(await begin(t), { digest: blob.digest })
      const put = await push(whole, mediaTypes.octetStream, blob.bytes)
      const what = 'a blob with Expect: 100-continue'
      if (t.check(expecting, put, acceptsForm(`a PUT of ${what}`)))
        checkServed(t, {
          requirement: expecting,
          exact: 'push.post-put.stored',
          got: await pull(t, blob.digest),
          what,
          digest: blob.digest,
        })
      const path = manifestPath(t.repository, t.tag('expecting'))
      const pushed = await push(path, manifest.mediaType, manifest.bytes)
      t.check(expecting, pushed, acceptsForm('a PUT of a manifest with Expect: 100-continue'))
    },
  }),
]
