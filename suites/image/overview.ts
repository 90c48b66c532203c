import { withoutUndefined } from '../../src/engine/optional.ts'
import type { Evidence } from '../../src/engine/verdict.ts'
import {
  leadsInto,
  nodeOfSource,
  type ImageEdge,
  type ImageNode,
  type ImageRecord,
} from '../../src/image/model/overview.ts'
import { groupedBy } from '../../src/image/model/grouped.ts'
import type { Document, Reference } from '../../src/image/model/model.ts'
import type { ImageFacts } from './facts/facts.ts'
import { sparseEntries } from './content/judges/missing.ts'
import { orphansOf } from './content/judges/orphans.ts'
import { nameKey } from './layout/judges/names.ts'
import { property, text } from '../../src/image/json/value.ts'

const mostNodes = 2000
const mostText = 200

const short = (value: string): string => (value.length > mostText ? `${value.slice(0, mostText)}…` : value)

/** A node, as the walk over the image met it. */
interface Met {
  id: string
  /** The first one that leads to it; absent at the root. */
  reference?: Reference
}

/**
 * An image as a graph that reports can draw; undefined where there is not even an entry point. Of an image
 * with many nodes those are kept that findings were seen at, and those on the way to them.
 */
export function overviewOf(image: ImageFacts, seenAt: readonly Evidence[] = []): ImageRecord | undefined {
  const { documents, blobs, description } = image
  const references = image.references.filter(({ outside }) => !outside)
  const root = documents.find(({ kind }) => kind !== 'layout-header' && kind !== 'config')
  if (!root) return undefined
  const bySource = new Map(documents.map((document) => [document.source, document]))
  const images = new Set(image.manifests.filter((manifest) => manifest.image).map(({ document }) => document))
  const byDocument = groupedBy(references, ({ from }) => from)
  const ownOf = (document: Document | undefined) => (document && byDocument.get(document)) ?? []
  const met = metIn(root, references)
  const pointedAt = seenAt.flatMap((each): string[] => {
    if (each.kind !== 'content') return []
    const source = nodeOfSource(each.source)
    const into = ownOf(bySource.get(source)).find(({ pointer }) => leadsInto(each.pointer, pointer))
    return into?.digest === undefined ? [source] : [source, into.digest]
  })
  const absent = [...met.values()]
    .filter(({ id, reference }) => reference?.role !== 'manifest' && blobs.get(id)?.state !== 'present')
    .map(({ id }) => id)
  const kept = keptOf(met, pointedAt, absent)
  /** References to nodes that are kept, beyond as many as a document may show. */
  let cut = 0
  const nodes = [...met.values()].flatMap(({ id, reference }): ImageNode[] => {
    if (!kept.has(id)) return []
    const document = bySource.get(id)
    const leadingOn = ownOf(document).filter(({ digest }) => digest !== undefined && kept.has(digest))
    const own = leadingOn.filter(
      (each, at) => at < mostNodes || met.get(each.digest ?? '')?.reference === each,
    )
    cut += leadingOn.length - own.length
    return [
      {
        ...nodeOf(id, document, reference, document !== undefined && images.has(document)),
        ...stateOf(image, id, reference),
        edges: own.flatMap(edgeOf),
      },
    ]
  })
  const sparse = sparseEntries(image)
  const present = [...blobs.values()].filter(({ state }) => state === 'present')
  return {
    kind: 'image',
    name: description.name,
    root: root.source,
    nodes,
    omitted: met.size - nodes.length + cut,
    size: present.reduce((sum, { size = 0 }) => sum + size, 0),
    orphans: orphansOf(image).length,
    ...(sparse ? { sparse } : {}),
  }
}

/** Everything from the root on, in the order of the references, which is breadth first. */
function metIn(root: Document, references: readonly Reference[]): Map<string, Met> {
  const met = new Map<string, Met>([[root.source, { id: root.source }]])
  for (const reference of references) {
    const { digest } = reference
    if (digest !== undefined && !met.has(digest)) met.set(digest, { id: digest, reference })
  }
  return met
}

/**
 * The nodes that are drawn: what has a finding with the way to it, then as many as may be of what is
 * absent, and of what is nearest to the root.
 */
function keptOf(
  met: ReadonlyMap<string, Met>,
  pointedAt: Iterable<string>,
  absent: Iterable<string>,
): ReadonlySet<string> {
  const kept = new Set<string>()
  const keep = (source: string) => {
    for (let next = met.get(source); next && !kept.has(next.id);) {
      kept.add(next.id)
      next = next.reference && met.get(next.reference.from.source)
    }
  }
  for (const source of pointedAt) keep(source)
  for (const source of [...absent, ...met.keys()]) if (kept.size < mostNodes) keep(source)
  return kept
}

function nodeOf(
  id: string,
  document: Document | undefined,
  reference: Reference | undefined,
  isImage: boolean,
): Pick<ImageNode, 'id' | 'kind' | 'mediaType' | 'artifactType'> {
  const mediaType = text(reference?.descriptor, 'mediaType') ?? text(document?.value, 'mediaType')
  const artifactType = text(document?.value, 'artifactType')
  return {
    id,
    kind: kindOf(document, reference, isImage),
    ...(mediaType === undefined ? {} : { mediaType: short(mediaType) }),
    ...(artifactType === undefined ? {} : { artifactType: short(artifactType) }),
  }
}

function kindOf(
  document: Document | undefined,
  reference: Reference | undefined,
  isImage: boolean,
): ImageNode['kind'] {
  const kind = document?.kind ?? reference?.mediaType.kind ?? 'other'
  if (kind === 'layout-index' || kind === 'index') return 'index'
  if (document?.kind === 'docker-manifest') return (document.images ?? []).length > 1 ? 'index' : 'image'
  if (kind === 'manifest') return document && !isImage ? 'artifact' : 'image'
  if (reference?.role === 'config') return 'config'
  return kind === 'layer' ? 'layer' : 'blob'
}

function stateOf(
  { documents, blobs }: ImageFacts,
  id: string,
  reference: Reference | undefined,
): Pick<ImageNode, 'size' | 'present'> {
  const blob = blobs.get(id)
  const stated = reference?.descriptor['size']
  const size = blob?.size ?? (blob ? undefined : documents.find(({ source }) => source === id)?.size)
  const known = size ?? (typeof stated === 'number' ? stated : undefined)
  return {
    present: blob ? blob.state === 'present' : reference === undefined,
    ...withoutUndefined({ size: known }),
  }
}

function edgeOf({ role, digest, descriptor, pointer, item }: Reference): ImageEdge[] {
  if (digest === undefined) return []
  const name = role === 'config' ? item?.tags[0] : text(descriptor['annotations'], nameKey)
  const platform = property(descriptor, 'platform')
  const parts = ['os', 'architecture', 'variant'].map((part) => text(platform, part))
  const shown = parts.filter((part) => part !== undefined).join('/')
  return [
    {
      role,
      to: digest,
      pointer,
      ...(name === undefined ? {} : { name: short(name) }),
      ...(shown === '' ? {} : { platform: short(shown) }),
    },
  ]
}
