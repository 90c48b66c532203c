import { contentOf } from '../../../src/content/content.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import { violated, holds, warning, type Judgement } from '../../../src/engine/judgement.ts'
import { defineCapability, type Capability, type CapabilityState } from '../define.ts'
import { isFailure, seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import { deniedTo, lacksAuthorization } from '../target/access.ts'
import type { RegistryContext } from '../target/context.ts'
import { answerOf, succeeded, summarizeResponse } from '../judges/response.ts'
import { blobPath, manifestPath } from '../requests/paths.ts'
import { pushBlob, pushImage } from '../content/set-up.ts'
import { statusIs } from '../../../src/registry/reproduce/condition.ts'

/**
 * Deletion may be off for tags, manifests and blobs, each by itself. Off means 400 or 405; another
 * refusal of content that is there breaks the statement (before 1.1 that warns, as the old table
 * and prose differ). A failure of the server is not a refusal in any version.
 */
const deletion = (
  kind: 'tag' | 'manifest' | 'blob',
  title: string,
  pushSomething: (t: RegistryContext) => Promise<string>,
): Capability =>
  defineCapability({
    name: `delete-${kind}`,
    title,
    evaluates: [`management.${kind}.supported`, `management.${kind}.disabled`],
    needs: ['push'],
    async probe(t): Promise<CapabilityState> {
      const deleteIt = async () => t.send({ method: 'DELETE', path: await pushSomething(t) })
      const first = await deleteIt()
      // A failure may come of what is pushed at the same time; a registry that always fails does so again.
      const deleted = isFailure(first) ? await deleteIt() : first
      if (lacksAuthorization(deleted)) {
        const denied = deniedTo(t, `delete in ${t.repository}`, deleted)
        t.unevaluated(`management.${kind}.supported`, denied, { denied: true })
        t.unevaluated(`management.${kind}.disabled`, denied, { denied: true })
        return { state: 'unknown', reason: denied, denied: true }
      }
      const { status } = answerOf(deleted)
      if (succeeded(deleted)) {
        t.check(`management.${kind}.supported`, holds(), seenIn(deleted))
        t.skip(`management.${kind}.disabled`, 'does not apply: this deletion is enabled')
        return { state: 'supported' }
      }
      const reason = `DELETE of a ${kind} returned ${summarizeResponse(deleted)}`
      const disabled = `management.${kind}.disabled` as const
      if (isFailure(deleted) || status === 503) {
        t.check(disabled, failsOver(kind, deleted), seenIn(deleted))
        t.blocked(disabled, reason)
      }
      t.unsupported(`management.${kind}.supported`, reason, seenIn(deleted))
      if (status === 400 || status === 405) {
        t.check(disabled, holds(), seenIn(deleted))
        return { state: 'unsupported', reason }
      }
      const refusal = failsOver(kind, deleted)
      t.check(disabled, t.spec === '1.0' ? warning(refusal) : refusal, seenIn(deleted))
      return { state: 'nonconformant', requirement: disabled, reason }
    },
  })

/** Neither a deletion nor the refusal of one that is off. */
const failsOver = (kind: string, deleted: Exchange): Judgement =>
  violated(
    `returned ${answerOf(deleted).status} for a DELETE of a ${kind}`,
    ['202', '400', '405'],
    summarizeResponse(deleted),
    statusIs(202, 400, 405),
  )

export const deleteTag = deletion('tag', 'tag deletion', async (t) => {
  const tag = t.tag('delete')
  await pushImage(t, { tag })
  return manifestPath(t.repository, tag)
})

export const deleteManifest = deletion('manifest', 'manifest deletion', async (t) => {
  const { manifest } = await pushImage(t)
  return manifestPath(t.repository, manifest.digest)
})

export const deleteBlob = deletion('blob', 'blob deletion', async (t) => {
  const blob = contentOf(t.random.bytes(64), mediaTypes.octetStream)
  await pushBlob(t, blob)
  return blobPath(t.repository, blob.digest)
})
