import { digestOf, isWellFormed, parseDigest } from '../decode/digest.ts'
import { parseDocument, type ParsedDocument } from '../json/parse.ts'
import { kindOf, type NodeKind } from './node-kind.ts'
import { interruptible } from '../interruptible.ts'
import { limitOf, raising, type ImageLimits } from '../limits.ts'
import type { Problem } from '../problem.ts'
import { failureOf, type ImageErrorCode } from '../error.ts'
import type { ImageSource } from '../source/source.ts'

/** A JSON object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The property of a document that holds a descriptor. */
export type EdgeRole = 'manifests' | 'config' | 'layers' | 'subject' | 'blobs'

/** One descriptor where it stands, and the node that it leads to. */
export interface Edge {
  /** Id of the node whose document has it. */
  from: string
  to: string
  role: EdgeRole
  /** JSON Pointer to the descriptor. */
  pointer: string
  descriptor: JsonObject
}

/** Something that a descriptor leads to; each digest is one node, however often it is named. */
export interface GraphNode {
  /** The digest; `<document>#<pointer>` where the descriptor has no usable one; the root's own name. */
  id: string
  digest?: string
  kind: NodeKind
  /** As the first descriptor states them. */
  mediaType?: string
  size?: number
  artifactType?: string
  platform?: JsonObject
  annotations?: JsonObject
  presence: 'present' | 'absent' | 'unread'
  /** Why it is not present. */
  failure?: { code: ImageErrorCode | 'limit' | 'no-digest'; message: string }
  /** Bytes that are there. */
  actualSize?: number
  /** Documents only: whether the bytes have the digest; undefined where that cannot be known. */
  verified?: boolean
  document?: ParsedDocument
  /** Edges that leave it, in the order of the document. */
  children: Edge[]
  /** Edges that lead to it. */
  origins: Edge[]
}

