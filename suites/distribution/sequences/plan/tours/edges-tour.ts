import type { ManifestName, Sequence, TagName } from '../../sequence.ts'
import { addBlobOf, addManifest, addTag, createCast } from '../cast.ts'
import type { PlanState } from '../plan-state.ts'
import { pushBlob, pushManifest } from '../pushes.ts'
import { createWalk, type Walk } from '../walk.ts'
import { addWith } from './parties.ts'
import { plain, referrers, type EdgesTourRow } from './rows.ts'

/** Requests at the edge of what the specification describes, in states in which no other tour has them. */

/** A referrer goes after the tag of its subject. */
function loseReferrer(walk: Walk, state: PlanState, subject: ManifestName, tag: TagName): void {
  const { deleteTag, deleteManifest } = walk.features
  if (!deleteTag || !deleteManifest) return
  const at = walk.cast.base
  const manifest = addWith(walk.cast, state, referrers[0], subject)
  walk.add(...pushManifest(walk, at, manifest, { digest: manifest }))
  walk.add({ do: 'delete-tag', at, tag }, { do: 'delete-manifest', at, manifest })
}

export function edgesTour(
  state: PlanState,
  id: string,
  _number: number,
  { place }: EdgesTourRow,
): Sequence & { requests: number } {
  const cast = createCast(place)
  const at = cast.base
  const [held, lacking] = [plain, plain].map((row) => addManifest(cast, state, { ...row, place: at }))
  const blob = addBlobOf(cast, state)
  const tag = addTag(cast, 'plain') ?? ''
  const walk = createWalk(cast, state)
  if (held === undefined || lacking === undefined) return { ...walk.finish(id), requests: walk.requests() }
  walk.add(...pushManifest(walk, at, held, { tag }))
  // No tags, behind one that is there.
  walk.add({ do: 'list-tags', at, pages: { n: 0, by: 'last', after: tag, most: 1 } })
  walk.add(pushBlob(blob, at, 'post-put'))
  // A repository that has the blob itself.
  if (walk.features.mount) walk.add({ do: 'mount', blob, from: at, at })
  walk.add({ do: 'read-blob', method: 'GET', at, blob })
  // Its parts were pushed nowhere: where it is refused, the tag stays where it is.
  walk.add({ do: 'push-lacking-manifest', manifest: lacking, at, tag })
  for (const method of ['HEAD', 'GET'] as const)
    walk.add({ do: 'read-manifest', method, at, by: { tag }, accept: 'list' })
  // Where there are lists of referrers, another tour has this.
  if (!walk.features.referrers) loseReferrer(walk, state, held, tag)
  return { ...walk.finish(id), requests: walk.requests() }
}
