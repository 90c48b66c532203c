import type { ManifestName, TagName } from '../../sequence.ts'
import { pushManifest } from '../pushes.ts'
import { partsOf } from '../world.ts'
import { beside, pull, pushWrong, wrong, type Tour } from './tour.ts'

/** What is done to a manifest by its digest, in the order of its states. */

const push = ({ walk, at }: Tour, name: ManifestName, tags?: readonly TagName[]) =>
  pushManifest(walk, at, name, { digest: name }, walk.features.tagParameters ? tags : undefined)

function remove(tour: Tour, name: ManifestName, overlapping: boolean): void {
  const { walk, at } = tour
  if (!walk.features.deleteManifest) return
  const step = { do: 'delete-manifest', at, manifest: name } as const
  if (overlapping) beside(tour, { digest: name }, [step])
  else walk.add(step)
}

/** The list that has it as a referrer. */
function listSubject({ walk, at }: Tour, name: ManifestName): void {
  const { subject } = partsOf(walk.world, name)
  if (subject === undefined || !walk.features.referrers) return
  walk.add({ do: 'list-referrers', at, subject: { manifest: subject } })
}

/** Tags of one manifest, which parameters of its pushes set. */
export type OwnTags = readonly [TagName, TagName, TagName]

/** Before its first push, and the first pushes; tags are set by them where that is not left for later. */
export function beginManifest(tour: Tour, name: ManifestName, tags: OwnTags | undefined): void {
  const by = { digest: name }
  remove(tour, name, false)
  // What a registry keeps of a refused push is seen where nothing is there.
  if (tour.number % 2 === 0) pushWrong(tour, name, 'never')
  else beside(tour, by, wrong(tour, name, 'never, overlapping'))
  pull(tour, by, 'never', ['GET', 'HEAD'])
  tour.walk.add(...push(tour, name, tags?.slice(0, 1)))
  pull(tour, by, 'new', ['GET', 'HEAD', 'GET'])
  beside(tour, by, wrong(tour, name, 'new, overlapping'))
  tour.walk.add(...push(tour, name, tags?.slice(1, 2)))
  pushWrong(tour, name, 'again')
  beside(tour, by, push(tour, name, tags?.slice(0, 1)))
  if (tags !== undefined) return
  // No tag has ever led to it.
  remove(tour, name, false)
  tour.walk.add(...push(tour, name))
}

/** Once tags have come and gone: it is pushed again, deleted, pushed again, and deleted once more. */
export function endManifest(tour: Tour, name: ManifestName, [tag, other, third]: OwnTags): void {
  const { walk } = tour
  const by = { digest: name }
  beside(tour, by, push(tour, name, [third]))
  pull(tour, by, 'used', ['HEAD', 'GET', 'HEAD'])
  pushWrong(tour, name, 'used')
  if (!walk.features.deleteManifest) return
  remove(tour, name, true)
  listSubject(tour, name)
  remove(tour, name, false)
  pushWrong(tour, name, 'deleted')
  pull(tour, by, 'deleted', ['GET', 'HEAD'])
  walk.add(...push(tour, name, [tag]))
  walk.add(...push(tour, name, [tag, other]))
  pushWrong(tour, name, 'after deletion')
  remove(tour, name, false)
  listSubject(tour, name)
  remove(tour, name, true)
  pushWrong(tour, name, 'deleted twice')
  pull(tour, by, 'deleted twice', ['GET'])
  walk.add(...push(tour, name, [tag]))
  listSubject(tour, name)
}
