import type { RequirementResult } from '../engine/events.ts'
import { worst, type Verdict } from '../engine/verdict.ts'
import type { ImageEdge, ImageNode, ImageRecord } from '../image/overview.ts'
import { isImageRecord, type AssayResult } from './reporter.ts'
import { sizeInWords } from './verdict-words.ts'

/** A node of an image where the tree comes to it, with what is below it. */
export interface Branch {
  node: ImageNode
  /** How the document above leads to it; absent at the root. */
  edge?: ImageEdge
  /** It stands further up already, with all that is below it. */
  again: boolean
  /** The gravest verdict of the findings that point into it. */
  mark?: Verdict
  /** The requirements of these findings. */
  broken: readonly RequirementResult[]
  children: readonly Branch[]
  /** Layers that nothing is to be told of, where there are several: they are one line together. */
  layers: readonly ImageNode[]
}

/** What an image is made of, from its entry point on: each node with all that is below it once. */
export interface ImageTree {
  record: ImageRecord
  root?: Branch
}

/** The tree of the image that was assayed; undefined where the target is none. */
export function imageTree(result: AssayResult): ImageTree | undefined {
  const record = result.evidence.find(isImageRecord)
  if (!record) return undefined
  const nodes = new Map(record.nodes.map((node) => [node.id, node]))
  const pointing = findingsByNode(result)
  const drawn = new Set<string>()
  const branchOf = (node: ImageNode, edge: ImageEdge | undefined): Branch => {
    const again = drawn.has(node.id)
    drawn.add(node.id)
    const found = pointing.get(node.id) ?? []
    const below = again ? [] : node.edges.flatMap((each) => childOf(each, nodes))
    const plain = below.filter(
      ([child, { role }]) => role === 'layer' && child.present && !pointing.has(child.id),
    )
    const folded = plain.length > 1 ? plain : []
    return {
      node,
      ...(edge === undefined ? {} : { edge }),
      again,
      ...(found.length === 0 ? {} : { mark: worst(found.map(({ verdict }) => verdict)) }),
      broken: found.map(({ requirement }) => requirement),
      children: below.filter((each) => !folded.includes(each)).map(([child, way]) => branchOf(child, way)),
      layers: folded.map(([layer]) => layer),
    }
  }
  const root = nodes.get(record.root)
  return root ? { record, root: branchOf(root, undefined) } : { record }
}

const childOf = (edge: ImageEdge, nodes: ReadonlyMap<string, ImageNode>): [ImageNode, ImageEdge][] => {
  const node = nodes.get(edge.to)
  return node ? [[node, edge]] : []
}

interface Pointing {
  requirement: RequirementResult
  verdict: Verdict
}

/** Who points into each node; a requirement once, with its gravest finding there. */
function findingsByNode({ requirements }: AssayResult): Map<string, Pointing[]> {
  const byNode = new Map<string, Pointing[]>()
  for (const requirement of requirements) {
    const here = new Map<string, Verdict>()
    for (const { verdict, evidence } of requirement.findings) {
      for (const each of evidence) {
        if (each.kind === 'content' && here.get(each.source) !== 'fail') here.set(each.source, verdict)
      }
    }
    for (const [source, verdict] of here) {
      byNode.set(source, [...(byNode.get(source) ?? []), { requirement, verdict }])
    }
  }
  return byNode
}

/** A node in words: how it is led to, what it is, the beginning of its digest, its size. */
export const wordsOf = ({ node, edge, again }: Branch): string[] => [
  ...(edge?.name === undefined ? [] : [edge.name]),
  ...(edge?.platform === undefined ? [] : [edge.platform]),
  edge?.role === 'subject' ? 'subject' : node.kind,
  ...(node.kind === 'artifact' && node.artifactType !== undefined ? [node.artifactType] : []),
  shortId(node.id),
  ...(node.present ? sizeOf(node) : ['absent']),
  ...(again && node.edges.length > 0 ? ['(as above)'] : []),
]

/** Layers in words: `3 layers  12.4 MB`. */
export const layersInWords = (layers: readonly ImageNode[]): string[] => [
  `${layers.length} layers`,
  sizeInWords(layers.reduce((sum, { size = 0 }) => sum + size, 0)),
]

/** What the tree leaves out, and the size of it all. */
export const footOf = ({ size, orphans, omitted }: ImageRecord): string =>
  [
    `${sizeInWords(size)} in all`,
    ...(orphans > 0 ? [`${orphans} ${orphans === 1 ? 'blob' : 'blobs'} that nothing refers to`] : []),
    ...(omitted > 0 ? [`${omitted} further parts are not shown`] : []),
  ].join(', ')

const sizeOf = ({ size, kind }: ImageNode): string[] =>
  size === undefined || kind === 'index' ? [] : [sizeInWords(size)]

/** As much of a digest as tells it apart. */
const shortId = (id: string): string => id.replace(/^([^:]+:.{12}).+$/s, '$1')
