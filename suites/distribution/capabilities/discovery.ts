import { defineCapability } from '../../../src/engine/suite.ts'
import type { RegistryContext } from '../context.ts'
import { answerOf, told } from '../judges/response.ts'
import { tagsPath } from '../paths.ts'
import { seeRepository } from '../setup.ts'

/** Content Discovery is an optional category: 405 and 501 say that tags cannot be listed here. */
export const tagList = defineCapability<RegistryContext>({
  name: 'tag-list',
  title: 'listing tags',
  decides: [],
  async probe(t) {
    // The repository comes into being with the first push; without one a 404 says nothing about the endpoint.
    const isThere = await seeRepository(t)
    const got = await t.send({ method: 'GET', path: tagsPath(t.repository, { n: '1' }) })
    const { status } = answerOf(got)
    const reason = `the tag list is answered ${told(got)}`
    if (status === 405 || status === 501) return { state: 'unsupported', reason }
    const isUnknown = status === 404 && !isThere
    return isUnknown
      ? { state: 'skipped', reason: `${reason}, and nothing can be pushed` }
      : { state: 'supported' }
  },
})
