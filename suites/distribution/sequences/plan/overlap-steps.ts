import { itemsOf } from './items.ts'
import { freeTag, pushBlob, pushManifest } from './pushes.ts'
import type { Walk } from './walk.ts'
import { blobAt, indexesOf, manifestAt, partsOf, present, referrersOf, tagAt } from './world.ts'
import type { Step } from '../sequence.ts'

/** Requests that overlap, where these are missing yet. */
export function overlapSteps(walk: Walk): Step[][] {
  const missing = [...walk.tracker.missing('overlap')]
  const lacks = (...words: readonly string[]) =>
    missing.some((text) => words.some((word) => text.includes(word)))
  const steps = [
    ...(lacks('several tags') ? pushesBySeveralTags(walk) : []),
    ...(lacks('of one subject') ? pushesOfReferrers(walk) : []),
    ...(lacks('deletion') ? pushesBesideDeletion(walk) : []),
    ...(lacks('moved tag', 'listing', 'by one tag') ? pushesOfTag(walk) : []),
    ...(lacks('one blob') ? pushesOfBlob(walk) : []),
  ]
  return steps.filter((each) =>
    each.some((step) => step.do === 'at-once' && walk.tracker.gain(itemsOf(walk.world, step)) > 0),
  )
}

/** The steps before the last one first; what is pushed at once needs its blobs before. */
function together(pushes: readonly (Step[] | undefined)[]): Step[][] {
  const known = new Set<string>()
  const before = pushes
    .flatMap((steps) => (steps ?? []).slice(0, -1))
    .filter((step) => !known.has(JSON.stringify(step)) && known.add(JSON.stringify(step)))
  const last = pushes.flatMap((steps) => steps?.slice(-1) ?? [])
  return last.length < 2 ? [] : [[...before, { do: 'at-once', steps: last }]]
}

/** Manifests that can be pushed by a tag. */
const taggable = ({ cast }: Walk): string[] =>
  Object.keys(cast.manifests).filter((name) => cast.manifests[name]?.algorithm === 'sha256')

function pushesBySeveralTags(walk: Walk): Step[][] {
  const { world, cast } = walk
  const at = cast.base
  return taggable(walk).flatMap((name) => {
    const tags = Object.keys(cast.tags)
      .filter((tag) => {
        const { now } = tagAt(world, at, tag)
        return now === undefined || now === name
      })
      .slice(0, 3)
    if (tags.length < 2) return []
    return together([
      ...tags.map((tag) => pushManifest(walk, at, name, { tag })),
      pushManifest(walk, at, name, { digest: name }),
    ])
  })
}

/** As a signature, an SBOM, a provenance and an index of them come. */
const mostReferrers = 4

function pushesOfReferrers(walk: Walk): Step[][] {
  const { world, cast } = walk
  const at = cast.base
  const names = taggable(walk)
  return names.flatMap((subject) => {
    const referrers = names.filter((each) => partsOf(world, each).subject === subject).slice(0, mostReferrers)
    if (referrers.length < 2 || referrersOf(world, at, subject).length > 0) return []
    return together(referrers.map((each) => pushManifest(walk, at, each, { digest: each })))
  })
}

function pushesBesideDeletion(walk: Walk): Step[][] {
  const { world, cast } = walk
  const at = cast.base
  const manifest = present(world, at).find((name) => indexesOf(world, at, name).length === 0)
  if (manifest === undefined) return []
  const push = taggable(walk)
    .filter((name) => !manifestAt(world, at, name).present)
    .map((other) => {
      const tag = freeTag(walk, at, other)
      return pushManifest(walk, at, other, tag === undefined ? { digest: other } : { tag })
    })
    .find((steps) => steps.every((step) => !('manifest' in step) || !related(walk, manifest, step.manifest)))
  return push ? together([[{ do: 'delete-manifest', at, manifest }], push]) : []
}

/** Whether one refers to the other: then it matters which comes first. */
const related = ({ world }: Walk, one: string, other: string): boolean =>
  [partsOf(world, one), partsOf(world, other)].some(
    ({ manifests, subject }) =>
      manifests.includes(one) || manifests.includes(other) || subject === one || subject === other,
  )

function pushesOfTag(walk: Walk): Step[][] {
  const { world, cast } = walk
  const at = cast.base
  const there = present(world, at).filter((name) => cast.manifests[name]?.algorithm === 'sha256')
  return [...world[at].tags].flatMap(([tag, { now, path }]) => {
    if (now === undefined) return []
    const others = there.filter((name) => name !== now && !path.includes(name))
    const [one, two] = others
    if (one === undefined) return []
    const push = (name: string) => pushManifest(walk, at, name, { tag })
    const pull: Step = { do: 'read-manifest', method: 'GET', at, by: { tag }, accept: 'list' }
    return [
      ...together([push(one), [pull]]),
      ...together([push(one), [{ do: 'list-tags', at }]]),
      // Which of them the tag leads to is not known then: the sequence ends with it.
      ...(two === undefined ? [] : together([push(one), push(two)])),
    ]
  })
}

function pushesOfBlob({ world, cast, features }: Walk): Step[][] {
  return Object.entries(cast.blobs).flatMap(([blob, { size }]) => {
    if (size < 16 || blobAt(world, cast.base, blob).present) return []
    const ways = ['post-put', features.singlePost ? 'single-post' : 'post-put', 'post-put'] as const
    return [[{ do: 'at-once', steps: ways.map((way) => pushBlob(blob, cast.base, way)) }]]
  })
}
