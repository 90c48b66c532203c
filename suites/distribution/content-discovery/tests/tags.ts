import { violated, holds, warning, type Judge } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import { judgeAbsent } from '../../target/access.ts'
import type { RegistryContext } from '../../target/context.ts'
import { answerOf, answers, succeeded, summarizeResponse } from '../../judges/response.ts'
import {
  inOrder,
  isEmptyTagList,
  isTagList,
  lists,
  isTagName,
  listsOnlyTagNames,
  listsNoneOf,
  namesRepository,
  tagsOf,
  withoutRepetition,
} from '../../judges/tags.ts'
import { tagsPath } from '../../requests/paths.ts'
import { describe } from '../../../../src/content/content.ts'
import { imageIndex } from '../../../../src/content/manifest.ts'
import { amd64, mark, ownManifest } from '../../content/own-manifests.ts'
import { pushImage, pushManifest } from '../../content/set-up.ts'
import { getTags, knownTags, ownTags } from '../lists/known-tags.ts'
import { followLinks } from '../lists/walk.ts'
import type { RequirementId } from '../../requirements.ts'
import { onExchange, statusIs, tagsAre } from '../../../../src/registry/reproduce/condition.ts'

/** 200 with an empty list and 404 are right where a repository has no tags, or does not exist. */
const isEmptyOrUnknown =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    if (status === 404) return holds()
    if (status === 200) return isEmptyTagList(what)(exchange)
    const judgement = violated(
      `returned ${status} for the tag list of ${what}`,
      ['200', '404'],
      summarizeResponse(exchange),
      statusIs(200, 404),
    )
    return status >= 400 && status < 500 ? warning(judgement) : judgement
  }

/** The requirements by which names outside the grammar of tags are refused, with what they have in common. */
const refusedBy: readonly (readonly [requirement: RequirementId, has: (name: string) => boolean])[] = [
  ['push.tag.invalid', (name) => !name.includes(':') && name.length <= 128],
  ['push.tag.too-long', (name) => !name.includes(':') && name.length > 128],
  ['push.manifest.malformed-digest', (name) => name.includes(':')],
]

const isDigest = (name: string): boolean => /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(name)

/** References outside the grammar of tags that the registry accepted from this run when it should have refused them. */
const acceptedOddNames = (t: RegistryContext): Set<string> =>
  new Set(
    t.exchanges().flatMap(({ request, response }) => {
      const { pathname } = new URL(request.url)
      const reference = pathname.split('/manifests/')[1]
      const isPushed = request.method === 'PUT' && response && response.status < 300
      const name = reference === undefined || !isPushed ? undefined : decodeURIComponent(reference)
      return name === undefined || isTagName(name) || isDigest(name) ? [] : [name]
    }),
  )

const noPushedTags = 'nothing is pushed here, so it is not known which tags there are'

/** Pages may have three tags each, and other tests have tags here too. */
const mostPages = 100

