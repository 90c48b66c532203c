import { describe } from '../../../../src/content/content.ts'
import { digestOf } from '../../../../src/content/digest.ts'
import { blobsOf } from '../../../../src/content/manifest.ts'
import { violated, holds, warning, type Judge, type Judgement } from '../../../../src/engine/judgement.ts'
import type { Evidence } from '../../../../src/engine/verdict.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import { judgeAbsent } from '../../target/access.ts'
import type { RegistryContext } from '../../target/context.ts'
import { lacksOnly } from '../../judges/absence.ts'
import { hasLink } from '../../../../src/registry/lists/link.ts'
import { linksToNext } from '../../judges/link.ts'
import {
  hasReferrersType,
  isEmptyReferrersList,
  isReferrersList,
  listsEachOnce,
  listsNone,
  listsOnly,
  listsReferrers,
} from '../../judges/referrers.ts'
import {
  answerOf,
  answers,
  formatRequest,
  each,
  foundAt,
  succeeded,
  summarizeResponse,
} from '../../judges/response.ts'
import { ownManifest, putValidManifest, sharedBlobs } from '../../content/own-manifests.ts'
import { referrersPath } from '../../requests/paths.ts'
import { pushBlobs, pushManifest } from '../../content/set-up.ts'
import {
  getReferrers,
  knownReferrers,
  pushedReferrers,
  readableReferrers,
  referred,
  referringManifest,
  type Referrer,
  type ReferrersList,
} from '../lists/known-referrers.ts'
import {
  answered,
  anyOf,
  headerIs,
  onExchange,
  referrersAre,
  statusIs,
} from '../../../../src/registry/reproduce/condition.ts'

const digestsOf = (referrers: readonly Referrer[]): string[] => referrers.map(({ digest }) => digest)

/** What is listed at once, and what only later. */
const judgeListed = ({ entries, incomplete }: ReferrersList, wanted: readonly Referrer[]): Judgement => {
  const judgement = listsReferrers(entries, digestsOf(wanted))
  return incomplete && judgement.holds
    ? warning(
        violated(
          'omitted new referrers for a while',
          'the referrers at once',
          'the referrers seconds later',
          // The list is waited for as a whole.
          onExchange(
            incomplete.id,
            referrersAre({ includes: entries.map(({ digest }) => digest), pages: true }),
          ),
        ),
      )
    : judgement
}

/** The pages, after the first look where that lacked something. */
const looksAt = ({ incomplete, pages }: ReferrersList): Evidence[] =>
  [...(incomplete ? [incomplete] : []), ...pages].map(seenIn)

/** 404 and an empty list are right where a repository does not exist; another refusal warns. */
const isEmptyOrUnknown: Judge<Exchange> = (exchange) => {
  const { status } = answerOf(exchange)
  if (status === 200) return isEmptyReferrersList(exchange)
  const judgement = answers('referrers in an unknown repository', 404, 200)(exchange)
  return status >= 400 && status < 500 ? warning(judgement) : judgement
}

