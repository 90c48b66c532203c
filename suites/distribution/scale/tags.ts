import { holds, violated, warning } from '../../../src/engine/judgement.ts'
import { seenIn } from '../../../src/registry/record/exchange.ts'
import { ownManifest } from '../content/own-manifests.ts'
import { pushManifest } from '../content/set-up.ts'
import { getTags } from '../content-discovery/lists/known-tags.ts'
import { followLinks, type Walk } from '../content-discovery/lists/walk.ts'
import type { Test } from '../define.ts'
import { hasLink } from '../../../src/registry/lists/link.ts'
import { answerOf, answers, summarizeResponse } from '../judges/response.ts'
import { hasPageOf, inOrder, tagsOf } from '../judges/tags.ts'
import { manifestPath } from '../requests/paths.ts'
import type { RegistryContext } from '../target/context.ts'
import { isTaken } from './large-blob.ts'
import { listsAll, listsOnce, walksThrough } from './long-lists.ts'
import { createTags, inOnePush } from './create-tags.ts'
import { sampleOf } from './measure.ts'
import { record, scaleTest, slow } from './scale-test.ts'

const most = 10_000
const onePage = 1000
/** A registry that pages by hundreds has a hundred, and others may have tags here too. */
const mostPages = 400
/** Milliseconds before each look, as long as something is missing. */
const looks = [0, 500, 1000, 2000]

/** The whole list, from page to page, and those of its tags that are looked for. */
interface Listing {
  walk: Walk
  met: string[]
}

async function listTags(
  t: RegistryContext,
  query: Record<string, string>,
  own: ReadonlySet<string>,
): Promise<Listing> {
  const walk = await followLinks(t, await getTags(t, query), { pages: mostPages })
  const met = walk.pages.flatMap((page) => (page.error ? [] : (tagsOf(page) ?? [])))
  return { walk, met: met.filter((tag) => own.has(tag)) }
}

const noLink = 'the list comes without a Link'

/** The bare list has each tag once and in order, on whichever page. */
function judgeWhole(
  t: RegistryContext,
  { walk, met }: Listing,
  tags: readonly string[],
  late: boolean,
): void {
  const evidence = walk.pages.slice(0, 5).map(seenIn)
  if (walk.ended === 'limit') {
    const reason = `the list has more than ${mostPages} pages`
    for (const id of ofLists) t.skip(id, reason)
    return
  }
  const complete = listsAll('tags', met, tags)
  const lateness = violated('omitted new tags for a while', 'the tags at once', 'the tags seconds later')
  t.check('discovery.tags.complete', late && complete.holds ? warning(lateness) : complete, ...evidence)
  t.check('discovery.tags.nothing-else', listsOnce('tags', met), ...evidence)
  t.check('discovery.tags.order', inOrder(met, t.spec), ...evidence)
}

/** Pages of a thousand have as many, and lead by Link through all of them. */
function judgePaged(t: RegistryContext, { walk, met }: Listing, tags: readonly string[]): void {
  const [first, ...others] = walk.pages
  if (!first) return
  t.check('discovery.tags.n-exact', first, hasPageOf(Math.min(onePage, tags.length), t.spec))
  if (!hasLink(first) || walk.ended === 'limit')
    return t.unsupported('discovery.tags.link-walk', hasLink(first) ? 'the list is too long' : noLink)
  const judgement = walksThrough('tags', walk, { met, wanted: tags })
  t.check('discovery.tags.link-walk', judgement, ...[first, ...others.slice(-3)].map(seenIn))
}

const ofLists = ['discovery.tags.complete', 'discovery.tags.nothing-else', 'discovery.tags.order'] as const
const ofPages = ['discovery.tags.n-exact', 'discovery.tags.link-walk'] as const

/** A repository with ten thousand tags. */
export const tests: readonly Test[] = [
  // However many tags there are, the list has each of them once and in order, whole and in pages.
  scaleTest({
    id: 'discovery.scale.tags',
    title: 'lists a repository with 10,000 tags, whole and in pages of 1,000',
    evaluates: ['push.manifest.by-tag', ...ofLists, ...ofPages],
    needs: ['push', 'tag-list'],
    mayNeed: ['tag-parameters', 'delete-manifest'],
    async run(t) {
      const count = Math.min(most, t.requests)
      const base = t.tag('scale')
      const manifest = await ownManifest(t)
      await pushManifest(t, manifest)
      const wanted = Array.from({ length: count }, (_, at) => `${base}-${String(at).padStart(5, '0')}`)
      const { tags, refused, samples } = await createTags(t, manifest, wanted, { bulk: true })
      // A quota is no violation, a failure is one.
      if (refused && answerOf(refused).status >= 500)
        t.require('push.manifest.by-tag', refused, answers(`the push of tag ${tags.length + 1}`, 201))
      if (tags.length === 0) {
        const reason = refused ? `the first tag returned ${summarizeResponse(refused)}` : 'no requests'
        return ['push.manifest.by-tag' as const, ...ofLists, ...ofPages].forEach((id) => t.skip(id, reason))
      }
      t.check('push.manifest.by-tag', holds())
      const remark = refused
        ? `${tags.length} of ${count}: the next one returned ${answerOf(refused).status}`
        : undefined
      const how = t.has('tag-parameters') ? `push of ${inOnePush} tags by parameters` : 'push of a tag'
      record(t, how, samples, remark)
      await judgeLists(t, tags)
      if (!t.has('delete-manifest')) return
      // All of them at once, and not one by one.
      const path = manifestPath(t.repository, manifest.digest)
      const deleted = await t.send({ method: 'DELETE', path, judgesTransport: true, ...slow })
      if (isTaken(deleted)) record(t, `deletion of a manifest with ${tags.length} tags`, [sampleOf(deleted)])
    },
  }),
]

/** Lists until nothing is missing or time is over: what comes right only later is a warning. */
async function judgeLists(t: RegistryContext, tags: readonly string[]): Promise<void> {
  const own = new Set(tags)
  let whole: Listing | undefined
  let paged: Listing | undefined
  let late = false
  for (const pause of looks) {
    await t.pause(pause)
    late = pause > 0
    whole = await listTags(t, {}, own)
    paged = await listTags(t, { n: String(onePage) }, own)
    if (whole.met.length === tags.length && paged.met.length === tags.length) break
  }
  if (!whole || !paged) return
  judgeWhole(t, whole, tags, late)
  judgePaged(t, paged, tags)
  record(
    t,
    `list of ${tags.length} tags: a page without n`,
    whole.walk.pages.map((page) => sampleOf(page)),
  )
  record(
    t,
    `list of ${tags.length} tags: a page of ${onePage}`,
    paged.walk.pages.map((page) => sampleOf(page)),
  )
}
