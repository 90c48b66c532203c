import type { Content } from '../../../src/content/content.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import { succeeded } from '../judges/response.ts'
import { tagsNamed } from '../push/tests/tag-parameters.ts'
import { manifestPath } from '../requests/paths.ts'
import type { RegistryContext, TestRequest } from '../target/context.ts'
import { sampleOf, type Sample } from './measure.ts'
import { eachOf } from './scale-test.ts'

/** As many as each registry with tag parameters should take. */
export const inOnePush = 10

/** What was created, and the answer that ended it before all was. */
export interface TagCreation {
  tags: string[]
  refused?: Exchange
  samples: Sample[]
}

/** Creates tags of one manifest, several by one push where the registry takes parameters. */
export async function createTags(
  t: RegistryContext,
  manifest: Content,
  wanted: readonly string[],
  about: Pick<TestRequest, 'bulk'> = {},
): Promise<TagCreation> {
  const created: TagCreation = { tags: [], samples: [] }
  const together = t.has('tag-parameters') ? inOnePush : 1
  const groups = Array.from({ length: Math.ceil(wanted.length / together) }, (_, at) =>
    wanted.slice(at * together, (at + 1) * together),
  )
  await eachOf(groups, 16, async (tags) => {
    const [first = ''] = tags
    const put = await t.send({
      method: 'PUT',
      path:
        together === 1
          ? manifestPath(t.repository, first)
          : `${manifestPath(t.repository, manifest.digest)}?${tags.map((tag) => `tag=${tag}`).join('&')}`,
      headers: { 'Content-Type': manifest.mediaType },
      body: manifest.bytes,
      bodyDigest: manifest.digest,
      ...about,
    })
    if (!succeeded(put)) {
      created.refused ??= put
      return false
    }
    const named = together === 1 ? tags : tagsNamed(put)
    created.tags.push(...tags.filter((tag) => named.includes(tag)))
    created.samples.push(sampleOf(put, manifest.bytes.length))
    return true
  })
  return { ...created, tags: created.tags.toSorted() }
}
