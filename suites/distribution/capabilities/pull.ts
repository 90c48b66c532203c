import { holds } from '../../../src/engine/judgement.ts'
import { defineCapability } from '../define.ts'
import { seenIn } from '../../../src/registry/record/exchange.ts'
import { lacksOnly } from '../judges/absence.ts'
import { isContentOf } from '../judges/digest.ts'
import { servesPart } from '../pull/judges/part.ts'
import { answerOf, arrives, isConnectionError, succeeded, summarizeResponse } from '../judges/response.ts'
import { isHandy, repetitionOf, requestPart } from '../pull/part.ts'

/**
 * A registry should serve parts of blobs; one that ignores Range returns the whole blob with 200 (1.1.1 and dev). A
 * success that is neither does not show the absence of the feature: the test of parts fails it by its bytes.
 */
export const blobRanges = defineCapability({
  name: 'blob-ranges',
  title: 'blob Range requests',
  evaluates: ['pull.blob.range.supported'],
  async probe(t) {
    const requirement = 'pull.blob.range.supported'
    const blobs = await t.specimens.blobs()
    const blob = blobs.find(isHandy) ?? blobs.find(({ size = 0 }) => size >= 8)
    if (!blob) {
      const reason = 'no blob of 8 bytes or more was named'
      t.skip(requirement, reason)
      return { state: 'skipped', reason }
    }
    const responses = await requestPart(t, blob.digest, 'bytes=1-4')
    const got = responses.at(-1) ?? responses[0]
    const what = 'a Range within a blob'
    const judgement = arrives(what, servesPart(what))(got)
    if (judgement.holds) {
      t.check(requirement, holds(repetitionOf(responses)), ...responses.map(seenIn))
      return { state: 'supported' }
    }
    t.check(requirement, judgement, ...responses.map(seenIn))
    if (judgement.severity === 'fail' || isConnectionError(got))
      return { state: 'nonconformant', requirement, reason: judgement.title }
    const isPartial = succeeded(got) && !isContentOf('a blob', blob.digest)(got).holds
    return isPartial ? { state: 'supported' } : { state: 'unsupported', reason: judgement.title }
  },
})

/** Discovery of extensions is optional; without it nothing can be evaluated about extensions (dev). */
export const extensions = defineCapability({
  name: 'extensions',
  title: 'extension discovery',
  evaluates: ['extensions.discover.registry'],
  async probe(t) {
    const got = await t.send({ method: 'GET', path: '/v2/_oci/ext/discover' })
    if (answerOf(got).status === 200) {
      t.check('extensions.discover.registry', holds(), seenIn(got))
      return { state: 'supported' }
    }
    const reason = `GET /v2/_oci/ext/discover returned ${summarizeResponse(got)}`
    // What is neither discovery nor a refusal is judged by what a registry without discovery returns.
    if (!lacksOnly('discovery')(got).holds) t.blocked('extensions.discover.absent', reason)
    t.unsupported('extensions.discover.registry', reason, seenIn(got))
    return { state: 'unsupported', reason }
  },
})
