import { contentOf } from '../../../src/content/content.ts'
import { randomImage } from '../../../src/content/manifest.ts'
import { blobsOf } from '../../../src/content/manifest.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import { failure, violated, holds } from '../../../src/engine/judgement.ts'
import { defineCapability, type CapabilityState } from '../define.ts'
import { seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../target/context.ts'
import { answerOf, succeeded, summarizeResponse } from '../judges/response.ts'
import { blobPath, manifestPath, uploadsPath, withQuery } from '../requests/paths.ts'
import { recordKind } from '../push/content-kinds/kind.ts'
import { pushBlob, pushBlobs } from '../content/set-up.ts'
import { acceptedAtLast, sendValid } from '../requests/valid-push.ts'
import { absent } from './absence.ts'
import type { RequirementId } from '../requirements.ts'
import { anyOf, onExchange, statusIs } from '../../../src/registry/reproduce/condition.ts'

/** Anything but 202 means that the blob is there; which success it must be is another question. */
export const isDone = (exchange: Exchange): boolean =>
  succeeded(exchange) && answerOf(exchange).status !== 202

/** Registries may take a blob with a single POST; 202 means that they do not (Single POST). */
export const singlePost = defineCapability({
  name: 'single-post',
  title: 'single POST',
  evaluates: ['push.single-post.supported'],
  needs: ['push'],
  async probe(t) {
    const blob = contentOf(t.random.bytes(64), mediaTypes.octetStream)
    const posted = await sendValid(t, {
      method: 'POST',
      path: uploadsPath(t.repository, { digest: blob.digest }),
      headers: { 'Content-Type': mediaTypes.octetStream },
      body: blob.bytes,
    })
    if (isDone(posted)) {
      t.check('push.single-post.supported', holds(), seenIn(posted))
      return { state: 'supported' }
    }
    return startsInstead(t, 'push.single-post.supported', posted, 'a single POST')
  },
})

/** A registry need not mount; then it starts an upload (Mounting a blob from another repository). */
export const mount = defineCapability({
  name: 'mount',
  title: 'blob mounts',
  evaluates: ['push.mount.supported'],
  needs: ['push'],
  async probe(t) {
    const blob = contentOf(t.random.bytes(64), mediaTypes.octetStream)
    await pushBlob(t, blob, t.secondRepository)
    const mounted = await sendValid(t, {
      method: 'POST',
      path: uploadsPath(t.repository, { mount: blob.digest, from: t.secondRepository }),
      headers: { 'Content-Length': '0' },
      scopes: [`repository:${t.secondRepository}:pull`],
    })
    if (isDone(mounted)) {
      t.check('push.mount.supported', holds(), seenIn(mounted))
      return { state: 'supported' }
    }
    return startsInstead(t, 'push.mount.supported', mounted, 'a mount')
  },
})

/** No text demands an algorithm but sha256: a registry that refuses sha512 violates nothing. */
export const sha512 = defineCapability({
  name: 'sha512',
  title: 'sha512 blobs',
  evaluates: ['push.sha512.blob'],
  needs: ['push'],
  async probe(t) {
    const blob = contentOf(t.random.bytes(64), mediaTypes.octetStream, 'sha512')
    const put = await acceptedAtLast(t, async (alone) => {
      const opened = await t.send({
        method: 'POST',
        path: uploadsPath(t.repository, { 'digest-algorithm': 'sha512' }),
        headers: { 'Content-Length': '0' },
        alone,
      })
      if (!succeeded(opened)) return opened
      return t.send({
        method: 'PUT',
        path: withQuery(t.next(opened), { digest: blob.digest }),
        headers: { 'Content-Type': mediaTypes.octetStream },
        body: blob.bytes,
        alone,
      })
    })
    if (!succeeded(put)) {
      const what =
        put.request.method === 'POST' ? 'a POST that specifies sha512' : 'a blob under its sha512 digest'
      return absent(t, 'push.sha512.blob', put, { what, expected: ['201'] })
    }
    const got = await t.send({ method: 'HEAD', path: blobPath(t.repository, blob.digest) })
    return servesWhatItTook(t, 'push.sha512.blob', put, got)
  },
})

/** The same for manifests, which some registries treat otherwise than blobs. */
export const sha512Manifest = defineCapability({
  name: 'sha512-manifest',
  title: 'sha512 manifests',
  evaluates: ['push.sha512.manifest'],
  needs: ['push'],
  async probe(t) {
    const image = randomImage(t.random)
    await pushBlobs(t, blobsOf(image))
    const manifest = contentOf(image.manifest.bytes, image.manifest.mediaType, 'sha512')
    const path = manifestPath(t.repository, manifest.digest)
    const headers = { 'Content-Type': manifest.mediaType }
    const put = await sendValid(t, { method: 'PUT', path, headers, body: manifest.bytes })
    const kind = {
      name: 'sha512-manifest',
      what: 'a manifest by its sha512 digest',
      group: 'document',
      traits: [{ field: 'digest', value: 'sha512' }],
    } as const
    recordKind(t, kind, { content: manifest, put })
    if (!succeeded(put)) {
      return absent(t, 'push.sha512.manifest', put, {
        what: 'a manifest under its sha512 digest',
        expected: ['201'],
      })
    }
    const got = await t.send({ method: 'HEAD', path, headers: { Accept: manifest.mediaType } })
    return servesWhatItTook(t, 'push.sha512.manifest', put, got)
  },
})

/** A registry without the feature starts an upload with 202, or refuses, which another requirement warns about. */
function startsInstead(
  t: RegistryContext,
  requirement: RequirementId,
  exchange: Exchange,
  what: string,
): CapabilityState {
  if (!succeeded(exchange)) return absent(t, requirement, exchange, { what, expected: ['201', '202'] })
  const reason = `${what} returned ${summarizeResponse(exchange)}`
  t.unsupported(requirement, reason, seenIn(exchange))
  return { state: 'unsupported', reason }
}

/** Not to know an algorithm is allowed, but what was answered with 201 has to be there (Pushing blobs): the client deletes its own. */
function servesWhatItTook(
  t: RegistryContext,
  requirement: RequirementId,
  put: Exchange,
  got: Exchange,
): CapabilityState {
  if (succeeded(got)) {
    t.check(requirement, holds(), seenIn(put), seenIn(got))
    return { state: 'supported' }
  }
  const reason = `a push returned ${summarizeResponse(put)}, and a HEAD of its sha512 digest ${summarizeResponse(got)}`
  const title = 'accepted content under a sha512 digest and did not serve it'
  t.check(
    requirement,
    failure(
      violated(
        title,
        ['a rejection of the push', '200 to HEAD'],
        reason,
        anyOf([statusIs('2xx')], [onExchange(put.id, statusIs('4xx', '5xx'))]),
      ),
    ),
    seenIn(put),
    seenIn(got),
  )
  return { state: 'nonconformant', requirement, reason }
}
