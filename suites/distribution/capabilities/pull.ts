import { broken, holds } from '../../../src/engine/judgement.ts'
import { defineCapability } from '../../../src/engine/suite.ts'
import { seenIn } from '../../../src/registry/exchange.ts'
import type { RegistryContext } from '../context.ts'
import { answerOf, told } from '../judges/response.ts'
import { blobPath } from '../paths.ts'

/** A registry should serve parts of blobs; one that ignores Range answers 200 with the whole (dev and 1.1.1). */
export const blobRanges = defineCapability<RegistryContext>({
  name: 'blob-ranges',
  title: 'ranges of blobs',
  decides: ['pull.blob.range.supported'],
  async probe(t) {
    const blob = (await t.specimens.blobs()).find(({ size = 0 }) => size >= 8)
    if (!blob) {
      const reason = 'no blob of 8 bytes or more was given'
      t.skip('pull.blob.range.supported', reason)
      return { state: 'skipped', reason }
    }
    const path = blobPath(t.repository, blob.digest)
    const got = await t.send({ method: 'GET', path, headers: { Range: 'bytes=1-4' } })
    if (answerOf(got).status === 206) {
      t.check('pull.blob.range.supported', holds(), seenIn(got))
      return { state: 'supported' }
    }
    const reason = `a Range within a blob is answered ${told(got)}`
    t.check('pull.blob.range.supported', broken(reason, '206', told(got)), seenIn(got))
    return { state: 'broken', requirement: 'pull.blob.range.supported', reason }
  },
})

/** Discovery of extensions is optional; without it nothing can be said of extensions (dev). */
export const extensions = defineCapability<RegistryContext>({
  name: 'extensions',
  title: 'discovery of extensions',
  decides: ['extensions.discover.registry'],
  async probe(t) {
    const got = await t.send({ method: 'GET', path: '/v2/_oci/ext/discover' })
    if (answerOf(got).status === 200) {
      t.check('extensions.discover.registry', holds(), seenIn(got))
      return { state: 'supported' }
    }
    const reason = `GET /v2/_oci/ext/discover is answered ${told(got)}`
    t.unsupported('extensions.discover.registry', reason, seenIn(got))
    return { state: 'unsupported', reason }
  },
})
