import { violated, warning } from '../../../../src/engine/judgement.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import { onExchange, tagsAre } from '../../../../src/registry/reproduce/condition.ts'
import { ownManifest } from '../../content/own-manifests.ts'
import { defineTest, type Test } from '../../define.ts'
import { answerOf, answers, summarizeResponse } from '../../judges/response.ts'
import { lists, tagsOf } from '../../judges/tags.ts'
import { manifestPath } from '../../requests/paths.ts'
import { createTags } from '../../scale/create-tags.ts'
import type { RegistryContext } from '../../target/context.ts'
import { getTags } from '../lists/known-tags.ts'
import { followLinks, type Walk } from '../lists/walk.ts'

/** One more than what is the usual length of a page, where a registry has one without a client's request. */
const count = 101
/** Milliseconds before each look, as long as something is missing. */
const looks = [0, 500, 1000, 2000]

/** The list without n, with all pages that its Links lead to, and those of its tags that are looked for. */
async function listWithout(
  t: RegistryContext,
  own: ReadonlySet<string>,
): Promise<{ walk: Walk; met: string[] }> {
  const walk = await followLinks(t, await getTags(t))
  const met = walk.pages
    .flatMap((page) => (page.error ? [] : (tagsOf(page) ?? [])))
    .filter((tag) => own.has(tag))
  return { walk, met }
}

/** The list has each tag, on whichever page. */
async function judgeList(t: RegistryContext, tags: readonly string[]): Promise<void> {
  const own = new Set(tags)
  let earlier: number | undefined
  for (const pause of looks) {
    await t.pause(pause)
    const { walk, met } = await listWithout(t, own)
    const isComplete = lists(met, tags)
    const [first] = walk.pages
    if (walk.ended === 'limit')
      return t.skip('discovery.tags.complete', 'the repository has more tags than are checked')
    if (!isComplete.holds && pause !== looks.at(-1)) {
      earlier ??= first?.id
      continue
    }
    const judgement =
      isComplete.holds && earlier !== undefined
        ? warning(
            violated(
              'omitted new tags for a while',
              'the tags at once',
              'the tags seconds later',
              onExchange(earlier, tagsAre({ includes: [...tags], pages: true })),
            ),
          )
        : isComplete
    t.check('discovery.tags.complete', judgement, ...walk.pages.slice(-3).map(seenIn))
    return
  }
}

/** A list that is longer than most. */
export const tests: readonly Test[] = [
  // However many tags there are, the list without n has each of them, and where it has pages, its Links lead to them. Alone, since the
  // lists of all other tests would be as long.
  defineTest({
    id: 'discovery.tags.hundred',
    title: `lists ${count} tags of a repository without n`,
    evaluates: ['discovery.tags.complete'],
    mayEvaluate: ['push.manifest.by-tag'],
    needs: ['push', 'tag-list'],
    mayNeed: ['tag-parameters', 'delete-manifest'],
    depth: 'standard',
    alone: true,
    async run(t) {
      const manifest = await ownManifest(t)
      const base = t.tag('many')
      const wanted = Array.from({ length: count }, (_, at) => `${base}-${String(at).padStart(3, '0')}`)
      const { tags, refused } = await createTags(t, manifest, wanted)
      // A quota is no violation, a failure is one.
      if (refused && answerOf(refused).status >= 500)
        t.require('push.manifest.by-tag', refused, answers(`the push of tag ${tags.length + 1}`, 201))
      if (refused) {
        const reason = `${tags.length} of ${count} tags were accepted, the next one returned ${summarizeResponse(refused)}`
        return t.skip('discovery.tags.complete', reason)
      }
      await judgeList(t, tags)
      // All of them at once, and not one by one when the run cleans up.
      if (t.has('delete-manifest'))
        await t.send({ method: 'DELETE', path: manifestPath(t.repository, manifest.digest) })
    },
  }),
]
