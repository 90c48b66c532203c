import type { Reference, Step } from '../sequence.ts'
import { itemsOf, ownTags } from './items.ts'
import { hasLostTags } from './neighbours.ts'
import { pushManifest, freeTag, pushBlob } from './operations.ts'
import { manifestAt, blobAt, partsOf, present, referrersOf, tagAt, indexesOf } from './world.ts'
import { bestRead, ranges } from './reads.ts'
import { blobReadRow, listRows } from './values.ts'
import type { Walk } from './walk.ts'

/** Steps that are not about one thing: listings, and requests that overlap. */

export const furtherSteps = (walk: Walk): Step[][] => [
  ...overlapSteps(walk),
  ...listingSteps(walk),
  ...referrersSteps(walk),
  ...blobReads(walk),
  ...manifestReads(walk).map((steps) => steps.map((step) => bestRead(walk, step, true))),
  ...deletedReferrers(walk),
]

const manifestPulls = 'values of manifest pulls'

/** A pull of each manifest by its digest and by each tag, where something is missing for its kind. */
function manifestReads({ world, cast: { base: at }, tracker }: Walk): Step[][] {
  if (tracker.left(manifestPulls) === 0) return []
  const lacks = (name: string, by: 'tag' | 'digest') =>
    tracker.missingWith(manifestPulls, `of=${world.sequence.manifests[name]?.kind} by ${by}`) > 0
  const read = (by: Reference): Step => ({ do: 'read-manifest', method: 'GET', at, by, accept: 'list' })
  return [
    ...present(world, at).flatMap((name) => (lacks(name, 'digest') ? [[read({ digest: name })]] : [])),
    ...[...world[at].tags].flatMap(([tag, { now }]) =>
      now !== undefined && lacks(now, 'tag') ? [[read({ tag })]] : [],
    ),
  ]
}

const blobPulls = 'values of blob pulls'

/** A pull of each blob in the form that is missing most for its size. */
function blobReads({ world, cast: { base: at }, tracker, features }: Walk): Step[][] {
  if (tracker.left(blobPulls) === 0) return []
  const found: Step[][] = []
  for (const [blob, { present }] of world[at].blobs) {
    const recipe = world.sequence.blobs[blob]
    if (!present || !recipe) continue
    const { size, algorithm } = blobReadRow(recipe, { method: 'GET' })
    const hasRanges = features.ranges && size !== '0' && size !== '1'
    const read = hasRanges ? [...plainReads, ...ranges] : plainReads
    const { row, gain } = tracker.bestRow(blobPulls, { size, algorithm }, { read })
    if (gain === 0) continue
    const range = ranges.find((each) => each === row['read'])
    const method = row['read'] === 'HEAD' ? 'HEAD' : 'GET'
    found.push([{ do: 'read-blob', method, at, blob, ...(range ? { range } : {}) }])
  }
  return found
}

const plainReads = ['HEAD', 'GET'] as const

/** Small pages begin after a tag of the sequence and are few: others have tags in the repository too. */
export function listingSteps({ world, cast: { base: at }, tracker }: Walk): Step[][] {
  if (tracker.left('tag list') + tracker.left('values of listings') === 0) return []
  const after = [...world[at].tags].find(([, { now }]) => now !== undefined)?.[0]
  const own = ownTags(world, at)
  const sizes = [...new Set([1, own - 1, own, own + 1])].filter((n) => n > 0)
  const gain = (step: ListStep) =>
    listRows(own, step).reduce((sum, row) => sum + tracker.gain([{ group: 'values of listings', row }]), 0)
  const paged = (['link', 'last'] as const).map((by) => {
    const whole: ListStep = { do: 'list-tags', at, pages: { n: 1000, by, most: 2 } }
    const small =
      after === undefined
        ? []
        : [1000, ...sizes].map((n): ListStep => ({ do: 'list-tags', at, pages: { n, by, after, most: 2 } }))
    return small.reduce((best, each) => (gain(each) > gain(best) ? each : best), whole)
  })
  return [{ do: 'list-tags', at } as const, ...paged].map((step) => [step])
}

type ListStep = Extract<Step, { do: 'list-tags' }>

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

/** Deletions of referrers whose subject has lost its tags, where that is missing yet. */
function deletedReferrers({ world, cast: { base: at }, tracker, features }: Walk): Step[][] {
  if (!features.deleteManifest || tracker.left('neighbours') === 0) return []
  return present(world, at).flatMap((manifest) => {
    const { subject } = partsOf(world, manifest)
    const step = { do: 'delete-manifest', at, manifest } as const
    if (subject === undefined || !hasLostTags(world, at, subject)) return []
    // What an index names stays.
    return indexesOf(world, at, manifest).length === 0 && tracker.gain(itemsOf(world, step)) > 0
      ? [[step]]
      : []
  })
}

/** Requests that overlap, where these are missing yet. */
export function overlapSteps(walk: Walk): Step[][] {
  const missing = [...walk.tracker.missing('overlap')]
  const lacks = (...words: readonly string[]) =>
    missing.some((text) => words.some((word) => text.includes(word)))
  const steps = [
    ...(lacks('several tags') ? pushesBySeveralTags(walk) : []),
    ...(lacks('two referrers') ? pushesOfReferrers(walk) : []),
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

function pushesOfReferrers(walk: Walk): Step[][] {
  const { world, cast } = walk
  const at = cast.base
  const names = taggable(walk)
  return names.flatMap((subject) => {
    const referrers = names.filter((each) => partsOf(world, each).subject === subject).slice(0, 2)
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
