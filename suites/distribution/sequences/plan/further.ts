import type { RangeForm, Step } from '../sequence.ts'
import { itemsOf, ownTags } from './items.ts'
import { pushManifest, freeTag, pushBlob } from './operations.ts'
import { manifestAt, blobAt, partsOf, present, referrersOf, tagAt, indexesOf } from './world.ts'
import type { Walk } from './walk.ts'

/** Steps that are not about one thing: listings, and requests that overlap. */

export const furtherSteps = (walk: Walk): Step[][] => [
  ...overlapSteps(walk),
  ...listingSteps(walk),
  ...referrersSteps(walk),
  ...blobReads(walk),
]

const ranges: readonly (RangeForm | undefined)[] = [
  undefined,
  'first',
  'middle',
  'last-byte',
  'open-ended',
  'suffix',
  'whole',
  'beyond',
]

/** Pulls of blobs in the forms that are missing for their size. */
function blobReads({ world, cast: { base: at }, tracker, features }: Walk): Step[][] {
  if (tracker.left('values of blob pulls') === 0) return []
  return [...world[at].blobs].flatMap(([blob, { present }]) => {
    if (!present) return []
    const pulls = ranges
      .filter((range) => range === undefined || features.ranges)
      .map((range): Step => ({ do: 'read-blob', method: 'GET', at, blob, ...(range ? { range } : {}) }))
    return [{ do: 'read-blob', method: 'HEAD', at, blob } as const, ...pulls]
      .filter((step) => tracker.gain(itemsOf(world, step)) > 0)
      .map((step) => [step])
  })
}

/** Small pages begin after a tag of the sequence and are few: others have tags in the repository too. */
export function listingSteps({ world, cast: { base: at }, tracker }: Walk): Step[][] {
  if (tracker.left('tag list') + tracker.left('values of listings') === 0) return []
  const tags = [...world[at].tags].flatMap(([name, { now }]) => (now === undefined ? [] : [name]))
  const own = ownTags(world, at)
  const sizes = [...new Set([1, own - 1, own, own + 1, 1000])].filter((n) => n > 0)
  const [after] = tags
  const paged = sizes.flatMap((n) =>
    (['link', 'last'] as const).flatMap((by): Step[] => [
      ...(n === 1000 ? [{ do: 'list-tags', at, pages: { n, by, most: 2 } } as const] : []),
      ...(after === undefined ? [] : [{ do: 'list-tags', at, pages: { n, by, after, most: 2 } } as const]),
    ]),
  )
  return [{ do: 'list-tags', at } as const, ...paged].map((step) => [step])
}

export function referrersSteps({ world, cast, tracker }: Walk): Step[][] {
  if (tracker.left('referrers') === 0) return []
  const at = cast.base
  return Object.keys(cast.manifests).flatMap((name) => {
    const types = Object.values(cast.manifests).flatMap(({ subject, artifactType }) =>
      typeof subject === 'object' && subject.manifest === name && artifactType !== undefined
        ? [artifactType]
        : [],
    )
    // A subject that is in no state of its own is not worth a request.
    if (types.length === 0 && !manifestAt(world, at, name).present) return []
    const step = { do: 'list-referrers', at, subject: { manifest: name } } as const
    return [[step], [{ ...step, artifactType: types[0] ?? 'application/vnd.oci-assay.test.v1' }]]
  })
}

/** Requests that overlap, where these are missing yet. */
export function overlapSteps(walk: Walk): Step[][] {
  if (walk.tracker.left('overlap') === 0) return []
  const steps = [...overlapOfManifests(walk), ...overlapOfTags(walk), ...overlapOfBlobs(walk)]
  return steps.filter((each) =>
    each.some((step) => step.do === 'at-once' && walk.tracker.gain(itemsOf(walk.world, step)) > 0),
  )
}

/** The steps before the last one first; what is pushed at once needs its blobs before. */
function together(walk: Walk, pushes: readonly (Step[] | undefined)[]): Step[][] {
  const known = new Set<string>()
  const before = pushes
    .flatMap((steps) => (steps ?? []).slice(0, -1))
    .filter((step) => !known.has(JSON.stringify(step)) && known.add(JSON.stringify(step)))
  const last = pushes.flatMap((steps) => steps?.slice(-1) ?? [])
  return last.length < 2 ? [] : [[...before, { do: 'at-once', steps: last }]]
}

function overlapOfManifests(walk: Walk): Step[][] {
  const { world, cast } = walk
  const at = cast.base
  const names = Object.keys(cast.manifests).filter((name) => cast.manifests[name]?.algorithm === 'sha256')
  const several = names.flatMap((name) => {
    const tags = Object.keys(cast.tags)
      .filter((tag) => {
        const { now } = tagAt(world, at, tag)
        return now === undefined || now === name
      })
      .slice(0, 3)
    if (tags.length < 2) return []
    return together(walk, [
      ...tags.map((tag) => pushManifest(walk, at, name, { tag })),
      pushManifest(walk, at, name, { digest: name }),
    ])
  })
  const subjects = names.flatMap((subject) => {
    const referrers = names.filter((each) => partsOf(world, each).subject === subject).slice(0, 2)
    if (referrers.length < 2 || referrersOf(world, at, subject).length > 0) return []
    return together(
      walk,
      referrers.map((each) => pushManifest(walk, at, each, { digest: each })),
    )
  })
  const deletable = present(world, at).filter((name) => indexesOf(world, at, name).length === 0)
  const others = names.filter((name) => !manifestAt(world, at, name).present)
  const deletion = deletable.slice(0, 1).flatMap((manifest) =>
    others
      .map((other) => {
        const tag = freeTag(walk, at, other)
        return pushManifest(walk, at, other, tag === undefined ? { digest: other } : { tag })
      })
      .filter((push) =>
        push.every((step) => !('manifest' in step) || !related(walk, manifest, step.manifest)),
      )
      .slice(0, 1)
      .flatMap((push) => together(walk, [[{ do: 'delete-manifest', at, manifest }], push])),
  )
  return [...several, ...subjects, ...(walk.features.deleteManifest ? deletion : [])]
}

/** Whether one refers to the other: then it matters which comes first. */
const related = ({ world }: Walk, one: string, other: string): boolean =>
  [partsOf(world, one), partsOf(world, other)].some(
    ({ manifests, subject }) =>
      manifests.includes(one) || manifests.includes(other) || subject === one || subject === other,
  )

function overlapOfTags(walk: Walk): Step[][] {
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
      ...together(walk, [push(one), [pull]]),
      ...together(walk, [push(one), [{ do: 'list-tags', at }]]),
      // Which of them the tag leads to is not known then: the sequence ends with it.
      ...(two === undefined ? [] : together(walk, [push(one), push(two)])),
    ]
  })
}

function overlapOfBlobs({ world, cast, features }: Walk): Step[][] {
  return Object.entries(cast.blobs).flatMap(([blob, { size }]) => {
    if (size < 16 || blobAt(world, cast.base, blob).present) return []
    const ways = ['post-put', features.singlePost ? 'single-post' : 'post-put', 'post-put'] as const
    return [[{ do: 'at-once', steps: ways.map((way) => pushBlob(blob, cast.base, way)) }]]
  })
}