/** The tag list as a whole. */
export const tests: readonly Test[] = [
  // The tags of a repository that is there are answered with 200 and a JSON object: its whole name, and its tags in order.
  defineTest({
    id: 'discovery.tags.list',
    title: 'lists the tags of a repository',
    evaluates: [
      'discovery.tags.listed',
      'discovery.tags.body',
      'discovery.tags.name',
      'discovery.tags.order',
    ],
    needs: ['tag-list'],
    mayNeed: ['push'],
    async run(t) {
      const known = await knownTags(t)
      const [list] = known.answers
      if (list) {
        t.require('discovery.tags.listed', list, answers('the tag list of an existing repository', 200))
        t.require('discovery.tags.body', list, isTagList)
        t.check('discovery.tags.name', list, namesRepository(t.repository))
      }
      for (const answer of known.answers) {
        t.check('discovery.tags.order', inOrder(tagsOf(answer) ?? [], t.spec), seenIn(answer))
      }
    },
  }),

  // Each tag of the repository is in the list, on whichever page.
  defineTest({
    id: 'discovery.tags.own',
    title: 'checks that pushed tags are listed',
    evaluates: ['discovery.tags.complete'],
    needs: ['tag-list'],
    mayNeed: ['push'],
    async run(t) {
      if (!t.has('push')) return t.skip('discovery.tags.complete', noPushedTags)
      const own = await ownTags(t)
      const { answers: seen, tags, incomplete, tooLong, missing } = await knownTags(t)
      if (tooLong && missing.length > 0) {
        const reason =
          'the repository has more tags than are checked, and last does not lead to the pushed ones'
        return t.skip('discovery.tags.complete', reason)
      }
      const complete = lists(tags, own)
      const judgement =
        incomplete && complete.holds
          ? warning(
              violated(
                'omitted new tags for a while',
                'the tags at once',
                'the tags seconds later',
                onExchange(incomplete.id, tagsAre({ includes: own, pages: true })),
              ),
            )
          : complete
      const looks = [...(incomplete ? [incomplete] : []), ...seen.slice(-3)]
      t.check('discovery.tags.complete', judgement, ...looks.map(seenIn))
    },
  }),

  // Clients of registries without the referrers API set tags that are named after digests: those are tags like others.
  defineTest({
    id: 'discovery.tags.of-the-tag-schema',
    title: 'checks that a tag of the referrers tag schema is listed',
    evaluates: ['discovery.tags.complete'],
    needs: ['push', 'tag-list'],
    async run(t) {
      const subject = await ownManifest(t)
      await pushManifest(t, subject)
      const index = imageIndex({ manifests: [describe(subject, amd64)], annotations: mark(t) })
      // Random digits, by which the clean-up knows the tag as the run's.
      const tag = `sha256-${t.random.hex(64)}`
      await pushManifest(t, index, tag)
      const enough = (page: Exchange) => tagsOf(page)?.includes(tag) === true
      const look = async () => {
        const { pages, ended } = await followLinks(t, await getTags(t), { pages: mostPages, enough })
        return { pages, ended, last: pages.at(-1) }
      }
      let found = await look()
      if (found.ended === 'end') {
        await t.pause(1000)
        found = await look()
      }
      const { pages, ended, last } = found
      if (ended === 'limit')
        return t.skip('discovery.tags.complete', 'the repository has more tags than are checked')
      const wrong = pages.find((page) => tagsOf(page) === undefined)
      if (ended === 'dead' || ended === 'circle' || !last || wrong)
        t.blocked(
          wrong && succeeded(wrong) ? 'discovery.tags.body' : 'discovery.tags.listed',
          `the tag list returned ${last ? summarizeResponse(wrong ?? last) : 'nothing'}`,
        )
      const tags = pages.flatMap((page) => tagsOf(page) ?? [])
      t.check('discovery.tags.complete', warning(lists(tags, [tag])), ...pages.slice(-3).map(seenIn))
    },
  }),

  // What is listed are tags, each once: no digests of manifests without tags. Judged last, when it is known which names
  // outside the grammar were accepted.
  defineTest({
    id: 'discovery.tags.only-tags',
    title: 'checks the list for digests and duplicates',
    evaluates: ['discovery.tags.nothing-else'],
    needs: ['tag-list'],
    mayNeed: ['push'],
    phase: 'last',
    async run(t) {
      const requirement = 'discovery.tags.nothing-else'
      const accepted = acceptedOddNames(t)
      const found = (await knownTags(t)).answers.flatMap((answer) => {
        const tags = tagsOf(answer) ?? []
        const foreign = tags.filter((tag) => !accepted.has(tag))
        // Without the operation: such a name may be listed since a push of it was accepted, from another run too.
        const place = { kind: 'exchange', exchange: answer.id } as const
        return [
          [withoutRepetition(tags), seenIn(answer)] as const,
          [listsOnlyTagNames(foreign), place] as const,
        ]
      })
      const refusal = refusedBy.find(([, has]) => [...accepted].some(has))
      for (const [judgement, place] of found) {
        if (!judgement.holds || refusal === undefined) t.check(requirement, judgement, place)
      }
      if (refusal) t.blocked(refusal[0], 'tags that violate the grammar were accepted')
    },
  }),

  // A repository has its own tags alone; one that has none is answered with an empty list, or with 404.
  defineTest({
    id: 'discovery.tags.of-another-repository',
    title: 'lists the tags of a second repository, in which nothing is tagged',
    evaluates: ['discovery.tags.nothing-else', 'discovery.tags.empty-list'],
    needs: ['tag-list', 'push'],
    async run(t) {
      const [own] = await Promise.all([ownTags(t), pushImage(t, { repository: t.secondRepository })])
      const list = await t.send({ method: 'GET', path: tagsPath(t.secondRepository) })
      const tags = tagsOf(list) ?? []
      t.check('discovery.tags.nothing-else', listsNoneOf(tags, own, 'of another repository'), seenIn(list))
      const others = answerOf(list).status === 200 && tags.some((tag) => !own.includes(tag))
      if (others) return t.skip('discovery.tags.empty-list', 'the second repository has tags of others')
      t.check('discovery.tags.empty-list', list, isEmptyOrUnknown('a repository without tags'))
    },
  }),

  // A repository that does not exist has no tags: 404, or an empty list.
  defineTest({
    id: 'discovery.tags.of-an-unknown-repository',
    title: 'lists the tags of a repository that does not exist',
    evaluates: ['discovery.tags.unknown-repository'],
    needs: ['tag-list'],
    async run(t) {
      const repository = `${t.repository}-absent-${t.random.hex(8)}`
      const list = await t.send({ method: 'GET', path: tagsPath(repository) })
      const judge = isEmptyOrUnknown('an unknown repository')
      await judgeAbsent(t, 'discovery.tags.unknown-repository', list, { repository, judge })
    },
  }),
]
