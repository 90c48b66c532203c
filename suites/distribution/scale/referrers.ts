import { describe } from '../../../src/content/content.ts'
import { holds, violated, warning } from '../../../src/engine/judgement.ts'
import { seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import { ownManifest } from '../content/own-manifests.ts'
import { pushManifest } from '../content/set-up.ts'
import { referringManifest } from '../content-discovery/lists/known-referrers.ts'
import { followLinks, type Walk } from '../content-discovery/lists/walk.ts'
import type { Test } from '../define.ts'
import { hasLink } from '../../../src/registry/lists/link.ts'
import { filtersApplied, referrersOf } from '../judges/referrers.ts'
import { answerOf, answers, succeeded, summarizeResponse } from '../judges/response.ts'
import { manifestPath, referrersPath } from '../requests/paths.ts'
import type { RegistryContext } from '../target/context.ts'
import { listsAll, listsNothingElse, listsOnce, walksThrough } from './long-lists.ts'
import { sampleOf, type Sample } from './measure.ts'
import { record, scaleTest } from './scale-test.ts'

const most = 1000
const mostPages = 1100
/** Milliseconds before each look, as long as something is missing. */
const looks = [0, 500, 1000, 2000]

const types = ['application/vnd.oci-assay.even.v1', 'application/vnd.oci-assay.odd.v1'] as const

interface Pushed {
  digests: string[]
  /** Those of the first type. */
  even: string[]
  refused?: Exchange
  samples: Sample[]
}

/**
 * Pushes referrers one after the other: registries are known to lose one of several that are pushed at the same time, and that
 * is judged elsewhere.
 */
async function pushReferrers(
  t: RegistryContext,
  subject: Parameters<typeof referringManifest>[1],
): Promise<Pushed> {
  const pushed: Pushed = { digests: [], even: [], samples: [] }
  for (let at = 0; at < Math.min(most, t.requests); at += 1) {
    const { digest, bytes, mediaType } = await referringManifest(t, subject, types[at % 2])
    const put = await t.send({
      method: 'PUT',
      path: manifestPath(t.repository, digest),
      headers: { 'Content-Type': mediaType },
      body: bytes,
      bodyDigest: digest,
      bulk: true,
    })
    if (!succeeded(put)) return { ...pushed, refused: put }
    pushed.digests.push(digest)
    if (at % 2 === 0) pushed.even.push(digest)
    pushed.samples.push(sampleOf(put, bytes.length))
  }
  return pushed
}

interface Listing {
  first: Exchange
  walk: Walk
  met: string[]
}

async function listReferrers(
  t: RegistryContext,
  subject: string,
  query: Record<string, string> = {},
): Promise<Listing> {
  const first = await t.send({ method: 'GET', path: referrersPath(t.repository, subject, query) })
  const walk = await followLinks(t, first, { pages: mostPages })
  const met = walk.pages.flatMap((page) => (page.error ? [] : (referrersOf(page) ?? [])))
  return { first, walk, met: met.map(({ digest }) => digest) }
}

const ofList = [
  'discovery.referrers.listed',
  'discovery.referrers.complete',
  'discovery.referrers.unique',
  'discovery.referrers.nothing-else',
  'discovery.referrers.pages',
  'discovery.referrers.filter-exact',
] as const

/** A manifest with a thousand referrers. */
export const tests: readonly Test[] = [
  // However many manifests refer to one, the list has each of them once, over all of its pages; a filter finds those of its type.
  scaleTest({
    id: 'discovery.scale.referrers',
    title: 'lists 1,000 referrers of one manifest, and those of one type',
    evaluates: ofList,
    needs: ['push', 'referrers'],
    async run(t) {
      const subject = await ownManifest(t)
      await pushManifest(t, subject)
      const { digests, even, refused, samples } = await pushReferrers(t, describe(subject))
      if (digests.length === 0) {
        const reason = refused ? `a referrer returned ${summarizeResponse(refused)}` : 'no requests'
        return ofList.forEach((id) => t.skip(id, reason))
      }
      const remark = refused
        ? `${digests.length} of ${most}: the next one returned ${answerOf(refused).status}`
        : undefined
      record(t, 'push of a referrer', samples, remark)
      let list = await listReferrers(t, subject.digest)
      let late = false
      for (const pause of looks.slice(1)) {
        if (list.met.length >= digests.length) break
        await t.pause(pause)
        late = true
        list = await listReferrers(t, subject.digest)
      }
      judgeList(t, list, digests, late)
      const pages = list.walk.pages.map((page) => sampleOf(page))
      record(t, `list of ${digests.length} referrers: a page`, pages)
      judgeFiltered(t, await listReferrers(t, subject.digest, { artifactType: types[0] }), even, digests)
    },
  }),
]

function judgeList(
  t: RegistryContext,
  { first, walk, met }: Listing,
  digests: readonly string[],
  late: boolean,
): void {
  const evidence = walk.pages.slice(0, 5).map(seenIn)
  t.require('discovery.referrers.listed', first, answers('the referrers of a manifest that has many', 200))
  if (hasLink(first)) {
    const judgement = walksThrough('referrers', walk, { met, wanted: digests })
    t.require('discovery.referrers.pages', judgement, ...evidence)
  } else t.unsupported('discovery.referrers.pages', 'the registry returns the list in one response')
  const complete = listsAll('referrers', met, digests)
  const lateness = violated(
    'omitted new referrers for a while',
    'the referrers at once',
    'the referrers seconds later',
  )
  t.check('discovery.referrers.complete', late && complete.holds ? warning(lateness) : complete, ...evidence)
  t.check('discovery.referrers.unique', listsOnce('referrers', met), ...evidence)
  t.check('discovery.referrers.nothing-else', listsNothingElse('referrers', met, digests), ...evidence)
}

/** Whether a filter is applied is judged by others: where it is, the list has those of the type and no others. */
function judgeFiltered(
  t: RegistryContext,
  { first, walk, met }: Listing,
  wanted: readonly string[],
  all: readonly string[],
): void {
  const isApplied =
    first.response?.status === 200 &&
    (filtersApplied(first).includes('artifactType') || met.length < all.length)
  if (!isApplied) return t.unsupported('discovery.referrers.filter-exact', 'referrers are not filtered')
  const judgements = [
    listsAll('referrers of the requested type', met, wanted),
    listsNothingElse('referrers', met, wanted),
  ]
  const violation = judgements.find((each) => !each.holds) ?? holds()
  t.check('discovery.referrers.filter-exact', violation, ...walk.pages.slice(0, 5).map(seenIn))
}