/** The list of referrers as a whole. */
export const tests: readonly Test[] = [
  // Referrers are answered with 200 and an image index under its own media type.
  defineTest({
    id: 'discovery.referrers.list',
    title: 'lists the referrers of a manifest',
    evaluates: [
      'discovery.referrers.listed',
      'discovery.referrers.index',
      'discovery.referrers.content-type',
      'discovery.referrers.unique',
      'discovery.referrers.nothing-else',
    ],
    needs: ['push', 'referrers'],
    async run(t) {
      const all = await referred(t)
      const { first, entries } = await knownReferrers(t)
      t.require('discovery.referrers.listed', first, answers('the referrers of a manifest', 200))
      t.check('discovery.referrers.content-type', first, hasReferrersType)
      t.require('discovery.referrers.index', first, isReferrersList)
      t.check('discovery.referrers.unique', listsEachOnce(entries), seenIn(first))
      const own = digestsOf(pushedReferrers(all))
      t.check('discovery.referrers.nothing-else', listsOnly(entries, own), seenIn(first))
    },
  }),

  // Each manifest with a subject is listed under it; indexes with one are described as entries too.
  defineTest({
    id: 'discovery.referrers.pushed',
    title: 'checks that pushed referrers are listed, on all pages',
    evaluates: [
      'discovery.referrers.link-form',
      'discovery.referrers.pages',
      'discovery.referrers.link',
      'discovery.referrers.complete',
      'discovery.referrers.complete-index',
    ],
    needs: ['push', 'referrers'],
    async run(t) {
      const all = await referred(t)
      const list = await readableReferrers(t)
      const { first, pages } = list
      const onePiece = 'the registry returns the list in one response'
      if (!hasLink(first)) {
        t.unsupported('discovery.referrers.link-form', onePiece)
        t.unsupported('discovery.referrers.pages', onePiece)
        const cut = await cutOff(t, list)
        if (cut) t.require('discovery.referrers.link', cut, seenIn(first))
        t.unsupported('discovery.referrers.link', onePiece)
      } else {
        t.check('discovery.referrers.link', holds(), seenIn(first))
        for (const page of pages) {
          if (!page.error) t.require('discovery.referrers.link-form', page, linksToNext)
        }
        t.require('discovery.referrers.pages', judgePages(list), ...pages.map(seenIn))
      }
      for (const [what, { push }, requirement] of [
        ['an image manifest with a subject', all.plain, 'discovery.referrers.complete'],
        ['an index with a subject', all.typedIndex, 'discovery.referrers.complete-index'],
        ['an index with a subject', all.plainIndex, 'discovery.referrers.complete-index'],
      ] as const) {
        const failed = push && lacksOnly(`the push of ${what}`, '201')(push)
        if (failed && !failed.holds) t.check(requirement, failed, seenIn(push))
      }
      const manifests = [all.typed, all.plain].filter(({ refused }) => refused === undefined)
      t.check('discovery.referrers.complete', judgeListed(list, manifests), ...looksAt(list))
      const indexes = [all.typedIndex, all.plainIndex].filter(({ refused }) => refused === undefined)
      if (indexes.length === 0) {
        const reason = `indexes with a subject are not accepted: ${all.plainIndex.refused ?? ''}`
        return t.unsupported('discovery.referrers.complete-index', reason)
      }
      t.check('discovery.referrers.complete-index', judgeListed(list, indexes), ...looksAt(list))
    },
  }),

  // A referrer may come before its subject, and is listed once the subject is there.
  defineTest({
    id: 'discovery.referrers.early',
    title: 'pushes a referrer before its subject',
    evaluates: ['discovery.referrers.before-subject'],
    needs: ['push', 'referrers'],
    async run(t) {
      const subject = await ownManifest(t)
      const referrer = await referringManifest(t, describe(subject))
      const put = await putValidManifest(t, referrer, referrer.digest)
      if (!succeeded(put))
        t.blocked('push.subject.missing', `${formatRequest(put)} returned ${summarizeResponse(put)}`)
      await pushManifest(t, subject)
      const list = await getReferrers(t, subject.digest, { awaited: [referrer.digest] })
      if (list.first.response?.status !== 200) {
        t.blocked('discovery.referrers.listed', `GET of referrers returned ${summarizeResponse(list.first)}`)
      }
      t.check('discovery.referrers.before-subject', judgeListed(list, [referrer]), ...looksAt(list))
    },
  }),

  // Only what is in the repository itself is listed, though another one may hold a referrer of the same digest.
  defineTest({
    id: 'discovery.referrers.elsewhere',
    title: 'pushes a referrer of the same digest to another repository',
    evaluates: ['discovery.referrers.other-repository'],
    needs: ['push', 'referrers'],
    async run(t) {
      const subject = await ownManifest(t)
      const blobs = blobsOf(await sharedBlobs(t))
      await Promise.all([pushManifest(t, subject), pushBlobs(t, blobs, t.secondRepository)])
      const referrer = await referringManifest(t, describe(subject))
      const put = await putValidManifest(t, referrer, referrer.digest, t.secondRepository)
      // Without its subject there the push may be refused, which another test judges.
      if (!succeeded(put))
        t.blocked('push.subject.missing', `${formatRequest(put)} returned ${summarizeResponse(put)}`)
      const { first, entries } = await getReferrers(t, subject.digest)
      t.check(
        'discovery.referrers.other-repository',
        listsNone(entries, [referrer.digest], 'of another repository'),
        seenIn(put),
        seenIn(first),
      )
    },
  }),

  // Nothing refers to a digest: that is an empty index, whether the digest is there or not.
  defineTest({
    id: 'discovery.referrers.none',
    title: 'requests the referrers of a digest without referrers',
    evaluates: ['discovery.referrers.empty'],
    needs: ['push', 'referrers'],
    async run(t) {
      const lonely = await ownManifest(t)
      await pushManifest(t, lonely)
      const { config } = await sharedBlobs(t)
      const requests = [lonely.digest, config.digest, digestOf(t.random.bytes(32))].map((digest) =>
        t.send({ method: 'GET', path: referrersPath(t.repository, digest) }),
      )
      for (const got of await Promise.all(requests)) {
        const judge = each(answers('referrers of a digest without referrers', 200), isEmptyReferrersList)
        t.check('discovery.referrers.empty', got, judge)
      }
    },
  }),

  // A digest that is none is refused with 400; a repository that does not exist has no referrers, or is answered with 404.
  defineTest({
    id: 'discovery.referrers.odd',
    title: 'requests the referrers of a malformed digest, and in an unknown repository',
    evaluates: ['discovery.referrers.invalid-digest', 'discovery.referrers.unknown-repository'],
    needs: ['referrers'],
    async run(t) {
      const digest = digestOf(t.random.bytes(32))
      const absent = `${t.repository}-absent-${t.random.hex(8)}`
      const [unknown, ...malformed] = await Promise.all([
        t.send({ method: 'GET', path: referrersPath(absent, digest) }),
        ...malformedDigests(digest).map((text) =>
          t.send({ method: 'GET', path: referrersPath(t.repository, text) }),
        ),
      ])
      for (const got of malformed)
        t.check('discovery.referrers.invalid-digest', got, answers('referrers of a malformed digest', 400))
      await judgeAbsent(t, 'discovery.referrers.unknown-repository', unknown, {
        repository: absent,
        judge: isEmptyOrUnknown,
      })
    },
  }),
]

