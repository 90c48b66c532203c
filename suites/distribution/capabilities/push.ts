import { defineCapability, type CapabilityState } from '../define.ts'
import { isRefused, pushRefusal } from '../target/access.ts'
import { answers, succeeded, summarizeResponse } from '../judges/response.ts'
import { uploadsPath } from '../requests/paths.ts'

/** The category Push is optional: a registry without it refuses uploads and manifests alike. */
export const push = defineCapability({
  name: 'push',
  title: 'pushing',
  evaluates: ['push.session.start'],
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
    const refusal = isRefused(opened) ? await pushRefusal(t, t.repository, opened) : undefined
    if (refusal) {
      const { kind, reason } = refusal
      if (kind === 'no-access') {
        t.unevaluated('push.session.start', reason, { denied: true })
        return { state: 'unknown', reason, denied: true }
      }
      t.unsupported('push.session.start', reason)
      return { state: 'unsupported', reason }
    }
    if (!succeeded(opened)) {
      t.check('push.session.start', opened, answers('the start of an upload', 202))
      return {
        state: 'nonconformant',
        requirement: 'push.session.start',
        reason: `POST to start an upload returned ${summarizeResponse(opened)}`,
      }
    }
    t.check('push.session.start', opened, answers('the start of an upload', 202))
    return { state: 'supported' }
  },
})
