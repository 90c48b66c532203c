import type { BlobName, ManifestName, Place, Reference, Step, TagName } from '../sequence.ts'
import type { Tracker } from '../coverage.ts'
import type { Cast } from './cast.ts'
import type { Features } from './features.ts'
import { tagRow } from './values.ts'
import {
  blobAt,
  elsewhere,
  indexesOf,
  manifestAt,
  partsOf,
  present,
  tagAt,
  tagsOf,
  type World,
} from './world.ts'

/** Operations of the machines as steps on one thing; with the steps before them that they need. Undefined: not here. */

export interface Stage {
  tracker: Tracker
  world: World
  cast: Cast
  features: Features
  draw: (below: number) => number
}

type Steps = Step[] | undefined

const isSha512 = ({ cast }: Stage, name: ManifestName): boolean =>
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
function gainOfTag({ tracker, cast, draw }: Stage, tag: TagName, manifest: ManifestName): number {
  const row = tagRow(cast.tags[tag]?.form ?? 'plain', cast.manifests[manifest]?.kind ?? 'image', 'push')
  return tracker.gain([{ group: 'values of tags', row }]) + draw(100) / 200
}

function mostWanted(names: readonly string[], gain: (name: string) => number): string | undefined {
  let best: string | undefined
  let most = -1
  for (const name of names) {
    const its = gain(name)
    if (its > most) [best, most] = [name, its]
  }
  return best
}

export function manifestSteps(stage: Stage, at: Place, name: ManifestName, operation: string): Steps {
  const { world } = stage
  const tagged = tagsOf(world, at, name)
  switch (operation) {
    case 'push by digest':
      return pushManifest(stage, at, name, { digest: name })
    case 'push by tag': {
      const tag = isSha512(stage, name) ? undefined : freeTag(stage, at, name)
      return tag === undefined ? undefined : pushManifest(stage, at, name, { tag })
    }
    case 'push by the same tag': {
      const tag = isSha512(stage, name) ? undefined : (tagged[0] ?? freeTag(stage, at, name))
      if (tag === undefined) return undefined
      const push = pushManifest(stage, at, name, { tag })
      return tagged.length > 0 ? push : [...push, ...push.slice(-1)]
    }
    case 'push with tag parameters': {
      const tag = freeTag(stage, at, name)
      return tag === undefined
        ? undefined
        : pushManifest(stage, at, name, { digest: name }, [...new Set([tag, ...tagged.slice(0, 1)])])
    }
    case 'push elsewhere': {
      const there = elsewhere(at)
      const by = tagged[0] !== undefined && !isSha512(stage, name) ? { tag: tagged[0] } : { digest: name }
      return pushManifest(stage, there, name, by)
    }
    case 'GET':
    case 'HEAD':
      return [{ do: 'read-manifest', method: operation, at, by: { digest: name }, accept: 'list' }]
    default:
      return indexesOf(world, at, name).length > 0
        ? undefined
        : [{ do: 'delete-manifest', at, manifest: name }]
  }
}

export function tagSteps(stage: Stage, at: Place, name: TagName, operation: string): Steps {
  const { world, cast } = stage
  const { now, path } = tagAt(world, at, name)
  const pushable = Object.keys(cast.manifests).filter((each) => !isSha512(stage, each))
  const by = { tag: name }
  const push = (manifest: ManifestName | undefined) =>
    manifest === undefined || !pushable.includes(manifest) ? undefined : pushManifest(stage, at, manifest, by)
  switch (operation) {
    case 'GET':
    case 'HEAD':
      return [{ do: 'read-manifest', method: operation, at, by, accept: 'list' }]
    case 'push the same':
      return push(path.at(-1))
    case 'push another': {
      const others = pushable.filter((each) => !path.includes(each))
      const there = others.filter((each) => manifestAt(world, at, each).present)
      const choice = there.length > 0 ? there : others
      return push(mostWanted(choice, (manifest) => gainOfTag(stage, name, manifest)))
    }
    case 'push an earlier one':
      return now === undefined ? undefined : push(path.find((each) => each !== now))
    case 'delete its manifest':
      return now === undefined ? undefined : manifestSteps(stage, at, now, 'delete')
    default:
      return [{ do: 'delete-tag', at, tag: name }]
  }
}

export function blobSteps(stage: Stage, at: Place, name: BlobName, operation: string): Steps {
  const { world, cast, draw } = stage
  const recipe = cast.blobs[name]
  if (!recipe) return undefined
  switch (operation) {
    case 'GET':
    case 'HEAD':
      return [{ do: 'read-blob', method: operation, at, blob: name }]
    case 'GET of a range':
      return [{ do: 'read-blob', method: 'GET', at, blob: name, range: 'middle' }]
    case 'push under a wrong digest': {
      const ways = [
        'post-put',
        ...(stage.features.singlePost ? (['single-post'] as const) : []),
        ...(stage.features.chunked ? (['chunks'] as const) : []),
      ] as const
      return [{ do: 'push-wrong-digest', blob: name, at, way: ways[draw(ways.length)] ?? 'post-put' }]
    }
    case 'mount': {
      const mount: Step = { do: 'mount', blob: name, from: elsewhere(at), at }
      return blobAt(world, elsewhere(at), name).present
        ? [mount]
        : [pushBlob(name, elsewhere(at), 'post-put'), mount]
    }
    case 'push elsewhere':
      return [pushBlob(name, elsewhere(at), 'post-put')]
    case 'delete': {
      const used = present(world, at).some((each) => partsOf(world, each).blobs.includes(name))
      return used ? undefined : [{ do: 'delete-blob', at, blob: name }]
    }
    default:
      return [pushBlob(name, at, operation.slice('push by '.length) as Way, 1 + draw(3))]
  }
}
