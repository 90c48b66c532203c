import type { Tracker } from '../coverage.ts'
import type { Cast } from './cast.ts'
import type { Features } from './features.ts'
import { tagRow } from './values.ts'
import { blobAt, elsewhere, manifestAt, partsOf, tagAt, type World } from './world.ts'
import type { BlobName, ManifestName, Place, Reference, Step, TagName } from '../sequence.ts'

/** Pushes, with the steps before them that they need. */

export interface Stage {
  tracker: Tracker
  world: World
  cast: Cast
  features: Features
  draw: (below: number) => number
}

export const isSha512 = ({ cast }: Stage, name: ManifestName): boolean =>
  cast.manifests[name]?.algorithm === 'sha512'

/** What a manifest refers to, where it is not there yet; undefined where it must not be pushed to that place. */
function partsFor(stage: Stage, at: Place, name: ManifestName): Step[] {
  const { world } = stage
  const { blobs, manifests } = partsOf(world, name)
  return [
    ...blobs.filter((blob) => !blobAt(world, at, blob).present).map((blob) => bringBlob(stage, at, blob)),
    ...manifests
      .filter((child) => !manifestAt(world, at, child).present)
      .flatMap((child) => [
        ...partsFor(stage, at, child),
        { do: 'push-manifest', manifest: child, at, by: { digest: child } } as const,
      ]),
  ]
}

/** The cheapest way to have a blob there: what is in the other repository is mounted. */
function bringBlob({ world, cast, features }: Stage, at: Place, blob: BlobName): Step {
  if (features.mount && blobAt(world, elsewhere(at), blob).present) {
    return { do: 'mount', blob, from: elsewhere(at), at }
  }
  const row = cast.blobRows.get(blob)
  return row && blobAt(world, at, blob).pushes === 0
    ? pushBlob(blob, at, row.way, Number(row.chunks))
    : pushBlob(blob, at, 'post-put')
}

export type Way = Extract<Step, { do: 'push-blob' }>['way']

export const pushBlob = (blob: BlobName, at: Place, way: Way, chunks = 2): Step =>
  way === 'post-put' || way === 'single-post'
    ? { do: 'push-blob', blob, at, way }
    : { do: 'push-blob', blob, at, way, chunks }

/** A push, after what it needs. */
export const pushManifest = (
  stage: Stage,
  at: Place,
  manifest: ManifestName,
  by: Reference,
  tags?: readonly TagName[],
): Step[] => {
  const before = unique(partsFor(stage, at, manifest))
  return [...before, { do: 'push-manifest', manifest, at, by, ...(tags ? { tags } : {}) }]
}

function unique(steps: Step[]): Step[] {
  if (steps.length < 2) return steps
  const known = new Set<string>()
  return steps.filter((step) => {
    const text = JSON.stringify(step)
    return !known.has(text) && known.add(text)
  })
}

/** A tag for a further push: one that leads nowhere, before one that would move; of these the one whose form lacks the kind. */
export function freeTag(stage: Stage, at: Place, manifest: ManifestName): TagName | undefined {
  const { world, cast } = stage
  const names = Object.keys(cast.tags)
  const free = names.filter((name) => tagAt(world, at, name).now === undefined)
  const never = free.filter((name) => tagAt(world, at, name).path.length === 0)
  const moving = names.filter((name) => tagAt(world, at, name).now !== manifest)
  const choice = [never, free, moving].find(({ length }) => length > 0) ?? []
  return mostWanted(choice, (name) => gainOfTag(stage, name, manifest))
}

/** How much a push by the tag adds to what its form and the kind lack; the draw decides between equals. */
export function gainOfTag({ tracker, cast, draw }: Stage, tag: TagName, manifest: ManifestName): number {
  const row = tagRow(cast.tags[tag]?.form ?? 'plain', cast.manifests[manifest]?.kind ?? 'image', 'push')
  return tracker.gain([{ group: 'values of tags', row }]) + draw(100) / 200
}

export function mostWanted(names: readonly string[], gain: (name: string) => number): string | undefined {
  let best: string | undefined
  let most = -1
  for (const name of names) {
    const its = gain(name)
    if (its > most) [best, most] = [name, its]
  }
  return best
}
