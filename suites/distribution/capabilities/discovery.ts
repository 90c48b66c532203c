import { Denied } from '../../../src/engine/record.ts'
import { defineCapability } from '../define.ts'
import { lacksAccess } from '../target/access.ts'
import { answerOf, summarizeResponse } from '../judges/response.ts'
import { tagsPath } from '../requests/paths.ts'
import { absenceOf } from '../content/set-up.ts'

/** Content Discovery is an optional category: 405 means that tags cannot be listed here, a 5xx never does. */
export const tagList = defineCapability({
  name: 'tag-list',
  title: 'tag listing',
  evaluates: [],
  async probe(t) {
    // The repository comes into being with the first push; without one a 404 shows nothing about the endpoint.
    const absence = await absenceOf(t)
    const got = await t.send({ method: 'GET', path: tagsPath(t.repository, { n: '1' }) })
    const { status } = answerOf(got)
    const reason = `GET of the tag list returned ${summarizeResponse(got)}`
    if (status === 405) return { state: 'unsupported', reason }
    if (!absence || status === 200) return { state: 'supported' }
    // Without access the list may be hidden, or the repository not there: which of both is not known.
    if (absence instanceof Denied && lacksAccess(got))
      return { state: 'unknown', reason: absence.message, denied: true }
    return status === 404
      ? { state: 'skipped', reason: `${reason}, and nothing can be pushed` }
      : { state: 'supported' }
  },
})
