import { digestOf } from '../../../../../src/content/digest.ts'
import { violated, holds } from '../../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../../define.ts'
import { seenIn } from '../../../../../src/registry/record/exchange.ts'
import { judgePages } from '../referrers.ts'
import { hasLink } from '../../../../../src/registry/lists/link.ts'
import { linksToNext } from '../../../judges/link.ts'
import {
  hasReferrersType,
  isEmptyReferrersList,
  isReferrersList,
  listsEachOnce,
} from '../../../judges/referrers.ts'
import { answers, each } from '../../../judges/response.ts'
import { referrersPath } from '../../../requests/paths.ts'
import { namedReferrers, pulledReferrers, type PulledReferrer } from '../../lists/named-referrers.ts'
import { judgedIn, referrersAre } from '../../../../../src/registry/reproduce/condition.ts'

const needs = ['referrers']
const onePiece = 'each list is returned in one response'

/** The digest that a manifest refers to. */
const subjectOf = ({ document }: PulledReferrer): unknown =>
  (document['subject'] as { digest?: unknown } | null | undefined)?.digest

/** Lists of referrers of manifests that are there, whatever they contain. */
export const tests: readonly Test[] = [
  // Referrers are returned with 200, as an image index under its own media type; further pages go on where one ends.
  defineTest({
    id: 'discovery.referrers.read-lists',
    title: 'lists the referrers of the named manifests',
    evaluates: [
      'discovery.referrers.listed',
      'discovery.referrers.content-type',
      'discovery.referrers.index',
      'discovery.referrers.unique',
      'discovery.referrers.link-form',
      'discovery.referrers.pages',
    ],
    needs,
    async run(t) {
      const lists = await namedReferrers(t)
      for (const { first, entries } of lists) {
        t.require('discovery.referrers.listed', first, answers('the referrers of a manifest', 200))
        t.check('discovery.referrers.content-type', first, hasReferrersType)
        t.require('discovery.referrers.index', first, isReferrersList)
        t.check('discovery.referrers.unique', listsEachOnce(entries), seenIn(first))
      }
      const paged = lists.filter(({ first }) => hasLink(first))
      for (const list of paged) {
        for (const page of list.pages) {
          if (!page.error) t.check('discovery.referrers.link-form', page, linksToNext)
        }
        t.check('discovery.referrers.pages', judgePages(list), ...list.pages.map(seenIn))
      }
      if (paged.length > 0) return
      t.unsupported('discovery.referrers.link-form', onePiece)
      t.unsupported('discovery.referrers.pages', onePiece)
    },
  }),

  // What is listed refers to the manifest that it is listed for.
  defineTest({
    id: 'discovery.referrers.read-subjects',
    title: 'pulls listed referrers and reads their subject',
    evaluates: ['discovery.referrers.nothing-else'],
    needs,
    async run(t) {
      const pulled = await pulledReferrers(t)
      if (pulled.length === 0) t.skip('discovery.referrers.nothing-else', 'no referrer is listed')
      for (const each of pulled) {
        const { subject, entry, list, got } = each
        const judgement =
          subjectOf(each) === subject
            ? holds()
            : violated(
                'listed something that does not refer to the digest in the request',
                `a manifest with the subject ${subject}`,
                `${entry.digest} with the subject ${JSON.stringify(subjectOf(each))}`,
                referrersAre({ excludes: [entry.digest], pages: true }),
              )
        t.check('discovery.referrers.nothing-else', judgedIn(list, judgement), seenIn(list), seenIn(got))
      }
    },
  }),

  // Nothing refers to a digest that does not exist: the list is empty. For the digest of a blob a list is returned as well; it may have entries.
  defineTest({
    id: 'discovery.referrers.read-none',
    title: 'lists the referrers of a digest that does not exist, and of a blob',
    evaluates: ['discovery.referrers.empty'],
    needs,
    async run(t) {
      const path = referrersPath(t.repository, digestOf(t.random.bytes(32)))
      const got = await t.send({ method: 'GET', path })
      const judge = each(answers('referrers of a digest without referrers', 200), isEmptyReferrersList)
      t.check('discovery.referrers.empty', got, judge)
      const [blob] = await t.specimens.blobs()
      if (!blob) return
      const ofBlob = await t.send({ method: 'GET', path: referrersPath(t.repository, blob.digest) })
      t.check('discovery.referrers.empty', ofBlob, answers('referrers of a blob', 200))
    },
  }),
]
