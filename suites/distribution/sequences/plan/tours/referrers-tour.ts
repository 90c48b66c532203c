import { mediaTypes } from '../../../../../src/content/media-types.ts'
import type { ManifestName, Sequence, TagName } from '../../sequence.ts'
import { addBlobOf, addTag, createCast, usualConfig } from '../cast.ts'
import type { PlanState } from '../plan-state.ts'
import { pushManifest } from '../pushes.ts'
import { artifactTypes } from '../values.ts'
import { createWalk } from '../walk.ts'
import { elsewhere } from '../world.ts'
import { addSubject, addWith } from './parties.ts'
import { referrers as usualReferrers, typedImage, untypedImage, type ReferrersTourRow } from './rows.ts'
import { createTour, type Tour } from './tour.ts'

/** The referrers of a subject that is not there, as they come and go. */

/** In each state some lists, of all and of one type. */
function list({ walk, at, choose }: Tour, subject: ManifestName, stage: string): void {
  const { plain: one, odd } = artifactTypes
  for (const before of [0, 1, 2]) {
    const artifactType = choose(
      [`referrers ${stage}`, `referrers read ${before}`],
      [undefined, one, odd].map((value) => ({ value, traits: [String(value)] })),
    )
    walk.add({
      do: 'list-referrers',
      at,
      subject: { manifest: subject },
      ...(artifactType === undefined ? {} : { artifactType }),
    })
  }
}

/** The subject comes at last, under a tag that is deleted. */
function loseTag({ walk, at }: Tour, subject: ManifestName, tag: TagName): void {
  walk.add(...pushManifest(walk, at, subject, { tag }))
  if (walk.features.deleteTag) walk.add({ do: 'delete-tag', at, tag })
}

/**
 * More than a short page, one of them left under its digest when its tag is deleted; each filter is read, one of them twice: registries
 * keep answers.
 */
function crowd(tour: Tour, state: PlanState, subject: ManifestName): void {
  const { walk, at } = tour
  const others = crowdOf.map((each) => addWith(walk.cast, state, each, subject))
  // Its type is that of its config, which most images have.
  const config = addBlobOf(walk.cast, state, usualConfig)
  const untyped = others.at(-1) ?? ''
  const recipe = walk.cast.manifests[untyped]
  if (recipe) walk.cast.manifests[untyped] = { ...recipe, config: { blob: config } }
  const tag = walk.features.deleteTag ? addTag(walk.cast, 'plain') : undefined
  others.forEach((name, nth) => {
    walk.add(...pushManifest(walk, at, name, nth === 0 && tag !== undefined ? { tag } : { digest: name }))
    // Each number of them may be that of a full page.
    walk.add({ do: 'list-referrers', at, subject: { manifest: subject } })
  })
  if (tag !== undefined) walk.add({ do: 'delete-tag', at, tag })
  const { plain: type, odd } = artifactTypes
  for (const artifactType of [undefined, type, type, odd, beginningOf(type), mediaTypes.config])
    walk.add({
      do: 'list-referrers',
      at,
      subject: { manifest: subject },
      ...(artifactType === undefined ? {} : { artifactType }),
    })
}

const crowdOf = [...usualReferrers, ...usualReferrers, typedImage, untypedImage]

/** What a filter that compares beginnings finds, too. */
const beginningOf = (type: string): string => type.slice(0, -1)

export function referrersTour(
  state: PlanState,
  id: string,
  number: number,
  { subject: row, referrers }: ReferrersTourRow,
): Sequence & { requests: number } {
  const cast = createCast(number % 2 === 0 ? 'home' : 'other')
  const subject = addSubject(cast, state, row)
  const [one, two, three] = referrers.map((each) => addWith(cast, state, each, subject))
  const tag = addTag(cast, 'plain') ?? ''
  const walk = createWalk(cast, state)
  const tour = createTour(walk, state, number)
  const push = (name: ManifestName | undefined, at = tour.at): void => {
    if (name !== undefined) walk.add(...pushManifest(walk, at, name, { digest: name }))
  }
  const remove = (name: ManifestName | undefined): void => {
    if (name !== undefined && walk.features.deleteManifest)
      walk.add({ do: 'delete-manifest', at: tour.at, manifest: name })
  }
  push(three, elsewhere(tour.at))
  list(tour, subject, 'none')
  push(one)
  list(tour, subject, 'one')
  push(two)
  list(tour, subject, 'several')
  push(one)
  list(tour, subject, 'repeated')
  // Two that the other repository alone has beside two here.
  push(one, elsewhere(tour.at))
  push(three)
  list(tour, subject, 'three')
  remove(one)
  list(tour, subject, 'removed')
  remove(two)
  list(tour, subject, 'removed but one')
  push(three)
  list(tour, subject, 'one repeated')
  push(two)
  list(tour, subject, 'added again')
  if (number % 4 === 0) crowd(tour, state, subject)
  if (row.algorithm === 'sha256') loseTag(tour, subject, tag)
  remove(one)
  remove(two)
  if (row.algorithm === 'sha256') {
    remove(subject)
    // What is gone is as missing as what never was there.
    push(two)
    push(one)
  }
  walk.add({ do: 'list-referrers', at: tour.at, subject: { manifest: subject } })
  return { ...walk.finish(id), requests: walk.requests() }
}
