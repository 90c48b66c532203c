import { holds } from '../../../src/engine/judgement.ts'
import { defineCapability } from '../define.ts'
import { seenIn } from '../../../src/registry/record/exchange.ts'
import { deniedTo, lacksAuthorization } from '../target/access.ts'
import { answerOf, summarizeResponse } from '../judges/response.ts'
import { referrersPath } from '../requests/paths.ts'

/** Statuses of a registry without the API. */
const absent = [400, 404, 405]

/** The referrers API as far as reading shows it: whether OCI-Subject announces it is not known without a push. */
export const referrersApi = defineCapability({
  name: 'referrers',
  title: 'referrers API',
  evaluates: ['discovery.referrers.supported', 'discovery.referrers.no-404'],
  async probe(t) {
    const [subject] = (await t.specimens.manifests()).filter(({ digest }) => digest !== '')
    const skip = (reason: string) => {
      t.skip('discovery.referrers.supported', reason)
      t.skip('discovery.referrers.no-404', reason)
    }
    if (!subject) {
      const reason = 'no manifest was named'
      skip(reason)
      return { state: 'skipped', reason }
    }
    const listed = await t.send({ method: 'GET', path: referrersPath(t.repository, subject.digest) })
    if (lacksAuthorization(listed) || answerOf(listed).status === 403) {
      const reason = deniedTo(t, `list the referrers of ${t.repository}`, listed)
      t.unevaluated('discovery.referrers.supported', reason, { denied: true })
      t.unevaluated('discovery.referrers.no-404', reason, { denied: true })
      return { state: 'unknown', reason, denied: true }
    }
    const { status } = answerOf(listed)
    if (absent.includes(status)) {
      const reason = `GET of referrers returned ${summarizeResponse(listed)}`
      t.unsupported('discovery.referrers.supported', reason, seenIn(listed))
      t.skip('discovery.referrers.no-404', 'read-only: no push shows whether OCI-Subject announces the API')
      return { state: 'unsupported', reason }
    }
    // Any other response is the API's, and its tests judge it.
    t.check('discovery.referrers.supported', holds(), seenIn(listed))
    t.check('discovery.referrers.no-404', holds(), seenIn(listed))
    return { state: 'supported' }
  },
})
