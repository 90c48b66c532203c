import type { Content } from '../../../src/content/content.ts'
import type { ManifestOptions } from '../../../src/content/manifest.ts'
import { manifestTypes } from '../../../src/content/media-types.ts'
import { violated, holds, type Judge } from '../../../src/engine/judgement.ts'
import { isFailure, seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../target/context.ts'
import { eventually, type Settled } from '../requests/eventually.ts'
import { answerOf, answers, formatRequest, succeeded, summarizeResponse } from '../judges/response.ts'
import { getManifest, ownManifest } from '../content/own-manifests.ts'
import { serves } from '../judges/stored.ts'
import { blobPath, manifestPath } from '../requests/paths.ts'
import { pushBlob, pushManifest } from '../content/set-up.ts'
import type { RequirementId } from '../requirements.ts'
import { statusIs } from '../../../src/registry/reproduce/condition.ts'

/** Deleting something of a test's own, and looking for it afterwards. */

/**
 * A manifest that a test may delete. Another one under a tag holds its blobs, so that a registry
 * which collects what nobody refers to does not take them from the next test.
 */
export async function deletable(
  t: RegistryContext,
  options: Partial<ManifestOptions> = {},
): Promise<Content> {
  await t.once('holder of the blobs of deleted manifests', async () => {
    await pushManifest(t, await ownManifest(t), t.tag('holder'))
  })
  return ownManifest(t, options)
}

export const deleteManifest = (
  t: RegistryContext,
  reference: string,
  repository = t.repository,
): Promise<Exchange> => t.send({ method: 'DELETE', path: manifestPath(repository, reference) })

export const deleteBlob = (
  t: RegistryContext,
  digest: string,
  repository = t.repository,
): Promise<Exchange> => t.send({ method: 'DELETE', path: blobPath(repository, digest) })

/** Milliseconds before what failed is done anew: what other tests do at the same time is over soon. */
const pauses = [100, 400]

/**
 * Deletes what was pushed. A failure over it may come of what other tests do at the same time, and leaves nobody
 * the wiser about what is there: so it is pushed and deleted anew, and the last answer counts.
 */
async function pushedAnew(
  t: RegistryContext,
  remove: () => Promise<Exchange>,
  push: () => Promise<unknown>,
): Promise<Exchange> {
  let deleted = await remove()
  for (const pause of pauses) {
    if (!isFailure(deleted)) break
    await t.pause(pause)
    await push()
    deleted = await remove()
  }
  return deleted
}

export const deletePushed = (
  t: RegistryContext,
  manifest: Content,
  push: () => Promise<unknown> = () => pushManifest(t, manifest),
): Promise<Exchange> => pushedAnew(t, () => deleteManifest(t, manifest.digest), push)

export const deletePushedTag = (t: RegistryContext, manifest: Content, tag: string): Promise<Exchange> =>
  pushedAnew(
    t,
    () => deleteManifest(t, tag),
    () => pushManifest(t, manifest, tag),
  )

export const deletePushedBlob = (t: RegistryContext, blob: Content): Promise<Exchange> =>
  pushedAnew(
    t,
    () => deleteBlob(t, blob.digest),
    () => pushBlob(t, blob),
  )

/** Pushes something anew, and reads it: what is not served then was not taken away by a deletion. */
export interface Control {
  requirement: RequirementId
  what: string
  digest: string
  push: () => Promise<unknown>
  get: () => Promise<Exchange>
}

export const manifestControl = (
  t: RegistryContext,
  manifest: Content,
  { reference = manifest.digest, repository = t.repository } = {},
): Control => ({
  requirement: reference.includes(':') ? 'pull.manifest.by-digest' : 'pull.manifest.by-tag',
  what: 'a manifest that was pushed',
  digest: manifest.digest,
  push: () => pushManifest(t, manifest, reference, repository),
  get: () => getManifest(t, reference, repository),
})

export const blobControl = (t: RegistryContext, blob: Content, repository = t.repository): Control => ({
  requirement: 'pull.blob.get',
  what: 'a blob that was pushed',
  digest: blob.digest,
  push: () => pushBlob(t, blob, repository),
  get: () => getBlob(t, blob.digest, repository),
})

export const getBlob = (t: RegistryContext, digest: string, repository = t.repository): Promise<Exchange> =>
  t.send({ method: 'GET', path: blobPath(repository, digest) })

/** Where something that was pushed was not found: whether it is without any deletion, too. */
export async function judgeServedAnew(
  t: RegistryContext,
  found: Exchange,
  { requirement, what, digest, push, get }: Control,
): Promise<void> {
  if (answerOf(found).status !== 404) return
  await push()
  const { judgement, exchange } = await eventually(t, get, serves(what, digest))
  t.check(requirement, judgement, seenIn(exchange))
}

/** Judges the answer to a deletion. Where nothing was deleted the test ends, blocked by that. */
export async function judgeDeleted(
  t: RegistryContext,
  requirement: RequirementId,
  { deleted, what, control }: { deleted: Exchange; what: string; control: Control },
): Promise<void> {
  t.check(requirement, deleted, answers(`a DELETE of ${what}`, 202))
  await judgeServedAnew(t, deleted, control)
  mustBeDeleted(t, requirement, deleted)
}

/** Ends a test that rests on a deletion which another test judges. */
export function mustBeDeleted(t: RegistryContext, requirement: RequirementId, deleted: Exchange): void {
  if (!succeeded(deleted))
    t.blocked(requirement, `${formatRequest(deleted)} returned ${summarizeResponse(deleted)}`)
}

/** HEAD is answered as GET is: what GET no longer returns is not there for HEAD either. */
export const isGoneForHead =
  (what: string): Judge<Exchange> =>
  (exchange) =>
    succeeded(exchange)
      ? violated(
          `returned ${answerOf(exchange).status} for a HEAD of ${what}, but 404 for a GET`,
          '404',
          summarizeResponse(exchange),
          statusIs('3xx', '4xx', '5xx'),
        )
      : holds()

/** HEAD of a manifest: before its deletion it fills the caches that may keep it. */
export const headManifest = (t: RegistryContext, reference: string): Promise<Exchange> =>
  t.send({
    method: 'HEAD',
    path: manifestPath(t.repository, reference),
    headers: { Accept: manifestTypes.join(', ') },
  })

/** Looks for a manifest until it is gone for GET and for HEAD, for some seconds. */
export async function untilGone(t: RegistryContext, reference: string, what: string): Promise<Settled> {
  const gone = await eventually(t, () => getManifest(t, reference), answers(`a GET of ${what}`, 404))
  if (!gone.judgement.holds) return gone
  const goneForHead = await eventually(t, () => headManifest(t, reference), isGoneForHead(what))
  return goneForHead.judgement.holds ? gone : goneForHead
}
