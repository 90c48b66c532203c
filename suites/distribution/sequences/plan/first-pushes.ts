import { blobDimensions, type BlobRow, type ManifestRow } from '../dimensions.ts'
import type { BlobName, ManifestName, TagName } from '../sequence.ts'
import { leavesOpen } from './explore.ts'
import { listingSteps, referrersSteps } from './further.ts'
import { itemsOf, pairOf } from './items.ts'
import { overlapSteps } from './overlap-steps.ts'
import { freeTag, pushBlob, pushManifest } from './pushes.ts'
import { blobs, hasOperation, type Kind, lacks, manifests } from './things.ts'
import type { Walk } from './walk.ts'
import { blobAt, elsewhere, manifestAt } from './world.ts'

/** How a sequence begins: what is requested of things that are not there yet, then their first pushes. */

/** Operations on what is not there yet, in the order in which they are done. */
const onNothing = ['HEAD', 'GET', 'GET of a range', 'push under a wrong digest', 'delete', 'push elsewhere']

/** Does what is missing while a thing is not there. */
export function beforePush(walk: Walk, kind: Kind, name: string): void {
  const at = walk.cast.base
  for (let count = 0; count < 6; count += 1) {
    const state = kind.state(walk, at, name)
    if (state !== 'never' && state !== 'other only') return
    const operation = onNothing.find(
      (each) =>
        hasOperation(walk, kind.group, each) &&
        (lacks(walk, kind, name, pairOf(each, state)) ||
          (each === 'push elsewhere' &&
            state === 'never' &&
            lacksIn(walk, kind, name, 'other only', 'mounted'))),
    )
    const steps = operation === undefined ? undefined : kind.steps(walk, at, name, operation)
    if (!steps) return
    walk.add(...steps)
  }
}

/** Whether an operation is missing in one of these states of a thing. */
const lacksIn = (walk: Walk, kind: Kind, name: string, ...states: readonly string[]): boolean =>
  states.some((state) =>
    Object.keys(kind.machine[state] ?? {}).some(
      (operation) =>
        hasOperation(walk, kind.group, operation) && lacks(walk, kind, name, pairOf(operation, state)),
    ),
  )

/** The first push of a blob in the way of its row. */
export function pushBlobFirst(walk: Walk, name: BlobName): void {
  beforePush(walk, blobs, name)
  const { world, cast } = walk
  const row = cast.blobRows.get(name)
  const mounted = walk.features.mount && lacksIn(walk, blobs, name, 'mounted')
  if (mounted && blobs.state(walk, cast.base, name) === 'other only') {
    walk.add({ do: 'mount', blob: name, from: elsewhere(cast.base), at: cast.base })
  } else if (row && !blobAt(world, cast.base, name).present) {
    const way = wantedWay(walk, name, row)
    walk.add(pushBlob(name, cast.base, way, way === row.way ? Number(row.chunks) : 2))
  }
}

/** The way of the row, unless it shows nothing new and another one does. */
function wantedWay(walk: Walk, name: BlobName, row: BlobRow): BlobRow['way'] {
  if (walk.tracker.gain([{ group: 'values of blobs', row }]) > 0) return row.way
  const state = blobs.state(walk, walk.cast.base, name)
  const isWanted = (way: string): boolean =>
    hasOperation(walk, 'blob', `push by ${way}`) && lacks(walk, blobs, name, pairOf(`push by ${way}`, state))
  return blobDimensions.way.find(isWanted) ?? row.way
}

/** The first push of a manifest in the way of its row. */
export function pushManifestFirst(walk: Walk, name: ManifestName): void {
  const { world, cast, tracker } = walk
  const at = cast.base
  const row = cast.manifestRows.get(name)
  beforePush(walk, manifests, name)
  const overlapping = manifestAt(world, at, name).present ? undefined : overlapSteps(walk)[0]
  if (overlapping && !leavesOpen(walk, overlapping)) walk.add(...overlapping)
  if (!manifestAt(world, at, name).present) {
    // A row that shows nothing new is pushed by a tag: tags lack more at last.
    const isNew = row !== undefined && tracker.gain([{ group: 'values of manifests', row }]) > 0
    const by = isNew || row?.algorithm === 'sha512' ? row?.by : 'tag'
    walk.add(...firstPush(walk, name, by, by === 'digest' ? undefined : freeTag(walk, at, name)))
  }
  // Some states of lists pass with the next push.
  for (const steps of [...referrersSteps(walk), ...listingSteps(walk)]) {
    const items = steps.flatMap((step) => itemsOf(world, step))
    if (items.some((item) => 'pair' in item && tracker.isMissing(item.group, item.pair))) walk.add(...steps)
  }
}

function firstPush(
  walk: Walk,
  name: ManifestName,
  by: ManifestRow['by'] | undefined,
  tag: TagName | undefined,
) {
  const at = walk.cast.base
  if (tag === undefined) return pushManifest(walk, at, name, { digest: name })
  return by === 'tag'
    ? pushManifest(walk, at, name, { tag })
    : pushManifest(walk, at, name, { digest: name }, [tag])
}
