import { needsEmpty } from '../content/documents.ts'
import type { BlobName, ManifestName, Place, Step, TagName } from '../sequence.ts'
import {
  blobAt,
  manifestAt,
  noBlob,
  noTag,
  partsOf,
  tagAt,
  type TagFacts,
  tagsOf,
  tagsOfPush,
  type UploadFacts,
  type World,
} from './world.ts'

/** Changes the world by a step; steps that overlap change it one after the other. */
export function apply(world: World, step: Step): void {
  switch (step.do) {
    case 'push-blob':
      return addBlob(world, step.at, step.blob, 'pushes')
    case 'mount':
      return addBlob(world, step.at, step.blob, 'mounts')
    case 'push-manifest':
      return addManifest(world, step)
    case 'delete-blob':
      return removeBlob(world, step.at, step.blob)
    case 'delete-manifest':
      return removeManifest(world, step.at, step.manifest)
    case 'delete-tag': {
      const facts = tagAt(world, step.at, step.tag)
      if (facts.now === undefined) return undefined
      return endTag(world, step.at, step.tag, facts, 'deleted')
    }
    case 'at-once':
      for (const each of step.steps) apply(world, each)
      return undefined
    default:
      return applyUpload(world, step)
  }
}

function addBlob(world: World, at: Place, name: BlobName, how: 'pushes' | 'mounts'): void {
  const facts = blobAt(world, at, name)
  world[at].blobs.set(name, { ...facts, present: true, [how]: facts[how] + 1 })
}

function removeBlob(world: World, at: Place, name: BlobName): void {
  const { present, deletions } = blobAt(world, at, name)
  if (present) world[at].blobs.set(name, { ...noBlob, deletions: deletions + 1 })
}

function addManifest(world: World, step: Extract<Step, { do: 'push-manifest' }>): void {
  const side = world[step.at]
  const facts = manifestAt(world, step.at, step.manifest)
  side.manifests.set(step.manifest, { ...facts, present: true, pushes: facts.pushes + 1 })
  side.empty ||= needsEmpty(world.sequence, step.manifest)
  for (const tag of tagsOfPush(step)) {
    const before = tagAt(world, step.at, tag)
    const same = before.now === step.manifest
    const moved = before.now !== undefined && !same
    side.tags.set(tag, {
      ...before,
      now: step.manifest,
      path: before.path.at(-1) === step.manifest ? before.path : [...before.path, step.manifest],
      sets: same ? before.sets + 1 : 1,
      moves: before.moves + (moved ? 1 : 0),
      ended: undefined,
    })
    if (!same) side.lastTagChange = moved ? 'move' : 'set'
  }
}

function removeManifest(world: World, at: Place, name: ManifestName): void {
  const facts = manifestAt(world, at, name)
  if (!facts.present) return
  for (const tag of tagsOf(world, at, name)) endTag(world, at, tag, tagAt(world, at, tag), 'manifest deleted')
  world[at].manifests.set(name, { present: false, pushes: 0, deletions: facts.deletions + 1 })
  const { subject } = partsOf(world, name)
  if (subject !== undefined) world[at].deletedReferrers.add(subject)
}

function endTag(
  world: World,
  at: Place,
  name: TagName,
  facts: TagFacts,
  ended: 'deleted' | 'manifest deleted',
): void {
  const deletions = facts.deletions + 1
  world[at].tags.set(name, { ...noTag, path: facts.path, deletions, ended })
  world[at].lastTagChange = 'delete'
}

function applyUpload(world: World, step: Step): void {
  if (step.do === 'start') {
    const { blob, at } = step
    world.uploads.set(step.upload, { blob, at, chunks: 0, sent: 0, state: 'open' })
    return
  }
  if (!('upload' in step)) return
  const facts = world.uploads.get(step.upload)
  if (!facts || facts.state === 'closed' || facts.state === 'cancelled') return
  const change = (changed: Partial<UploadFacts>) => world.uploads.set(step.upload, { ...facts, ...changed })
  if (step.do === 'chunk') change({ chunks: facts.chunks + 1, sent: step.upTo, state: 'open' })
  else if (step.do === 'wrong-chunk') change({ state: 'chunk refused' })
  else if (step.do === 'close-wrong-digest') change({ state: 'closing refused' })
  else if (step.do === 'cancel') change({ state: 'cancelled' })
  else if (step.do === 'close') {
    change({ state: 'closed' })
    addBlob(world, facts.at, facts.blob, 'pushes')
  }
}
