import type { Content } from '../../../src/content/content.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import { blobsOf, randomImage, type Image, type RandomImageOptions } from '../../../src/content/manifest.ts'
import { Blocked, Denied } from '../../../src/engine/record.ts'
import { header, type Exchange } from '../../../src/registry/record/exchange.ts'
import { isRefused, pushRefusal } from '../target/access.ts'
import type { RegistryContext } from '../target/context.ts'
import { answerOf, formatRequest, succeeded, summarizeResponse } from '../judges/response.ts'
import { blobPath, manifestPath, uploadsPath, withQuery } from '../requests/paths.ts'
import { acceptedAtLast, sendValid } from '../requests/valid-push.ts'

/**
 * What tests need to be there before they judge something else. A push is content with any 2xx
 * here: the right status has a test of its own. Where it fails, the test is blocked.
 */

/** Opens an upload session; the answer's Location is the session's URL. */
export async function openSession(
  t: RegistryContext,
  repository = t.repository,
  query: Record<string, string> = {},
): Promise<Exchange> {
  const opened = await sendValid(t, {
    method: 'POST',
    path: uploadsPath(repository, query),
    headers: { 'Content-Length': '0' },
  })
  if (isRefused(opened)) {
    const refusal = await pushRefusal(t, repository, opened)
    if (refusal?.kind === 'no-access') throw new Denied(refusal.reason)
  }
  const { status, headers } = answerOf(opened)
  if (!succeeded(opened))
    t.blocked('push.session.start', `${formatRequest(opened)} returned ${summarizeResponse(opened)}`)
  const location = header(headers, 'location')
  if (status === 201) return opened
  if (location === undefined) {
    t.blocked('push.session.location', 'an upload session was opened without a Location')
  }
  // A session that another test has as well shows nothing of what this one does with it.
  const known = t.gathered('locations of uploads', () => new Set<string>())
  if (known.has(location))
    t.blocked('push.session.unique', `${location} was returned for another upload before`)
  known.add(location)
  return opened
}

/** Pushes a blob by POST and PUT, the way that every client has. */
export async function pushBlob(
  t: RegistryContext,
  content: Content,
  repository = t.repository,
): Promise<void> {
  const algorithm = content.digest.split(':', 1)[0] ?? 'sha256'
  const query = algorithm === 'sha256' ? {} : { 'digest-algorithm': algorithm }
  // A session is over once its closing was refused, so that it takes another one to repeat it.
  const put = await acceptedAtLast(t, async (alone) =>
    t.send({
      method: 'PUT',
      path: withQuery(t.next(await openSession(t, repository, query)), { digest: content.digest }),
      headers: { 'Content-Type': mediaTypes.octetStream },
      body: content.bytes,
      alone,
    }),
  )
  if (succeeded(put)) return
  // Whether a blob that is there already may be pushed again is another question.
  const found = await t.send({ method: 'HEAD', path: blobPath(repository, content.digest) })
  if (!succeeded(found))
    t.blocked('push.post-put.created', `${formatRequest(put)} returned ${summarizeResponse(put)}`)
}

/**
 * Does what needs a blob that is the same for everybody, such as the empty object; it is pushed once for all
 * tests. Another run in this repository may remove it meanwhile with all that it had pushed itself, and where
 * it is just being pushed by that one, some registries do not find it: so what fails is done once more, after
 * a blob that is gone was pushed again. That a registry loses a blob is for other tests to find.
 */
export async function withCommonBlob(
  t: RegistryContext,
  blob: Content,
  work: () => Promise<Exchange>,
  state: 'to be pushed' | 'pushed' = 'to be pushed',
): Promise<Exchange> {
  if (state === 'to be pushed') await t.once(`common blob ${blob.digest}`, () => pushBlob(t, blob))
  const done = await work()
  if (succeeded(done)) return done
  const found = await t.send({ method: 'HEAD', path: blobPath(t.repository, blob.digest) })
  if (answerOf(found).status === 404) await pushBlob(t, blob)
  return work()
}

/** Pushes a manifest; the blobs that it names must be there. */
export async function pushManifest(
  t: RegistryContext,
  content: Content,
  reference = content.digest,
  repository = t.repository,
): Promise<Exchange> {
  const put = await sendValid(t, {
    method: 'PUT',
    path: manifestPath(repository, reference),
    headers: { 'Content-Type': content.mediaType },
    body: content.bytes,
  })
  if (!succeeded(put))
    t.blocked(
      reference.includes(':') ? 'push.manifest.by-digest' : 'push.manifest.by-tag',
      `${formatRequest(put)} returned ${summarizeResponse(put)}`,
    )
  return put
}

/** Pushes blobs at the same time. */
export const pushBlobs = async (
  t: RegistryContext,
  contents: readonly Content[],
  repository = t.repository,
): Promise<void> => {
  await Promise.all(contents.map((content) => pushBlob(t, content, repository)))
}

/** Makes an image of this test's own and pushes it whole; without a tag it is pushed by its digest. */
export async function pushImage(
  t: RegistryContext,
  options: RandomImageOptions & { tag?: string; repository?: string } = {},
): Promise<Image> {
  const { tag, repository, ...contents } = options
  const image = randomImage(t.random, contents)
  await pushBlobs(t, blobsOf(image), repository)
  await pushManifest(t, image.manifest, tag, repository)
  return image
}

/**
 * Sees that the repository is there, since it comes into being with the first push: what is requested of
 * one that does not exist yet may be answered otherwise. Where nothing can be pushed it stays as it
 * is, and the answer is false.
 */
export const seeRepository = async (t: RegistryContext): Promise<boolean> =>
  (await absenceOf(t)) === undefined

/** Why nothing was pushed, so that the repository may not be there; undefined where it is. */
export async function absenceOf(t: RegistryContext): Promise<Blocked | Denied | undefined> {
  if (t.readOnly) return undefined
  try {
    await t.specimens.manifests()
    return undefined
  } catch (error) {
    if (error instanceof Blocked || error instanceof Denied) return error
    throw error
  }
}
