import type { ManifestName, Sequence, TagName } from '../../sequence.ts'
import { addTag, createCast, type Cast } from '../cast.ts'
import type { PlanState } from '../plan-state.ts'
import { isSha512, pushManifest } from '../pushes.ts'
import { createWalk } from '../walk.ts'
import { elsewhere, partsOf } from '../world.ts'
import { beginManifest, endManifest, type OwnTags } from './manifest-history.ts'
import { addSubject, addWith } from './parties.ts'
import { plain, referrers, type ManifestTourRow } from './rows.ts'
import { beginTag, moveTag } from './tag-history.ts'
import { createTour, type Tour } from './tour.ts'

/** Two manifests and two tags in all states, with all beside them that a registry could mix them up with. */

interface Parties {
  /** What other things refer to, or lead to. */
  common: ManifestName
  one: ManifestName
  other: ManifestName
  /** Of the common one, of one, and of the other. */
  referrers: readonly ManifestName[]
  /** An index of one and the other. */
  index: ManifestName
  /** Tags of each that stay. */
  tagsOfOne: OwnTags
  tagsOfOther: OwnTags
}

const addPlain = (cast: Cast): TagName => addTag(cast, 'plain') ?? ''

function castParties(cast: Cast, state: PlanState, [row, otherRow]: ManifestTourRow['manifests']): Parties {
  const common = addSubject(cast, state, plain)
  const one = addWith(cast, state, row, common)
  const isDocker = row.kind.startsWith('docker')
  const other = addWith(cast, state, otherRow, isDocker ? common : one)
  const subjects = [common, one, other]
  const index = addWith(cast, state, { ...plain, kind: 'index', config: 'none', parts: 'none' }, common)
  const recipe = cast.manifests[index]
  if (recipe) cast.manifests[index] = { ...recipe, manifests: [one, other] }
  return {
    common,
    one,
    other,
    referrers: referrers.map((each, at) => addWith(cast, state, each, subjects[at] ?? common)),
    index,
    tagsOfOne: [addPlain(cast), addPlain(cast), addPlain(cast)],
    tagsOfOther: [addPlain(cast), addPlain(cast), addPlain(cast)],
  }
}

/** Tags that begin like this one or differ in case alone, which lead to something else. */
function addNeighbours(cast: Cast, tag: TagName): TagName[] {
  const form = cast.tags[tag]?.form
  const names = (['extends', 'shortens', 'other-case'] as const).flatMap((each) => {
    if ((each === 'extends' && form === 'longest') || (each === 'other-case' && form === 'digits')) return []
    const name = `t${Object.keys(cast.tags).length + 1}`
    cast.tags[name] = { form: each, tag }
    return name
  })
  return names
}

/** Leads several tags to a manifest: with one request where the registry has parameters for that. */
function pushWithTags({ walk, at }: Tour, name: ManifestName, tags: readonly TagName[]): void {
  if (walk.features.tagParameters) walk.add(...pushManifest(walk, at, name, { digest: name }, tags))
  else if (!isSha512(walk, name)) for (const tag of tags) walk.add(...pushManifest(walk, at, name, { tag }))
}

/** Pushes to the other repository, where that has manifests of such digests. */
function pushElsewhere({ walk, at }: Tour, { one, other, referrers: [first] }: Parties): void {
  const there = elsewhere(at)
  for (const name of [one, other]) walk.add(...pushManifest(walk, there, name, { digest: name }))
  // Of a subject that others refer to here.
  if (first !== undefined) walk.add(...pushManifest(walk, there, first, { digest: first }))
}

function pushAround(
  tour: Tour,
  { referrers: all, index, tagsOfOne, tagsOfOther, one, other }: Parties,
): void {
  const { walk, at } = tour
  for (const name of [...all, index]) walk.add(...pushManifest(walk, at, name, { digest: name }))
  pushWithTags(tour, one, tagsOfOne.slice(0, 2))
  pushWithTags(tour, other, tagsOfOther.slice(0, 2))
}

/** Takes a tag from the first manifest, and deletes the other one, where a tag cannot be pushed by itself. */
function moveByParameter(tour: Tour, { one, other, tagsOfOne }: Parties): void {
  const { walk, at } = tour
  if (!walk.features.tagParameters) return
  const [first, second] = tagsOfOne
  pushWithTags(tour, other, [first])
  if (walk.features.deleteTag) walk.add({ do: 'delete-tag', at, tag: second })
  pushWithTags(tour, one, [first, second])
}

export function manifestTour(
  state: PlanState,
  id: string,
  number: number,
  row: ManifestTourRow,
): Sequence & { requests: number } {
  const cast = createCast(number % 2 === 0 ? 'home' : 'other')
  const parties = castParties(cast, state, row.manifests)
  const { one, other, common, tagsOfOne, tagsOfOther } = parties
  const tag = row.tag === undefined ? undefined : addTag(cast, row.tag)
  const neighbours = tag === undefined ? [] : addNeighbours(cast, tag)
  const walk = createWalk(cast, state)
  const tour = createTour(walk, state, number)
  const isEarly = number % 2 === 0
  walk.add(...pushManifest(walk, tour.at, common, { digest: common }))
  // Most are there already in the other repository.
  const isElsewhere = number > 0
  if (isElsewhere) pushElsewhere(tour, parties)
  // A manifest that the other one refers to comes first.
  const order = partsOf(walk.world, one).manifests.includes(other) ? [other, one] : [one, other]
  order.forEach((name, at) =>
    beginManifest(tour, name, isEarly === (at === 0) ? (name === one ? tagsOfOne : tagsOfOther) : undefined),
  )
  pushAround(tour, parties)
  if (!isElsewhere) pushElsewhere(tour, parties)
  if (tag === undefined) moveByParameter(tour, parties)
  else {
    pushWithTags(tour, common, neighbours)
    const beside = neighbours.find((name) => cast.tags[name]?.form === 'shortens') ?? tagsOfOne[0]
    const leading = isEarly ? { tag, beside, first: one, other } : { tag, beside, first: other, other: one }
    beginTag(tour, leading)
    moveTag(tour, leading)
    walk.add({ do: 'list-tags', at: tour.at })
  }
  endManifest(tour, one, tagsOfOne)
  if (tag !== undefined) endManifest(tour, other, tagsOfOther)
  return { ...walk.finish(id), requests: walk.requests() }
}