/** Texts that are near a digest: a registry that checks the grammar alone takes all but the last for one. */
const malformedDigests = (digest: string): string[] => {
  const [, hex = ''] = digest.split(':')
  return [digest.slice(0, -1), `sha512:${hex}`, `sha256:${hex.toUpperCase()}`, `sha256:${hex.slice(0, -1)}g`]
}

/** A referrer that only a filter brings to light was cut off from the list, which then needs a Link. */
async function cutOff(t: RegistryContext, { entries }: ReferrersList): Promise<Judgement | undefined> {
  const all = await referred(t)
  const pushed = pushedReferrers(all)
  const missing = pushed.filter(({ digest }) => !entries.some((entry) => entry.digest === digest))
  // Which of them is cut off may depend on their digests.
  const listed = referrersAre({ includes: pushed.map(({ digest }) => digest) })
  for (const { digest, artifactType } of missing) {
    if (artifactType === undefined) continue
    const filtered = await getReferrers(t, all.subject.digest, { query: { artifactType } })
    if (filtered.entries.some((entry) => entry.digest === digest)) {
      const received = `${entries.length} entries without ${digest}, which is listed for its artifactType`
      return violated(
        'cut off the list of referrers without a Link',
        'a Link',
        received,
        anyOf([headerIs('Link')], [listed]),
      )
    }
  }
  return undefined
}

/** Further pages are image indexes with entries that no page had before. */
export function judgePages({ pages, ended, entries }: ReferrersList): Judgement {
  const title = 'returned a Link of referrers that leads to no further referrers'
  const last = pages.at(-1)
  if (ended === 'dead' && last)
    return violated(title, '200 with an image index', foundAt(last), answered, statusIs(200))
  if (ended === 'circle' || ended === 'limit')
    return violated(
      title,
      'an end of the pages',
      'ever more pages',
      referrersAre({ unique: true, pages: true }),
    )
  for (const page of pages.slice(1)) {
    const judgement = isReferrersList(page)
    if (!judgement.holds) return judgement
  }
  const once = listsEachOnce(entries)
  return once.holds ? holds() : { ...once, title: 'repeats referrers from page to page' }
}
