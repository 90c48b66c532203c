import { withoutUndefined } from '../../../../src/engine/optional.ts'
import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { hasLink } from '../../../../src/registry/lists/link.ts'
import { formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import { tagsOf } from '../../judges/tags.ts'
import { ownManifest, putValidManifest } from '../../content/own-manifests.ts'
import { tagsPath } from '../../requests/paths.ts'
import { pushManifest } from '../../content/set-up.ts'
import { followLinks } from './walk.ts'

/** Tags of the repository whose order is known, so that pages can be judged by them. */
export interface KnownTags {
  /** The answer to the bare list, and what was looked through besides. */
  answers: readonly Exchange[]
  /** In the registry's own order. */
  tags: readonly string[]
  /** No tag of others is among them, as it is in each allowed order. */
  together: boolean
  /** Own tags that were not found. */
  missing: readonly string[]
  /** The list was too long to be searched to its end. */
  tooLong: boolean
  /** The first look, where they were not found at once, but some seconds later. */
  incomplete?: Exchange
}

/** Milliseconds between looks at a list that does not show yet what was pushed. */
const pauses = [500, 1000, 2000]

/** Mixed case, so that the order of bytes is another than that of letters. */
const endings = ['A', 'b', 'C', 'd', 'E']

export const getTags = (t: RegistryContext, query: Record<string, string> = {}): Promise<Exchange> =>
  t.send({ method: 'GET', path: tagsPath(t.repository, query) })

/**
 * Six tags of one manifest, pushed once for all tests of tags: one whose name is the beginning of the
 * others' and which is thus right before them in each order, and the others. A manifest without a tag
 * is pushed besides, which belongs into no list.
 */
export const ownTags = (t: RegistryContext): Promise<readonly string[]> =>
  t.once('content-discovery/own-tags', async () => {
    const [manifest, untagged] = await Promise.all([ownManifest(t), ownManifest(t)])
    const first = t.tag('list')
    const tags = [first, ...endings.map((ending) => `${first}-${ending}`)]
    await Promise.all([pushManifest(t, untagged), pushManifest(t, manifest, first)])
    await Promise.all(
      tags.slice(1).map(async (tag) => {
        const put = await putValidManifest(t, manifest, tag)
        // The plain tag was taken, so it is the capital letters that were not.
        if (!succeeded(put))
          t.blocked('push.tag.characters', `${formatRequest(put)} returned ${summarizeResponse(put)}`)
      }),
    )
    return tags
  })

/** Own tags as the registry lists them; where nothing is pushed, the first tags that it lists. */
export const knownTags = (t: RegistryContext): Promise<KnownTags> =>
  t.once('content-discovery/known-tags', async () =>
    t.has('push') ? lookFor(t, await ownTags(t)) : takeFirst(await getTags(t)),
  )

function takeFirst(list: Exchange): KnownTags {
  const tags = (tagsOf(list) ?? []).slice(0, endings.length + 1)
  return { answers: [list], tags, together: true, missing: [], tooLong: false }
}

async function lookFor(t: RegistryContext, own: readonly string[]): Promise<KnownTags> {
  let earlier: Exchange | undefined
  for (let look = 0; ; look += 1) {
    const { answers, found, tooLong } = await search(t, own)
    const missing = own.filter((tag) => !found.includes(tag))
    const hopeless = tooLong || answers.some((answer) => tagsOf(answer) === undefined)
    const pause = pauses[look]
    if (missing.length === 0 || hopeless || pause === undefined) {
      const together = areTogether(answers, found)
      return {
        answers,
        tags: found,
        together,
        missing,
        tooLong,
        ...withoutUndefined({ incomplete: earlier }),
      }
    }
    earlier ??= answers[0]
    await t.pause(pause)
  }
}

function areTogether(answers: readonly Exchange[], tags: readonly string[]): boolean {
  const list = answers.flatMap((answer) => tagsOf(answer) ?? [])
  const places = tags.map((tag) => list.indexOf(tag)).filter((place) => place >= 0)
  return Math.max(...places) - Math.min(...places) === places.length - 1
}

interface Search {
  answers: readonly Exchange[]
  /** In the order of the list. */
  found: readonly string[]
  tooLong: boolean
}

/**
 * Finds own tags in the bare list where it comes in one piece; else right behind the first of them, if
 * the registry honours `last`; else page by page. A hundred thousand tags of others may be there.
 */
async function search(t: RegistryContext, own: readonly string[]): Promise<Search> {
  const ownIn = (...answers: readonly Exchange[]): string[] => [
    ...new Set(answers.flatMap((answer) => tagsOf(answer) ?? []).filter((tag) => own.includes(tag))),
  ]
  const list = await getTags(t)
  const inList = ownIn(list)
  if (!hasLink(list) || inList.length === own.length) {
    return { answers: [list], found: inList, tooLong: false }
  }
  const [first = '', ...others] = own
  const walkTo = async (start: Exchange, wanted: readonly string[]) => {
    const pages: Exchange[] = []
    const enough = (page: Exchange) => {
      pages.push(page)
      const found = ownIn(...pages)
      return wanted.every((tag) => found.includes(tag))
    }
    return followLinks(t, start, { enough })
  }
  const behind = await walkTo(await getTags(t, { n: '100', last: first }), others)
  if (behind.ended === 'enough') {
    const found = [...new Set([first, ...ownIn(...behind.pages)])]
    return { answers: [list, ...behind.pages], found, tooLong: false }
  }
  const { pages, ended } = await walkTo(list, own)
  return { answers: pages, found: ownIn(...pages), tooLong: ended === 'limit' }
}

/** Tags to page through; ends the test where there are none by a failure of another one. */
export async function pageableTags(t: RegistryContext): Promise<KnownTags> {
  const found = await knownTags(t)
  const { answers, missing, tooLong } = found
  const wrong = answers.find(({ response, error }) => error || response?.status !== 200)
  if (wrong) t.blocked('discovery.tags.listed', `GET of the tag list returned ${summarizeResponse(wrong)}`)
  if (answers.some((answer) => tagsOf(answer) === undefined)) {
    t.blocked('discovery.tags.body', 'the response is not a list of tags')
  }
  if (missing.length === 0) return found
  const reason = tooLong ? 'the list is too long to be checked' : 'not all pushed tags are listed'
  return t.blocked('discovery.tags.complete', reason)
}
