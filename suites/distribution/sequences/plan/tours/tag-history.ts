import type { ManifestName, TagName } from '../../sequence.ts'
import { pushManifest } from '../pushes.ts'
import { beside, list, pull, type Tour } from './tour.ts'

/** What is done to a tag that moves between two manifests, in the order of its states. */

interface Leading {
  tag: TagName
  /** One that stays where it is, and comes before the tag in lists. */
  beside: TagName
  first: ManifestName
  other: ManifestName
}

const push = ({ walk, at }: Tour, { tag }: Leading, name: ManifestName) =>
  pushManifest(walk, at, name, { tag })

function remove(tour: Tour, { tag }: Leading, overlapping: boolean): void {
  const { walk, at } = tour
  if (!walk.features.deleteTag) return
  const step = { do: 'delete-tag', at, tag } as const
  if (overlapping) beside(tour, { tag }, [step])
  else walk.add(step)
}

const leadingBy = ({ tag }: Leading) => ({ tag })

/** A deletion, what is read then, and a second one. */
function removeTwice(
  tour: Tour,
  leading: Leading,
  { overlapping, stage }: { overlapping: boolean; stage: string },
): void {
  if (!tour.walk.features.deleteTag) return
  remove(tour, leading, overlapping)
  pull(tour, leadingBy(leading), stage, ['GET', 'HEAD'])
  if (overlapping) list(tour, leading.beside, 'removed')
  remove(tour, leading, !overlapping)
}

export function beginTag(tour: Tour, leading: Leading): void {
  const { walk, at } = tour
  const { tag, first } = leading
  pull(tour, leadingBy(leading), 'never', ['GET', 'HEAD'])
  list(tour, leading.beside, 'never')
  remove(tour, leading, false)
  walk.add({ do: 'push-damaged-manifest', manifest: first, at, tag })
  walk.add(...push(tour, leading, first))
  pull(tour, leadingBy(leading), 'set', ['GET', 'HEAD', 'GET', 'HEAD'])
  list(tour, leading.beside, 'added')
  list(tour, leading.beside, 'repeated', push(tour, leading, first))
  pull(tour, leadingBy(leading), 'set again', ['HEAD', 'GET'])
}

/** The tag moves, is deleted, moves back and moves again before it is deleted twice more. */
export function moveTag(tour: Tour, leading: Leading): void {
  const { walk } = tour
  const { tag, first, other } = leading
  beside(tour, { tag }, push(tour, leading, first))
  list(tour, leading.beside, 'moved', push(tour, leading, other))
  pull(tour, leadingBy(leading), 'moved', ['HEAD', 'GET', 'HEAD', 'GET', 'HEAD'])
  walk.add(...push(tour, leading, other))
  pull(tour, leadingBy(leading), 'moved, set again', ['GET', 'HEAD'])
  removeTwice(tour, leading, { overlapping: false, stage: 'deleted' })
  walk.add(...push(tour, leading, other))
  walk.add(...push(tour, leading, first))
  pull(tour, leadingBy(leading), 'moved back', ['GET', 'HEAD'])
  walk.add(...push(tour, leading, first))
  beside(tour, { tag }, push(tour, leading, other))
  walk.add(...push(tour, leading, other))
  removeTwice(tour, leading, { overlapping: true, stage: 'deleted after moves' })
  walk.add(...push(tour, leading, first))
  walk.add(...push(tour, leading, first))
  removeTwice(tour, leading, { overlapping: false, stage: 'deleted twice' })
  walk.add(...push(tour, leading, other))
}
