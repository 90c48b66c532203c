import type { BlobName, ManifestName, Place, Sequence, Step, TagName, UploadName } from '../sequence.ts'

/** What the steps of a sequence have made so far, by what a correct registry does with them. */

export interface BlobFacts {
  present: boolean
  /** Since it was deleted last. */
  pushes: number
  mounts: number
  deletions: number
}

export interface ManifestFacts {
  present: boolean
  pushes: number
  deletions: number
}

export interface TagFacts {
  /** The manifest that it leads to; undefined where it was never set, or is deleted. */
  now: ManifestName | undefined
  /** All that it has led to, in order; the same name again only after another one. */
  path: readonly ManifestName[]
  /** Pushes of the manifest that it leads to. */
  sets: number
  /** Since it was deleted last. */
  moves: number
  deletions: number
  /** By which it came to lead to nothing. */
  ended: 'deleted' | 'manifest deleted' | undefined
}

export interface UploadFacts {
  blob: BlobName
  at: Place
  chunks: number
  /** The share of the blob that was sent. */
  sent: number
  state: 'open' | 'chunk refused' | 'closing refused' | 'closed' | 'cancelled'
}

export interface Side {
  blobs: Map<BlobName, BlobFacts>
  manifests: Map<ManifestName, ManifestFacts>
  tags: Map<TagName, TagFacts>
  /** What happened last to any tag. */
  lastTagChange: 'set' | 'move' | 'delete' | undefined
  /** Referrers that were deleted, by their subject. */
  deletedReferrers: Set<ManifestName>
}

export interface World {
  sequence: Pick<Sequence, 'blobs' | 'manifests' | 'tags'>
  home: Side
  other: Side
  uploads: Map<UploadName, UploadFacts>
}

const emptySide = (): Side => ({
  blobs: new Map(),
  manifests: new Map(),
  tags: new Map(),
  lastTagChange: undefined,
  deletedReferrers: new Set(),
})

export const createWorld = (sequence: World['sequence']): World => ({
  sequence,
  home: emptySide(),
  other: emptySide(),
  uploads: new Map(),
})

export const elsewhere = (place: Place): Place => (place === 'home' ? 'other' : 'home')

const noBlob: BlobFacts = { present: false, pushes: 0, mounts: 0, deletions: 0 }
const noManifest: ManifestFacts = { present: false, pushes: 0, deletions: 0 }
const noTag: TagFacts = { now: undefined, path: [], sets: 0, moves: 0, deletions: 0, ended: undefined }

export const blobAt = (world: World, at: Place, name: BlobName): BlobFacts =>
  world[at].blobs.get(name) ?? noBlob
export const manifestAt = (world: World, at: Place, name: ManifestName): ManifestFacts =>
  world[at].manifests.get(name) ?? noManifest
export const tagAt = (world: World, at: Place, name: TagName): TagFacts => world[at].tags.get(name) ?? noTag

/** Tags that lead to the manifest. */
export const tagsOf = (world: World, at: Place, manifest: ManifestName): TagName[] =>
  [...world[at].tags].flatMap(([name, { now }]) => (now === manifest ? [name] : []))

/** The blobs, manifests of an index, and subject that a manifest names. */
export function partsOf(world: Pick<World, 'sequence'>, name: ManifestName) {
  const recipe = world.sequence.manifests[name]
  if (!recipe) return { blobs: [], manifests: [], subject: undefined }
  const config = recipe.config === 'empty' ? [] : [recipe.config.blob]
  const isIndex = recipe.kind === 'index' || recipe.kind === 'docker-list'
  return {
    blobs: isIndex ? [] : [...new Set([...config, ...recipe.layers])],
    manifests: isIndex ? [...new Set(recipe.manifests)] : [],
    subject: typeof recipe.subject === 'object' ? recipe.subject.manifest : undefined,
  }
}

/** Manifests that are there and refer to this one as an index or as a referrer. */
export const indexesOf = (world: World, at: Place, name: ManifestName): ManifestName[] =>
  present(world, at).filter((each) => partsOf(world, each).manifests.includes(name))
export const referrersOf = (world: World, at: Place, name: ManifestName): ManifestName[] =>
  present(world, at).filter((each) => partsOf(world, each).subject === name)

export const present = (world: World, at: Place): ManifestName[] =>
  [...world[at].manifests].flatMap(([name, facts]) => (facts.present ? [name] : []))

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

/** Tags that a push sets, by its reference and by its parameters. */
export const tagsOfPush = ({ by, tags = [] }: Extract<Step, { do: 'push-manifest' }>): readonly TagName[] =>
  'tag' in by ? [by.tag, ...tags] : tags

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
