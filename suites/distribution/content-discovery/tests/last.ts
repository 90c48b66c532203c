import { violated, holds, type Judge } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { answers, each, summarizeResponse } from '../../judges/response.ts'
import { keepsOrder, listsNothingBefore, startsAfter, tagsOf } from '../../judges/tags.ts'
import { endOfTags } from '../lists/end-of-tags.ts'
import { getTags, pageableTags, type KnownTags } from '../lists/known-tags.ts'
import { statusIs } from '../../../../src/registry/reproduce/condition.ts'

/** A page of tags, and the tag that was sent as last. */
interface Page {
  last: string
  exchange: Exchange
}

const size = 2

/** Pages that begin after each second tag that is known, requested together: each is a case of its own. */
const pagesOf = (t: RegistryContext, { tags }: KnownTags): Promise<readonly Page[]> =>
  t.once('content-discovery/pages-by-last', () =>
    Promise.all(
      tags
        .filter((_, at) => at % size === 0 && at < tags.length - 1)
        .map(async (last) => ({ last, exchange: await getTags(t, { n: `${size}`, last }) })),
    ),
  )

const startsRightly = ({ tags, together }: KnownTags, { last, exchange }: Page) =>
  each(answers('a tag list with last', 200), (got) =>
    startsAfter(tagsOf(got) ?? [], last, { known: tags, together }),
  )(exchange)

const tooFew = 'the repository has fewer than three tags'

/** The `last` parameter of the tag list. */
export const tests: readonly Test[] = [
  // The list begins right after the tag that last names, which itself is not in it.
  defineTest({
    id: 'discovery.tags.after-last',
    title: 'requests the tags after a given tag',
    evaluates: ['discovery.tags.last'],
    needs: ['tag-list'],
    mayNeed: ['push'],
    async run(t) {
      const known = await pageableTags(t)
      if (known.tags.length < 3) return t.skip('discovery.tags.last', tooFew)
      for (const page of await pagesOf(t, known)) {
        t.check('discovery.tags.last', startsRightly(known, page), seenIn(page.exchange))
      }
    },
  }),

  // Tags on pages stand in the order of the whole list.
  defineTest({
    id: 'discovery.tags.order-of-pages',
    title: 'compares the order of tags on pages with that of the list',
    evaluates: ['discovery.tags.order-paged'],
    needs: ['tag-list'],
    mayNeed: ['push'],
    async run(t) {
      const known = await pageableTags(t)
      if (known.tags.length < 3) return t.skip('discovery.tags.order-paged', tooFew)
      const all = await pagesOf(t, known)
      const wrong = all.find((page) => !startsRightly(known, page).holds)
      if (wrong) t.blocked('discovery.tags.last', 'pages do not start after the tag specified as last')
      const paged = all.map(({ last, exchange }) => ({
        last,
        tags: tagsOf(exchange) ?? [],
        exchange: exchange.id,
      }))
      t.check(
        'discovery.tags.order-paged',
        keepsOrder(paged, known.tags, known.answers[0]?.id ?? 0),
        ...all.map(({ exchange }) => seenIn(exchange)),
      )
    },
  }),

  // Without n all tags after the last one come, or as many as the registry sends at once.
  defineTest({
    id: 'discovery.tags.last-alone',
    title: 'requests the tags after a given tag, without n',
    evaluates: ['discovery.tags.last-without-n'],
    needs: ['tag-list'],
    mayNeed: ['push'],
    async run(t) {
      const known = await pageableTags(t)
      const [last] = known.tags
      if (last === undefined || known.tags.length < 3) return t.skip('discovery.tags.last-without-n', tooFew)
      const exchange = await getTags(t, { last })
      t.check('discovery.tags.last-without-n', startsRightly(known, { last, exchange }), seenIn(exchange))
    },
  }),

  // After the very last tag there is nothing.
  defineTest({
    id: 'discovery.tags.after-the-end',
    title: 'requests the tags after the last one of the list',
    evaluates: ['discovery.tags.last-at-end'],
    needs: ['tag-list'],
    mayNeed: ['push'],
    async run(t) {
      await pageableTags(t)
      for (let looks = 3; ; looks -= 1) {
        const end = await endOfTags(t, looks === 3)
        const last = end?.tags.at(-1)
        if (end === undefined || last === undefined) {
          return t.skip('discovery.tags.last-at-end', 'the list is too long to be read to its end')
        }
        const got = await getTags(t, { n: '2', last })
        const judge: Judge<Exchange> = each(answers('a tag list after the last tag', 200), (page) =>
          listsNothingBefore(tagsOf(page) ?? [], last, end.page.id),
        )
        // Others push and delete meanwhile: the last tag may be gone, or the last no more.
        const isEmpty = judge(got).holds && tagsOf(got)?.length === 0
        if (!isEmpty && looks > 1) continue
        return void t.check('discovery.tags.last-at-end', got, judge)
      }
    },
  }),

  // What is answered to a last that is not a tag is not described; clients hope for the tags after its place.
  defineTest({
    id: 'discovery.tags.last-that-is-no-tag',
    title: 'requests the tags after a name that is not a tag',
    evaluates: ['discovery.tags.last-unknown'],
    needs: ['tag-list'],
    mayNeed: ['push'],
    async run(t) {
      const [, second, third] = (await pageableTags(t)).tags
      if (second === undefined || third === undefined) return t.skip('discovery.tags.last-unknown', tooFew)
      // Right after a tag that is there, whatever the order: nothing of ours is between the two.
      const got = await getTags(t, { n: '2', last: `${second}-0` })
      t.check('discovery.tags.last-unknown', got, (exchange) => {
        const { status } = exchange.response ?? { status: 0 }
        if (status >= 500) {
          return violated(
            `returned ${status} for a last that is not a tag`,
            ['200', '4xx'],
            summarizeResponse(exchange),
            statusIs('2xx', '4xx'),
          )
        }
        const goesOn = status === 200 && tagsOf(exchange)?.[0] === third
        const shown =
          status === 200 ? (tagsOf(exchange)?.join(', ') ?? 'no list') : summarizeResponse(exchange)
        return holds(goesOn ? undefined : `returned for a last that is not a tag: ${shown}`)
      })
    },
  }),
]
