import { violated, holds, type Judgement } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { hasLink } from '../../../../src/registry/lists/link.ts'
import { linksToNext } from '../../judges/link.ts'
import { answerOf, foundAt } from '../../judges/response.ts'
import { tagsOf } from '../../judges/tags.ts'
import { endOfTags, type EndOfTags } from '../lists/end-of-tags.ts'
import { getTags, pageableTags } from '../lists/known-tags.ts'
import { followLinks, type Walk } from '../lists/walk.ts'
import { answered, statusIs, tagsAre } from '../../../../src/registry/reproduce/condition.ts'
import type { Condition } from '../../../../src/registry/reproduce/condition-kinds.ts'

const noLink = 'a page of two tags comes without a Link'

/**
 * Milliseconds before each look at the end of the list. It moves while others push and delete: it is looked
 * at until it changes no more, and only what is seen twice is reported.
 */
const looks = [0, 50, 100, 200, 400, 800]

/** On all pages together. */
const allOnce = (tags: readonly string[]): Condition[] => [
  tagsAre({ includes: tags, unique: true, pages: true }),
]

/** The Links led to each of the tags, and once. The order on pages is judged apart. */
function leadsTo(tags: readonly string[], { pages, ended }: Walk): Judgement {
  const expected = `pages with ${tags.join(', ')}`
  const last = pages.at(-1)
  if (ended === 'dead' && last)
    return violated(
      'returned a Link of tags that cannot be followed',
      '200 with the next tags',
      foundAt(last),
      answered,
      statusIs(200),
    )
  if (ended === 'circle')
    return violated('returned Links of tags that form a loop', expected, 'a page again', ...allOnce(tags))
  const met = pages.flatMap((page) => tagsOf(page) ?? []).filter((tag) => tags.includes(tag))
  const lost = tags.filter((tag) => !met.includes(tag))
  if (lost.length === 0 && met.length === tags.length) return holds()
  const title =
    lost.length > 0
      ? `lost ${lost.length} of ${tags.length} tags from page to page`
      : 'listed a tag on more than one page'
  return violated(title, expected, met.join(', ') || 'none of them', ...allOnce(tags))
}

/** Pages by Link, from known tags on. */
export const tests: readonly Test[] = [
  // A Link has the form of RFC 5988, and a client that follows it meets all tags.
  defineTest({
    id: 'discovery.tags.follow-link',
    title: 'follows the Link of each page of tags',
    evaluates: ['discovery.tags.link-form', 'discovery.tags.link-walk'],
    needs: ['tag-list'],
    mayNeed: ['push'],
    async run(t) {
      const [last, ...wanted] = (await pageableTags(t)).tags
      if (last === undefined || wanted.length < 3) {
        const reason = 'the repository has fewer than four tags'
        t.skip('discovery.tags.link-form', reason)
        return t.skip('discovery.tags.link-walk', reason)
      }
      const first = await getTags(t, { n: '2', last })
      if (!hasLink(first)) {
        t.unsupported('discovery.tags.link-form', noLink)
        return t.unsupported('discovery.tags.link-walk', noLink)
      }
      t.require('discovery.tags.link-form', first, linksToNext)
      const end = wanted.at(-1) ?? ''
      const walk = await followLinks(t, first, {
        pages: 3 * wanted.length,
        enough: (page) => tagsOf(page)?.includes(end) === true,
      })
      for (const page of walk.pages.slice(1)) {
        if (page.response && !page.error) t.check('discovery.tags.link-form', page, linksToNext)
      }
      t.check('discovery.tags.link-walk', leadsTo(wanted, walk), ...walk.pages.map(seenIn))
    },
  }),

  // Where no further tags are there, no Link is sent: neither on a last page that is full nor on one that is not.
  defineTest({
    id: 'discovery.tags.last-page',
    title: 'requests the last page of tags',
    evaluates: ['discovery.tags.link-last-page'],
    needs: ['tag-list'],
    mayNeed: ['push'],
    async run(t) {
      const requirement = 'discovery.tags.link-last-page'
      const [, second = ''] = (await pageableTags(t)).tags
      const page = await getTags(t, { n: '2', last: second })
      if (!hasLink(page)) return t.unsupported(requirement, noLink)
      if (!linksToNext(page).holds) t.blocked('discovery.tags.link-form', 'the Link cannot be read')
      let seen: Awaited<ReturnType<typeof judgeEnd>> = []
      let suspected = false
      for (const pause of looks) {
        await t.pause(pause)
        const end = await endOfTags(t, pause === 0)
        const last = end?.tags.at(-3)
        if (!end || last === undefined) return t.skip(requirement, 'the end of the list could not be reached')
        seen = await judgeEnd(t, end, last)
        const isViolated = seen.some(({ judgement }) => !judgement.holds)
        // Of the bare list and the two pages all were at the end: a full page differs from one that is not.
        if (seen.length === 3 && (suspected || !isViolated)) break
        suspected ||= isViolated
      }
      for (const { judgement, exchange } of seen) t.check(requirement, judgement, seenIn(exchange))
    },
  }),
]

/** Looks at the end of the bare list, and at a last page of two tags and one of up to three that has but two. */
async function judgeEnd(t: RegistryContext, { tags, page }: EndOfTags, last: string) {
  const pages = await Promise.all(['2', '3'].map((n) => getTags(t, { n, last })))
  const ends = pages.filter((each) => tagsOf(each)?.at(-1) === tags.at(-1))
  const judged = await Promise.all(
    ends.map(async (exchange) => {
      const { pages } = await followLinks(t, exchange, { pages: 2 })
      const further = pages.length > 1 ? tagsOf(pages[1] ?? exchange) : undefined
      return { exchange, further, judgement: endsWithTags(further) }
    }),
  )
  const isEmpty = answerOf(page).status === 200 && tagsOf(page)?.length === 0
  const bare = { exchange: page, judgement: endsWithTags(isEmpty ? [] : undefined) }
  // Where tags have come behind it meanwhile, the Link is right, and this was not the end.
  return [...judged.filter(({ further = [] }) => further.length === 0), bare]
}

/** What a Link on the last page led to; undefined where there was none. */
const endsWithTags = (further: readonly string[] | undefined): Judgement =>
  further?.length === 0
    ? violated(
        'returned a Link that leads to an empty page',
        'no Link with the last tags',
        'a Link',
        tagsAre({ further: true }),
      )
    : holds()
