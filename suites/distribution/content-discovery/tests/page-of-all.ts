import type { Judge } from '../../../../src/engine/judgement.ts'
import type { SpecVersion } from '../../../../src/engine/requirement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { hasLink } from '../../../../src/registry/lists/link.ts'
import { answers, each } from '../../judges/response.ts'
import { hasPageOf, isTagName, tagsOf } from '../../judges/tags.ts'
import { getTags, pageableTags } from '../lists/known-tags.ts'

/** How often the list is read until it is the same before and after. */
const looks = 3

const ofEachPage = [
  'discovery.tags.n-exact',
  'discovery.tags.n-from-start',
  'discovery.tags.n-above-total',
  'discovery.tags.complete',
] as const

/** All tags of the repository, where they come in one piece, and nothing else with them. */
async function allTags(t: RegistryContext): Promise<readonly string[] | undefined> {
  const list = await getTags(t)
  const tags = tagsOf(list) ?? []
  const isCountable = tags.length >= 2 && tags.length <= 1000 && tags.every(isTagName)
  return isCountable && !hasLink(list) ? tags : undefined
}

/** How many tags there are only the run knows: in a repository with another number of them, a script would show nothing. */
const isFull =
  (n: number, spec: SpecVersion): Judge<Exchange> =>
  (page) => {
    const judgement = hasPageOf(n, spec)(page)
    return judgement.holds ? judgement : { ...judgement, conditions: [] }
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
      // What is wrong with every page is one finding.
      if (ofEachPage.some((id) => t.failed(id))) return
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
              each(answers(`a tag list with n=${n}`, 200), isFull(n, t.spec))(page),
              seenIn(page),
            )
          return
        }
        before = after
      }
    },
  }),
]