export interface ImageGraph {
  /** Id of the root: `index.json`, or the digest of the manifest in the registry. */
  root: string
  /** By id, in the order of the walk: what stands nearer to the root comes first. */
  nodes: ReadonlyMap<string, GraphNode>
  /** Ids of the documents that name a digest as their subject, by that digest. */
  referrers: ReadonlyMap<string, readonly string[]>
  /** Limits that cut the walk short. */
  problems: readonly Problem[]
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Descriptors of a document in their order, with their pointers. */
function* descriptorsOf(document: JsonObject): Generator<[EdgeRole, string, JsonObject]> {
  for (const role of ['manifests', 'config', 'layers', 'blobs', 'subject'] as const) {
    const value = document[role]
    if (role === 'config' || role === 'subject') {
      if (isObject(value)) yield [role, `/${role}`, value]
    } else if (Array.isArray(value)) {
      for (const [index, each] of (value as unknown[]).entries()) {
        if (isObject(each)) yield [role, `/${role}/${index}`, each]
      }
    }
  }
}

/**
 * Walks an image from its root over everything that descriptors lead to (descriptor.md). Documents
 * are read and parsed once each; other blobs are only looked for. Never throws for what the image
 * holds: a root that cannot be read is a node that is not present. Throws ImageError where the run is to end.
 */
export async function readGraph(
  source: ImageSource,
  limits: ImageLimits = {},
  signal?: AbortSignal,
): Promise<ImageGraph> {
  const nodeLimit = limitOf(limits, 'nodes')
  const depthLimit = limitOf(limits, 'index-depth')
  const documentLimit = limitOf(limits, 'documents-size')
  const sizeLimit = limitOf(limits, 'document-size')
  const nodes = new Map<string, GraphNode>()
  const referrers = new Map<string, string[]>()
  const problems: Problem[] = []
  const queue: { node: GraphNode; depth: number }[] = []
  let documentSize = 0

  const cut = (code: string, message: string) => {
    if (!problems.some((problem) => problem.code === code)) problems.push({ code, message })
  }

  function follow(from: GraphNode, role: EdgeRole, pointer: string, descriptor: JsonObject, depth: number) {
    const stated = textOf(descriptor['digest'])
    const digest = stated === undefined ? undefined : parseDigest(stated)
    const usable = digest !== undefined && isWellFormed(digest)
    const id = usable ? digest.text : `${from.id}#${pointer}`
    let node = nodes.get(id)
    if (!node) {
      if (nodes.size >= nodeLimit) {
        return cut('too-many', `refers to more than ${nodeLimit} blobs (${raising('nodes')})`)
      }
      node = newNode(id, descriptor, role)
      if (usable) node.digest = id
      else node.failure = { code: 'no-digest', message: 'its descriptor has no well-formed digest' }
      nodes.set(id, node)
      if (usable) queue.push({ node, depth })
    }
    const edge: Edge = { from: from.id, to: id, role, pointer, descriptor }
    from.children.push(edge)
    node.origins.push(edge)
    if (role === 'subject' && usable) referrers.set(id, [...(referrers.get(id) ?? []), from.id])
  }

  function parse(node: GraphNode, bytes: Uint8Array, depth: number): void {
    documentSize += bytes.length
    node.presence = 'present'
    node.actualSize = bytes.length
    const algorithm = node.digest === undefined ? undefined : parseDigest(node.digest)?.registered
    if (algorithm) node.verified = digestOf(bytes, algorithm) === node.digest
    node.document = parseDocument(bytes, { sizeLimit, depthLimit: limitOf(limits, 'document-depth') })
    const { value } = node.document
    // A config's own properties are no descriptors, whatever they are called.
    if (node.kind === 'config' || !isObject(value)) return
    if (depth >= depthLimit) {
      return cut(
        'too-deep',
        `nests more than ${depthLimit} indexes inside of each other (${raising('index-depth')})`,
      )
    }
    for (const [role, pointer, descriptor] of descriptorsOf(value)) {
      follow(node, role, pointer, descriptor, depth + 1)
    }
  }

  async function visit(node: GraphNode, depth: number): Promise<void> {
    const digest = node.digest!
    const isManifest = node.kind === 'index' || node.kind === 'manifest'
    try {
      if (!isManifest && node.kind !== 'config') {
        const found = await source.stat(digest)
        node.presence = found ? 'present' : 'absent'
        if (found?.size !== undefined) node.actualSize = found.size
        return
      }
      if (documentSize > documentLimit) {
        node.failure = {
          code: 'limit',
          message: `more than ${documentLimit} bytes of documents were read before (${raising('documents-size')})`,
        }
        return
      }
      parse(
        node,
        await source.read(digest, { as: isManifest ? 'manifest' : 'blob', limit: sizeLimit }),
        depth,
      )
    } catch (error) {
      node.failure = failureOf(error)
      if (node.failure.code === 'absent') node.presence = 'absent'
    }
  }

  const root = await rootNode(source, sizeLimit)
  nodes.set(root.node.id, root.node)
  if (root.bytes) parse(root.node, root.bytes, 0)
  // What is nearer to the root comes first, so that limits cut off the outermost.
  const breath = interruptible(signal)
  for (let next = queue.shift(); next; next = queue.shift()) {
    const pause = breath()
    if (pause) await pause
    await visit(next.node, next.depth)
  }
  return { root: root.node.id, nodes, referrers, problems }
}

function newNode(id: string, descriptor: JsonObject, role: EdgeRole): GraphNode {
  const { size, platform, annotations } = descriptor
  const mediaType = textOf(descriptor['mediaType'])
  const artifactType = textOf(descriptor['artifactType'])
  return {
    id,
    kind: kindOf(mediaType, role),
    presence: 'unread',
    children: [],
    origins: [],
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(typeof size === 'number' ? { size } : {}),
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(isObject(platform) ? { platform } : {}),
    ...(isObject(annotations) ? { annotations } : {}),
  }
}

async function rootNode(
  source: ImageSource,
  limit: number,
): Promise<{ node: GraphNode; bytes?: Uint8Array }> {
  const base = { presence: 'unread', children: [], origins: [] } as const
  try {
    const { name, bytes, mediaType, digest } = await source.root({ limit })
    const node: GraphNode = {
      ...base,
      id: digest ?? name,
      kind: digest === undefined ? 'index' : kindOf(mediaType, 'manifests'),
      mediaType,
      children: [],
      origins: [],
      ...(digest === undefined ? {} : { digest }),
    }
    return { node, bytes }
  } catch (error) {
    const failure = failureOf(error)
    const presence = failure.code === 'absent' ? 'absent' : 'unread'
    const id = source.kind === 'registry' ? source.describe().name : 'index.json'
    return { node: { ...base, id, kind: 'index', presence, failure, children: [], origins: [] } }
  }
}
