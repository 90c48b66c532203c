import type { EvidenceRecord } from '../../engine/events.ts'

/** How a document leads to a node. */
export interface ImageEdge {
  role: 'manifest' | 'config' | 'layer' | 'subject'
  /** Id of the node that it leads to. */
  to: string
  /** The reference name of an entry of index.json. */
  name?: string
  /** `os/architecture[/variant]`, as the entry of an index states it. */
  platform?: string
  /** JSON pointer to the descriptor in the document above; absent in results of earlier versions. */
  pointer?: string
}

/** A document or a blob of an image; each digest is one node, however often it is named. */
export interface ImageNode {
  /** `index.json`, or a digest: what findings name as their source. */
  id: string
  kind: 'index' | 'image' | 'artifact' | 'config' | 'layer' | 'blob'
  /** As the first descriptor that leads to it states it. */
  mediaType?: string
  artifactType?: string
  /** Bytes that are there, else as the descriptor states them. */
  size?: number
  /** False where it is absent or cannot be read. */
  present: boolean
  /** What it leads to, in the order of the document. */
  edges: readonly ImageEdge[]
}

/**
 * What an image is made of, for people: its documents and blobs from the entry point on, breadth first.
 * Findings refer to nodes by their ids. Text of the image is cut where it is long.
 */
export interface ImageRecord extends EvidenceRecord {
  kind: 'image'
  /** As the user named it. */
  name: string
  /** The first node. */
  root: string
  /** 2,000, and beyond them only nodes with findings and those on the way to them. */
  nodes: readonly ImageNode[]
  /** Nodes without findings that are left out, and references of one document beyond 2,000 to those that are not. */
  omitted: number
  /** Bytes of everything that is there, each blob once. */
  size: number
  /** Blobs of the layout that nothing refers to. */
  orphans: number
  /** Entries of sparse indexes, and how many of them are not in the image; absent where no index is sparse. */
  sparse?: { entries: number; missing: number }
}

/** The id of the node that a finding names as its source: a digest also where it is written as the path of a blob. */
export const nodeOfSource = (source: string): string =>
  source.replace(/^blobs\/([a-z0-9]+(?:[+._-][a-z0-9]+)*)\/([a-zA-Z0-9=_-]+)$/, '$1:$2')

/** Whether a pointer is that of a descriptor, or leads into it. */
export const leadsInto = (pointer: string | undefined, descriptor: string): boolean =>
  pointer !== undefined && (pointer === descriptor || pointer.startsWith(`${descriptor}/`))
