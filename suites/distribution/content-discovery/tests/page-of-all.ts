import { defineTest, type Test } from '../../define.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { hasLink } from '../../../../src/registry/lists/link.ts'
import { answers, each } from '../../judges/response.ts'
import { hasPageOf, tagsOf } from '../../judges/tags.ts'
import { getTags, pageableTags } from '../lists/known-tags.ts'

/** How often the list is read until it is the same before and after. */
const looks = 3

/** All tags of the repository, where they come in one piece and a page of as many can be requested. */
async function allTags(t: RegistryContext): Promise<readonly string[] | undefined> {
  const list = await getTags(t)
  const tags = tagsOf(list) ?? []
  return hasLink(list) || tags.length < 2 || tags.length > 1000 ? undefined : tags
}

/** A page that is exactly full: where a list ends is where pages are counted wrong. */
export const tests: readonly Test[] = [
  // Judged last, when no other test of the run adds tags.
  defineTest({
    id: 'discovery.tags.page-of-all',
    title: 'requests as many tags as there are, and one fewer',
    evaluates: [],
    mayEvaluate: ['discovery.tags.n-exact'],
    needs: ['tag-list'],
    mayNeed: ['push'],
    depth: 'standard',
    phase: 'last',
    async run(t) {
      await pageableTags(t)
      let before = await allTags(t)
      for (let look = 0; look < looks && before !== undefined; look += 1) {
        const sizes = [before.length, before.length - 1]
        const pages = await Promise.all(
          sizes.map(async (n) => [n, await getTags(t, { n: String(n) })] as const),
        )
        const after = await allTags(t)
        // Others push and delete meanwhile.
        if (after?.join() === before.join()) {
          for (const [n, page] of pages)
            t.check(
              'discovery.tags.n-exact',
              each(answers(`a tag list with n=${n}`, 200), hasPageOf(n, t.spec))(page),
              seenIn(page),
            )
          return
        }
        before = after
      }
    },
  }),
]
