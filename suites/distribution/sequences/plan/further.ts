import type { Reference, Step } from '../sequence.ts'
import { itemsOf, ownTags } from './items.ts'
import { hasLostTags } from './neighbours.ts'
import { overlapSteps } from './overlap-steps.ts'
import { bestRead, ranges } from './reads.ts'
import { blobReadRow, listRows } from './values.ts'
import type { Walk } from './walk.ts'
import { indexesOf, manifestAt, partsOf, present } from './world.ts'

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
