import {
  freeTag,
  gainOfTag,
  isSha512,
  mostWanted,
  pushBlob,
  pushManifest,
  type Stage,
  type Way,
} from './pushes.ts'
import { blobAt, elsewhere, indexesOf, manifestAt, partsOf, present, tagAt, tagsOf } from './world.ts'
import type { BlobName, ManifestName, Place, Step, TagName } from '../sequence.ts'

/** Operations of the machines as steps on one thing; with the steps before them that they need. Undefined: not here. */

type Steps = Step[] | undefined

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
