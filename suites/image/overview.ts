import type { ImageEdge, ImageNode, ImageRecord } from '../../src/image/overview.ts'
import type { Document, ImageFacts, Reference } from './facts/facts.ts'
import { nameKey } from './layout/names.ts'
import { property, text } from './value.ts'

const mostNodes = 2000
const mostText = 200

const short = (value: string): string => (value.length > mostText ? `${value.slice(0, mostText)}…` : value)

/** An image as a graph that reports can draw; undefined where there is not even an entry point. */
export function overviewOf(image: ImageFacts): ImageRecord | undefined {
  const { documents, references, blobs, description } = image
  const root = documents.find(({ kind }) => kind !== 'layout-header' && kind !== 'config')
  if (!root) return undefined
  const bySource = new Map(documents.map((document) => [document.source, document]))
  const images = new Set(image.manifests.filter((manifest) => manifest.image).map(({ document }) => document))
  const leading = new Map<Document, Reference[]>()
  for (const reference of references) {
    const list = leading.get(reference.from) ?? []
    list.push(reference)
    leading.set(reference.from, list)
  }

  const nodes: ImageNode[] = []
  const met = new Set([root.source])
  const queue: { id: string; reference?: Reference }[] = [{ id: root.source }]
  let omitted = 0
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { id, reference } = next
    if (nodes.length >= mostNodes) {
      omitted += 1
      continue
    }
    const document = bySource.get(id)
    const own = (document && leading.get(document)) ?? []
    nodes.push({
      ...nodeOf(id, document, reference, document !== undefined && images.has(document)),
      ...stateOf(image, id, reference),
      edges: own.slice(0, mostNodes).flatMap(edgeOf),
    })
    for (const each of own) {
      if (each.digest === undefined || met.has(each.digest)) continue
      met.add(each.digest)
      queue.push({ id: each.digest, reference: each })
    }
  }
  const present = [...blobs.values()].filter(({ state }) => state === 'present')
  return {
    kind: 'image',
    name: description.name,
    root: root.source,
    nodes,
    omitted,
    size: present.reduce((sum, { size = 0 }) => sum + size, 0),
    orphans: present.filter(({ digest }) => !met.has(digest)).length,
  }
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
    ...(known === undefined ? {} : { size: known }),
  }
}

function edgeOf({ role, digest, descriptor }: Reference): ImageEdge[] {
  if (digest === undefined) return []
  const name = text(descriptor['annotations'], nameKey)
  const platform = property(descriptor, 'platform')
  const parts = ['os', 'architecture', 'variant'].map((part) => text(platform, part))
  const shown = parts.filter((part) => part !== undefined).join('/')
  return [
    {
      role,
      to: digest,
      ...(name === undefined ? {} : { name: short(name) }),
      ...(shown === '' ? {} : { platform: short(shown) }),
    },
  ]
}
