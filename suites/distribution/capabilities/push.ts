import { jsonContent } from '../../../src/content/content.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import { defineCapability, type CapabilityState } from '../../../src/engine/suite.ts'
import type { RegistryContext } from '../context.ts'
import { answerOf, answers, succeeded, told } from '../judges/response.ts'
import { manifestPath, uploadsPath } from '../paths.ts'

/** Answers by which a registry says that it takes no pushes here. */
const refusals = [401, 403, 404, 405, 501]

/** The category Push is optional: a registry without it refuses uploads and manifests alike. */
export const push = defineCapability<RegistryContext>({
  name: 'push',
  title: 'pushing',
  decides: ['push.session.start'],
  async probe(t): Promise<CapabilityState> {
    if (t.readOnly) {
      const reason = 'read-only: nothing is written'
      t.skip('push.session.start', reason)
      return { state: 'skipped', reason }
    }
    const opened = await t.send({
      method: 'POST',
      path: uploadsPath(t.repository),
      headers: { 'Content-Length': '0' },
    })
    const { status } = answerOf(opened)
    if (refusals.includes(status) && (await refusesManifests(t))) {
      const reason = `uploads to ${t.repository} are answered ${told(opened)}`
      t.unsupported('push.session.start', reason)
      return { state: 'unsupported', reason }
    }
    if (!succeeded(opened)) {
      t.judge('push.session.start', opened, answers('the start of an upload', 202))
      return {
        state: 'broken',
        requirement: 'push.session.start',
        reason: `uploads are answered ${told(opened)}`,
      }
    }
    t.judge('push.session.start', opened, answers('the start of an upload', 202))
    return { state: 'supported' }
  },
})

async function refusesManifests(t: RegistryContext): Promise<boolean> {
  const index = jsonContent(
    { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [], annotations: { run: t.random.hex(16) } },
    mediaTypes.index,
  )
  const put = await t.send({
    method: 'PUT',
    path: manifestPath(t.repository, index.digest),
    headers: { 'Content-Type': index.mediaType },
    body: index.bytes,
  })
  return refusals.includes(answerOf(put).status)
}
