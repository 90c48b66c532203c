import type { SpecVersion } from '../../../src/engine/requirement.ts'
import { digestOf, parseDigest } from '../../../src/image/decode/digest.ts'
import type { GraphNode, ImageGraph } from '../../../src/image/model/graph.ts'
import type { ImageErrorCode } from '../../../src/image/error.ts'
import { documentOf, isRecognisable, unreadDocument } from './document.ts'
import type { Blob, Document, Manifest, Reference } from './facts.ts'
import { isImage } from '../../../src/image/model/is-image.ts'
import { referencesOf, type Severed } from './references.ts'

/** What is known of an image when all of its documents have been read. */
export interface Walked {
  documents: Document[]
  manifests: Manifest[]
  references: Reference[]
  /** The blobs that are documents, or that should have been. */
  blobs: Map<string, Blob>
  severed: Severed[]
}

/**
 * Goes from the documents that are the way in over all descriptors, breadth first, each digest once. A document
 * whose bytes do not have its digest is followed too, as long as it is recognisably one of its kind.
 */
export function walk(graph: ImageGraph, roots: readonly Document[], spec: SpecVersion): Walked {
  const documents = new Map(roots.map((root) => [root.source, root]))
  const walked: Walked = { documents: [], manifests: [], references: [], blobs: new Map(), severed: [] }
  const queue = [...roots]

  /** The document behind a reference that is followed; undefined where there is none to read. */
  const follow = (reference: Reference, digest: string, kind: Document['kind']): Document | undefined => {
    const node = graph.nodes.get(digest)
    const known = documents.get(digest)
    if (known || !node || walked.blobs.has(digest)) return known
    if (node.failure?.code === 'too-large') {
      // Its bytes are inspected as those of any other blob.
      const found = unreadDocument({ source: digest, kind, spec }, node.failure.message, node.size)
      documents.set(digest, found)
      return found
    }
    const blob = blobOf(node, digest, spec)
    walked.blobs.set(digest, blob)
    if (!node.document) return undefined
    const found = documentOf(node.document, { source: digest, kind, spec })
    if (blob.verified === false && !isRecognisable(found)) return undefined
    documents.set(digest, found)
    return found
  }

  for (let document = queue.shift(); document; document = queue.shift()) {
    if (document.kind === 'layout-header') continue
    const { references, severed } = referencesOf(document, spec)
    walked.references.push(...references)
    walked.severed.push(...severed)
    for (const reference of references) {
      const { digest, role, mediaType } = reference
      if (digest === undefined || (role !== 'manifest' && role !== 'subject') || documents.has(digest))
        continue
      const { kind } = mediaType
      if (kind === 'index' || kind === 'manifest') {
        const found = follow(reference, digest, kind)
        if (found) queue.push(found)
      }
    }
  }
  walked.manifests = manifestsOf(walked.references, [...documents.values()], follow)
  walked.documents = [...documents.values()].map((document) => borrowed(document, walked.manifests))
  return walked
}

/** The list of a key, which begins empty. */
function listed<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

/** Manifests with their configurations, which come last: only now it is known whose they are. */
function manifestsOf(
  references: readonly Reference[],
  documents: readonly Document[],
  follow: (reference: Reference, digest: string, kind: 'config') => Document | undefined,
): Manifest[] {
  const entries = new Map<string, Reference[]>()
  const own = new Map<Document, Reference[]>()
  for (const reference of references) {
    const { role, digest, from } = reference
    listed(own, from).push(reference)
    if (role === 'manifest' && digest !== undefined) listed(entries, digest).push(reference)
  }
  return documents
    .filter(({ kind }) => kind === 'manifest')
    .map((document): Manifest => {
      const mine = own.get(document) ?? []
      const config = mine.find(({ role }) => role === 'config')
      const image = isImage(document.value)
      const found =
        config?.digest !== undefined && config.mediaType.kind === 'config'
          ? follow(config, config.digest, 'config')
          : undefined
      return {
        document,
        entries: entries.get(document.source) ?? [],
        layers: mine.filter(({ role }) => role === 'layer'),
        image,
        ...(config ? { config } : {}),
        ...(image && found?.kind === 'config' && found.value !== undefined ? { configDocument: found } : {}),
      }
    })
}

/** The config of an artifact that borrows the type of an image's is judged as a text alone. */
function borrowed(document: Document, manifests: readonly Manifest[]): Document {
  if (document.kind !== 'config') return document
  const isWanted = manifests.some(({ configDocument }) => configDocument === document)
  if (!isWanted) Object.assign(document, { judged: false, violations: [] })
  return document
}

/** What a failed reading means for a blob. */
export function stateOf(code: ImageErrorCode | 'limit' | 'no-digest'): Exclude<Blob['state'], 'present'> {
  if (code === 'absent') return 'absent'
  return code === 'outside' || code === 'not-a-file' ? 'refused' : 'unreadable'
}

function blobOf({ failure, document }: GraphNode, digest: string, spec: SpecVersion): Blob {
  if (!document) {
    const { code = 'absent', message = 'it is not there' } = failure ?? {}
    return { digest, state: stateOf(code), reason: message }
  }
  const registered = parseDigest(digest)?.registered
  const isKnown = registered !== undefined && (registered !== 'blake3' || spec === 'dev')
  const actual = digestOf(document.bytes, registered ?? 'sha256')
  const verified = isKnown ? { verified: actual === digest } : {}
  return { digest, state: 'present', size: document.bytes.length, actual, ...verified }
}
