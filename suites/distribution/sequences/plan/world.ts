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
  /** Whether the empty JSON object was pushed, which the first manifest that needs it brings along. */
  empty: boolean
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
  /** Whether what is covered is counted by kinds of things too. */
  detailed: boolean
}

const emptySide = (): Side => ({
  blobs: new Map(),
  manifests: new Map(),
  tags: new Map(),
  empty: false,
  lastTagChange: undefined,
  deletedReferrers: new Set(),
})

export const createWorld = (sequence: World['sequence'], detailed = false): World => ({
  sequence,
  detailed,
  home: emptySide(),
  other: emptySide(),
  uploads: new Map(),
})

export const elsewhere = (place: Place): Place => (place === 'home' ? 'other' : 'home')

export const noBlob: BlobFacts = { present: false, pushes: 0, mounts: 0, deletions: 0 }
const noManifest: ManifestFacts = { present: false, pushes: 0, deletions: 0 }
export const noTag: TagFacts = { now: undefined, path: [], sets: 0, moves: 0, deletions: 0, ended: undefined }

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
  if (!recipe) return { isIndex: false, blobs: [], manifests: [], subject: undefined }
  const config = recipe.config === 'empty' ? [] : [recipe.config.blob]
  const isIndex = recipe.kind === 'index' || recipe.kind === 'docker-list'
  return {
    isIndex,
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

/** Tags that a push sets, by its reference and by its parameters. */
export const tagsOfPush = ({ by, tags = [] }: Extract<Step, { do: 'push-manifest' }>): readonly TagName[] =>
  'tag' in by ? [by.tag, ...tags] : tags
