import type { Known, Trait } from '../../../src/client/known.ts'
import type { Invocation } from '../../../src/registry/record/invocation.ts'
import { architectureHere } from '../../../src/image/architecture.ts'
import type { ImageSource } from '../../../src/image/source/source.ts'
import type { TripContent } from '../content.ts'
import type { Passage } from './passage.ts'

/** What is known of a client, nothing left out. */
export type KnownOf = Required<Pick<Known, 'push' | 'pull' | 'unsupported'>>

/** An image in a registry, or in a layout. */
export interface Side {
  source: ImageSource
  content: TripContent
}

/** How the commands of one operation ended. */
export interface Ran {
  ok: boolean
  /** The last of them, for people. */
  command: string
  output: string
  invocations: readonly Invocation[]
}

/** What a client has pulled: a layout, or files of its own form. */
export interface Held {
  side?: Side
  /** Why what looks like a layout cannot be read. */
  unreadable?: string
  /** Digests of all files that it wrote, and those that it printed. */
  digests: ReadonlySet<string>
  /** The client unpacks layers into a storage of its own, so that they have no files. */
  unpacks: boolean
}

/** A real client, as a round trip uses it. */
export interface TripClient {
  name: string
  /** With its version. */
  title: string
  known: KnownOf
  /** Pushes the root with this digest to `repository:tag`; absent where the client does not push layouts. */
  push?: (digest: string, repository: string, tag: string) => Promise<Ran>
  /** Pulls `repository:tag`, and calls `use` with what is there then. */
  pull?: <Result>(
    repository: string,
    tag: string,
    use: (ran: Ran, held: Held | undefined) => Promise<Result>,
  ) => Promise<Result>
}

/** The clients of a round trip, and where they push to. */
export interface ClientTrip {
  clients: readonly TripClient[]
  /** What was pushed by this run, once that can be pulled. Throws NotEvaluated. */
  pushed(): Promise<{ own: Side; tags: readonly { tag: string; digest: string }[] }>
  /** The repository of this run, without its host. */
  repository: string
  /** Called with each way that was taken. */
  onPassage?(passage: Passage): void
  /** An image of the registry, read anew. Throws NotEvaluated where it cannot be read. */
  open<Result>(repository: string, tag: string, use: (side: Side) => Promise<Result>): Promise<Result>
}

/** Where a client pushes to: below the repository of the run, where nothing of another one is, so that it has to upload everything. */
export const repositoryOf = (repository: string, client: string): string => `${repository}/${client}`

/** The tags under which clients push the roots of an image: those of this run, and one for each that has none, as a signature. */
export function rootTags(
  { content }: Side,
  tags: readonly { tag: string; digest: string }[],
): { tag: string; digest: string }[] {
  const first = tags[0]?.tag ?? 'latest'
  return content.roots.map(({ digest }, at) => {
    const known = tags.find((each) => each.digest === digest)
    return known ?? { tag: `${first.slice(0, 120)}-${at + 1}`, digest }
  })
}

/** What the tag of a registry, or a layout of one image, leads to. */
export const rootOf = ({ content }: Side): string => content.roots[0]?.digest ?? ''

/** What belongs to the image of one root: what it lists, and not what it refers to as its subject. */
export function partOf({ manifests, blobs, ...rest }: TripContent, root: string): TripContent {
  const wanted = new Set<string>()
  const visit = (digest: string): void => {
    if (wanted.has(digest)) return
    wanted.add(digest)
    const found = manifests.find((each) => each.digest === digest)
    for (const each of [...(found?.manifests ?? []), ...(found?.blobs ?? [])]) visit(each)
  }
  visit(root)
  const isWanted = ({ digest }: { digest: string }): boolean => wanted.has(digest)
  return { ...rest, manifests: manifests.filter(isWanted), blobs: blobs.filter(isWanted) }
}

const isOfThisMachine = (platform: string): boolean => `${platform}/`.startsWith(`linux/${architectureHere}/`)

/** What an image has that not every client supports. */
export function traitsOf({ manifests, blobs }: TripContent): Set<Trait> {
  const isIndex = (digest: string): boolean =>
    manifests.some((each) => each.digest === digest && each.manifests.length > 0)
  const traits = new Set<Trait>()
  for (const { mediaType, manifests: entries, blobs: own, subject, artifactType } of manifests) {
    if (entries.length > 0) traits.add('index')
    if (entries.some(isIndex)) traits.add('nested index')
    if (mediaType.includes('vnd.docker.')) traits.add('docker types')
    const isImage = artifactType === undefined || /image\.(?:config\.)?v1\+json$/.test(artifactType)
    if (subject !== undefined || (own.length > 0 && !isImage)) traits.add('artifact')
  }
  const platforms = manifests.flatMap(({ name }) =>
    /^[a-z0-9]+\/[a-z0-9]+(?:\/[a-z0-9.]+)?$/.test(name) ? name : [],
  )
  if (traits.has('index') && platforms.length > 0 && !platforms.some(isOfThisMachine))
    traits.add('other platforms')
  const digests = [...manifests, ...blobs].map(({ digest }) => digest)
  if (digests.some((digest) => !digest.startsWith('sha256:'))) traits.add('sha512')
  return traits
}
