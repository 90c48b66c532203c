import { blobReadDimensions, type BlobReadRow, type BlobRow } from '../dimensions.ts'
import type { ManifestName, Sequence } from '../sequence.ts'
import { addBlob, addBlobOf, createCast, isOwnSize, usual } from './cast.ts'
import { castOfManifests, castOfRows } from './choose-cast.ts'
import { explore } from './explore.ts'
import { beforePush, pushBlobFirst, pushManifestFirst } from './first-pushes.ts'
import type { PlanState } from './plan-state.ts'
import { blobs, manifests, tags } from './things.ts'
import { pullSize } from './values.ts'
import { createWalk, type Walk } from './walk.ts'
import { partsOf } from './world.ts'

/** Sequences by what they are mostly about, so that each needs few things. */

/** Images, indexes and artifacts under tags. */
export function manifestSequence(state: PlanState, id: string): Sequence & { requests: number } {
  if (!state.rows.manifests.has()) {
    state.rows.manifests.again((row) => state.tracker.gain([{ group: 'values of manifests', row }]) > 0)
  }
  const cast = castOfManifests(state)
  const walk = createWalk(cast, state)
  for (const name of Object.keys(cast.tags)) beforePush(walk, tags, name)
  for (const name of inOrderOfPushes(walk)) pushManifestFirst(walk, name)
  explore(walk, [manifests, tags], state.most)
  return { ...walk.finish(id), requests: walk.requests() }
}

/** Manifests of rows that are in no sequence yet, as many as go together: each is pushed once. */
export function rowsSequence(state: PlanState, id: string): Sequence & { requests: number } {
  const cast = castOfRows(state)
  const walk = createWalk(cast, state)
  for (const name of inOrderOfPushes(walk)) pushManifestFirst(walk, name)
  return { ...walk.finish(id), requests: walk.requests() }
}

/** Blobs alone. */
export function blobSequence(state: PlanState, id: string): Sequence & { requests: number } {
  if (!state.rows.blobs.has()) {
    state.rows.blobs.again((row) => state.tracker.gain([{ group: 'values of blobs', row }]) > 0)
  }
  const cast = createCast(state.draw(4) === 0 ? 'other' : 'home')
  for (let at = 0; at < 3; at += 1) addBlob(cast, state, isOwnSize)
  const lacking = blobReadDimensions.size.find(
    (size) => state.tracker.missingWith('values of blob pulls', `size=${size}`) > 0,
  )
  // What no row is left for is pulled from any blob of that size.
  const isLacking = ({ size }: BlobRow) => lacking !== undefined && pullSize(size) === lacking
  if (lacking !== undefined && !state.rows.blobs.has(isLacking))
    addBlobOf(cast, state, rowOfPulls(state, lacking))
  const walk = createWalk(cast, state)
  for (const name of Object.keys(cast.blobs)) pushBlobFirst(walk, name)
  explore(walk, [blobs], state.most)
  return { ...walk.finish(id), requests: walk.requests() }
}

/** A blob of a size that is pulled alike, under the algorithm that lacks pulls. */
const rowOfPulls = ({ tracker }: PlanState, size: BlobReadRow['size']): BlobRow => ({
  ...usual,
  size: size === 'a page' ? '4096' : size === '64 KiB' ? '65536' : size,
  algorithm: tracker.missingWith('values of blob pulls', 'algorithm=sha512') > 0 ? 'sha512' : 'sha256',
})

/** Referrers before their subject, where that is missing yet. */
function inOrderOfPushes({ cast, tracker, world }: Walk): ManifestName[] {
  const names = Object.keys(cast.manifests)
  const wanted = [...tracker.missing('referrers')].some((pair) => pair.endsWith('before the subject'))
  if (!wanted) return names
  const subjects = new Set(names.flatMap((name) => partsOf(world, name).subject ?? []))
  return [...names.filter((name) => !subjects.has(name)), ...names.filter((name) => subjects.has(name))]
}
