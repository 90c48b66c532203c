import { violated, holds, warning, type Judge } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { hasLink } from '../../../../src/registry/lists/link.ts'
import {
  answerOf,
  answers,
  arrives,
  each,
  isConnectionError,
  summarizeResponse,
} from '../../judges/response.ts'
import { hasPageOf, isEmptyTagList, startsAtBeginning, tagsOf } from '../../judges/tags.ts'
import { tagsPath } from '../../requests/paths.ts'
import { sendUntilAnswered } from '../../requests/send-until-answered.ts'
import { getTags, pageableTags } from '../lists/known-tags.ts'
import { headerIs, judgedIn, statusIs, tagsAre } from '../../../../src/registry/reproduce/condition.ts'

const survives =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    return status < 500
      ? holds(`returns ${status} for ${what}`)
      : violated(
          `returned ${status} for ${what}`,
          ['200', '400'],
          summarizeResponse(exchange),
          statusIs('2xx', '3xx', '4xx'),
        )
  }

/** An n above what is there is answered with all; one above the server's own limit is not described. */
const listsAllOf =
  (tags: readonly string[], n: number): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    const right = answers(`n=${n}`, 200)(exchange)
    if (!right.holds) return status >= 400 && status < 500 ? warning(right) : right
    const found = tagsOf(exchange) ?? []
    if (found.length >= n || hasLink(exchange)) return holds()
    const missing = tags.filter((tag) => !found.includes(tag))
    return missing.length === 0
      ? holds()
      : violated(
          `omitted tags for n=${n}`,
          'all tags, or a Link',
          `without ${missing.join(', ')}`,
          tagsAre({ includes: missing }),
        )
  }

/** An empty list as null is a note where an empty repository is listed. */
const listsNothing: Judge<Exchange> = (exchange) =>
  tagsOf(exchange)?.length === 0 ? holds() : isEmptyTagList('n=0')(exchange)

const linksNowhere: Judge<Exchange> = (exchange) =>
  hasLink(exchange)
    ? violated('returned a Link for n=0', 'no Link', 'a Link', headerIs('Link', { absent: true }))
    : holds()

/** The list with an n over which some registries have stumbled. */
const tryTags = (t: RegistryContext, n: string): Promise<Exchange> =>
  sendUntilAnswered(t, { method: 'GET', path: tagsPath(t.repository, { n }) })

/** The n parameter of the tag list. */
export const tests: readonly Test[] = [
  // n limits the tags to that many, from the first one on; with a Link they may be fewer.
  defineTest({
    id: 'discovery.tags.first-page',
    title: 'requests some tags, and more tags than there are',
    evaluates: ['discovery.tags.n-exact', 'discovery.tags.n-from-start', 'discovery.tags.n-above-total'],
    needs: ['tag-list'],
    mayNeed: ['push'],
    async run(t) {
      const { answers: lists, tags: known } = await pageableTags(t)
      const many = 1000
      const [first, all] = await Promise.all([getTags(t, { n: '2' }), getTags(t, { n: `${many}` })])
      t.check('discovery.tags.n-above-total', all, listsAllOf(known, many))
      if (known.length < 3) {
        const reason = 'the repository has fewer than three tags'
        t.skip('discovery.tags.n-exact', reason)
        return t.skip('discovery.tags.n-from-start', reason)
      }
      t.require(
        'discovery.tags.n-exact',
        first,
        each(answers('a tag list with n=2', 200), hasPageOf(2, t.spec)),
      )
      // What is there before and after was there in between: others push and delete at the same time.
      const after = await getTags(t)
      const [page = [], before = [], now = []] = [first, lists[0] ?? after, after].map(tagsOf)
      const judgement = startsAtBeginning(page, before, { tags: now, exchange: after.id })
      t.check('discovery.tags.n-from-start', judgedIn(first, judgement), seenIn(first), seenIn(after))
    },
  }),

  // No tags are requested, so none come, and no Link announces more.
  defineTest({
    id: 'discovery.tags.zero',
    title: 'requests zero tags',
    evaluates: ['discovery.tags.n-zero', 'discovery.tags.n-zero-no-link'],
    needs: ['tag-list'],
    mayNeed: ['push'],
    async run(t) {
      await pageableTags(t)
      const none = await tryTags(t, '0')
      const what = 'a tag list with n=0'
      t.check('discovery.tags.n-zero', none, arrives(what, each(answers(what, 200), listsNothing)))
      if (isConnectionError(none)) t.blocked('discovery.tags.n-zero', `no answer to ${what}`)
      t.check('discovery.tags.n-zero-no-link', none, linksNowhere)
    },
  }),

  // An n that is not a number of tags is not described; but it should not cause a failure.
  defineTest({
    id: 'discovery.tags.odd-n',
    title: 'requests tags with a negative n, and with a word as n',
    evaluates: ['discovery.tags.n-invalid'],
    needs: ['tag-list'],
    async run(t) {
      const odd = ['-1', 'two']
      const got = await Promise.all(odd.map((n) => tryTags(t, n)))
      for (const [at, exchange] of got.entries()) {
        const what = `a tag list with n=${odd[at]}`
        t.check('discovery.tags.n-invalid', exchange, arrives(what, survives(what)))
      }
    },
  }),
]
