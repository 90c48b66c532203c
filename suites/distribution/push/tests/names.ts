import { describe, type Content } from '../../../../src/content/content.ts'
import { imageManifest, randomImage, blobsOf } from '../../../../src/content/manifest.ts'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import { defineTest, type Test } from '../../define.ts'
import { header, seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import { judgedIn } from '../../../../src/registry/reproduce/condition.ts'
import type { RegistryContext } from '../../target/context.ts'
import { answerOf, answers, succeeded } from '../../judges/response.ts'
import { isContentOf } from '../../judges/digest.ts'
import { servesNothing } from '../../judges/stored.ts'
import { listsNoneOf, tagsOf } from '../../judges/tags.ts'
import { getManifest, mark, ownManifest, putValidManifest, sharedBlobs } from '../../content/own-manifests.ts'
import { pushManifest } from '../../content/set-up.ts'
import { blobPath, tagsPath, uploadsPath, withQuery } from '../../requests/paths.ts'
import { judgeNames } from '../names.ts'

/**
 * Pushes an image to a repository of this name and pulls its manifest. The answer is the first one
 * that is not a success, or the pull. `pushed` gets the manifest.
 */
async function pushAndPull(
  t: RegistryContext,
  repository: string,
  { tag = t.tag('name'), pushed }: { tag?: string; pushed?: Map<string, Content> } = {},
): Promise<Exchange> {
  const { config, layers } = randomImage(t.random)
  for (const blob of blobsOf({ config, layers, manifest: config })) {
    const opened = await t.send({
      method: 'POST',
      path: uploadsPath(repository),
      headers: { 'Content-Length': '0' },
    })
    if (!succeeded(opened) || header(answerOf(opened).headers, 'location') === undefined) return opened
    const put = await t.send({
      method: 'PUT',
      path: withQuery(t.next(opened), { digest: blob.digest }),
      headers: { 'Content-Type': mediaTypes.octetStream },
      body: blob.bytes,
    })
    if (!succeeded(put)) return put
  }
  const manifest = imageManifest({
    config: describe(config),
    layers: layers.map((layer) => describe(layer)),
    annotations: mark(t),
  })
  const put = await putValidManifest(t, manifest, tag, repository)
  if (!succeeded(put)) return put
  pushed?.set(repository, manifest)
  return getManifest(t, manifest.digest, repository)
}

/** A tag that several repositories have leads to none of the others' manifests; what else is wrong is for other tests. */
async function judgeSameTag(
  t: RegistryContext,
  tag: string,
  pushed: ReadonlyMap<string, Content>,
): Promise<void> {
  if (pushed.size < 2) return
  const seen: Exchange[] = []
  for (const [repository, { digest }] of pushed) {
    const got = await getManifest(t, tag, repository)
    const what = 'a tag that another repository has as well'
    const isOfOther = [...pushed.values()].some(
      (other) => other.digest !== digest && isContentOf(what, other.digest)(got).holds,
    )
    seen.push(got)
    if (succeeded(got) && isOfOther)
      t.check('pull.manifest.by-tag', judgedIn(got, isContentOf(what, digest)(got)), ...seen.map(seenIn))
  }
}

const ofApart = [
  'pull.manifest.other-repository',
  'pull.blob.other-repository',
  'discovery.tags.nothing-else',
] as const

/** A repository and one whose name has components behind it have nothing in common: keys that share a beginning mix them up. */
async function judgeApart(
  t: RegistryContext,
  below: { repository: string; digest: string; tag: string },
): Promise<void> {
  const [above, { config }] = await Promise.all([ownManifest(t), sharedBlobs(t)])
  const tag = t.tag('above')
  await pushManifest(t, above, tag)
  const get = (path: string) => t.send({ method: 'GET', path })
  const ofAbove = 'that only the repository above holds'
  const ofBelow = 'that only a repository below holds'
  const [manifest, blob, list, digest, page] = await Promise.all([
    getManifest(t, above.digest, below.repository),
    get(blobPath(below.repository, config.digest)),
    get(tagsPath(below.repository)),
    getManifest(t, below.digest),
    // The tag would be next.
    get(tagsPath(t.repository, { n: '1', last: below.tag.slice(0, -1) })),
  ])
  t.check('pull.manifest.other-repository', manifest, answers(`a GET of a manifest ${ofAbove}`, 404))
  t.check('pull.manifest.other-repository', digest, answers(`a GET of a manifest ${ofBelow}`, 404))
  t.check('pull.blob.other-repository', blob, answers(`a GET of a blob ${ofAbove}`, 404))
  for (const [listed, others, which] of [
    [list, [tag], 'of the repository above'],
    [page, [below.tag], 'of a repository below'],
  ] as const) {
    const tags = tagsOf(listed)
    if (tags) t.check('discovery.tags.nothing-else', listsNoneOf(tags, others, which), seenIn(listed))
  }
}

/** Names beside `a.b_c-<id>`, and beside `a__b---<id>`, that differ from it in one separator. */
const besideSingle = (id: string): string[] => [`a-b_c-${id}`, `a.b-c-${id}`, `a.b__c-${id}`]
const besideLonger = (id: string): string[] => [`a_b---${id}`, `a__b-${id}`]

/** The grammar of repository names at its edges. */
export const tests: readonly Test[] = [
  // A name may have several components.
  defineTest({
    id: 'push.name.put-nested',
    title: 'pushes into a repository two levels below the selected one',
    evaluates: ['push.name.nested'],
    mayEvaluate: [...ofApart],
    needs: ['push'],
    async run(t) {
      const below = `${t.repository}/nested/${t.random.hex(8)}`
      const tag = t.tag('below')
      const pushed = new Map<string, Content>()
      await judgeNames(
        t,
        'push.name.nested',
        (_, repository) => pushAndPull(t, repository, { tag, pushed }),
        [[below, 'a repository of several components']],
      )
      const manifest = pushed.get(below)
      if (manifest && t.spec !== '1.0')
        await judgeApart(t, { repository: below, digest: manifest.digest, tag })
    },
  }),

  // Within a component a dot, one or (since 1.1) two underscores, and (since 1.1) any number of dashes divide; each makes another name.
  defineTest({
    id: 'push.name.put-separators',
    title: 'pushes into repositories with each separator under one tag, and pulls from those beside them',
    evaluates: ['push.name.separators', 'push.name.distinct'],
    mayEvaluate: ['pull.manifest.by-tag'],
    needs: ['push'],
    async run(t) {
      const id = t.random.hex(8)
      const single = [`${t.repository}/a.b_c-${id}`, 'a repository with single separators'] as const
      const longer = [`${t.repository}/a__b---${id}`, 'a repository with __ and ---'] as const
      const pushed = new Map<string, Content>()
      const tag = t.tag('name')
      await judgeNames(
        t,
        'push.name.separators',
        (_, repository) => pushAndPull(t, repository, { tag, pushed }),
        t.spec === '1.0' ? [single] : [single, longer],
      )
      await judgeSameTag(t, tag, pushed)
      if (pushed.size === 0) return t.skip('push.name.distinct', `nothing could be pushed to ${single[0]}`)
      const reads = [[single[0], besideSingle(id)] as const, [longer[0], besideLonger(id)] as const].flatMap(
        ([repository, names]) => {
          const manifest = pushed.get(repository)
          return manifest === undefined
            ? []
            : names.map((name) => getManifest(t, manifest.digest, `${t.repository}/${name}`))
        },
      )
      for (const got of await Promise.all(reads))
        t.check(
          'push.name.distinct',
          got,
          servesNothing('a manifest of a repository whose name has other separators'),
        )
    },
  }),
]
