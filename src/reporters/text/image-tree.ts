import type { RunResult } from '../../results/result.ts'
import type { RequirementResult } from '../../engine/events.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { worst, type Evidence, type Verdict } from '../../engine/verdict.ts'
import { nodeOfSource, type ImageEdge, type ImageNode, type ImageRecord } from '../../image/model/overview.ts'
import { isImageRecord } from '../../results/record.ts'

/** A node of an image where the tree comes to it, with what is below it. */
export interface Branch {
  node: ImageNode
  /** How the document above leads to it; absent at the root. */
  edge?: ImageEdge
  /** It is further up already, with all that is below it. */
  again: boolean
  /** The gravest verdict of the findings that point into it. */
  mark?: Verdict
  /** These findings, one for each requirement. */
  found: readonly Pointing[]
  children: readonly Branch[]
  /** Layers without findings, where there are several: they are one line together. */
  layers: readonly ImageNode[]
  /**
   * Nodes with findings or without their content from here on, and those with failures; also below a node that
   * is further up. An entry of an index may be absent.
   */
  findings: number
  failures: number
}

/** A place with findings that nothing in the image leads to: oci-layout, or a blob that is not referred to. */
export interface Beside {
  source: string
  mark: Verdict
  found: readonly Pointing[]
}

/** What an image is made of, from its entry point on: each node with all that is below it once. */
export interface ImageTree {
  record: ImageRecord
  root?: Branch
  beside: readonly Beside[]
}

/** The tree of the image that was validated; undefined where the target is a registry. */
export function imageTree(result: RunResult): ImageTree | undefined {
  const record = result.evidence.find(isImageRecord)
  if (!record) return undefined
  const nodes = new Map(record.nodes.map((node) => [node.id, node]))
  const pointing = findingsByNode(result, nodes)
  const drawn = new Set<string>()
  const counted = new Map<string, Counts>()
  const branchOf = (node: ImageNode, edge: ImageEdge | undefined): Branch => {
    const again = drawn.has(node.id)
    drawn.add(node.id)
    const found = pointing.get(node.id) ?? []
    const below = again ? [] : node.edges.flatMap((each) => childOf(each, nodes))
    const plain = below.filter(
      ([child, { role }]) => role === 'layer' && child.present && !pointing.has(child.id),
    )
    const folded = new Set(plain.length > 1 ? plain : [])
    const children = below.filter((each) => !folded.has(each)).map(([child, way]) => branchOf(child, way))
    const counts = again
      ? (counted.get(node.id) ?? none)
      : countsOf(isLacking(node, edge) || found.length > 0, found, children)
    counted.set(node.id, counts)
    return withoutUndefined({
      node,
      edge,
      again,
      mark: found.length === 0 ? undefined : markOf(found),
      found,
      children,
      layers: [...folded].map(([layer]) => layer),
      ...counts,
    })
  }
  const root = nodes.get(record.root)
  const tree = root && branchOf(root, undefined)
  const beside = [...pointing].filter(([source]) => !drawn.has(source))
  return withoutUndefined({
    record,
    root: tree,
    beside: beside.map(([source, found]) => ({ source, mark: markOf(found), found })),
  })
}

type Counts = Pick<Branch, 'findings' | 'failures'>

const none: Counts = { findings: 0, failures: 0 }

/** What is wrong with the subject of an artifact is not wrong with the artifact. */
function countsOf(isFound: boolean, found: readonly Pointing[], children: readonly Branch[]): Counts {
  const own = children.filter(({ edge, again }) => !again || edge?.role !== 'subject')
  return {
    findings: (isFound ? 1 : 0) + own.reduce((sum, { findings }) => sum + findings, 0),
    failures:
      Math.min(found.filter(isFailure).length, 1) + own.reduce((sum, { failures }) => sum + failures, 0),
  }
}

const isLacking = ({ present }: ImageNode, edge: ImageEdge | undefined): boolean =>
  !present && (edge?.role === 'config' || edge?.role === 'layer')

const isFailure = ({ verdict }: Pointing): boolean => verdict === 'fail'

const markOf = (found: readonly Pointing[]): Verdict => worst(found.map(({ verdict }) => verdict))

const childOf = (edge: ImageEdge, nodes: ReadonlyMap<string, ImageNode>): [ImageNode, ImageEdge][] => {
  const node = nodes.get(edge.to)
  return node ? [[node, edge]] : []
}

/** A finding that points at a node. */
export interface Pointing {
  requirement: RequirementResult
  verdict: Verdict
  title: string
}

/** Who points at each node; a requirement once, with its gravest finding there. */
function findingsByNode(
  { requirements }: RunResult,
  nodes: ReadonlyMap<string, ImageNode>,
): Map<string, Pointing[]> {
  const byNode = new Map<string, Pointing[]>()
  for (const requirement of requirements) {
    const here = new Map<string, Pointing>()
    for (const { verdict, title, evidence } of requirement.findings) {
      for (const id of evidence.flatMap((each) => nodesAt(each, nodes))) {
        const known = here.get(id)
        if (!known || (known.verdict !== 'fail' && verdict === 'fail')) {
          here.set(id, { requirement, verdict, title })
        }
      }
    }
    for (const [id, pointing] of here) {
      byNode.set(id, [...(byNode.get(id) ?? []), pointing])
    }
  }
  return byNode
}

/**
 * The document or blob where something was seen. Where that is a descriptor as a whole, its digest or its
 * size, it is about what the descriptor leads to as well.
 */
function nodesAt(evidence: Evidence, nodes: ReadonlyMap<string, ImageNode>): string[] {
  if (evidence.kind !== 'content') return []
  const { source, pointer } = evidence
  const id = nodeOfSource(source)
  const descriptor = pointer?.replace(/\/(?:digest|size)$/, '')
  const edge =
    descriptor === undefined ? undefined : nodes.get(id)?.edges.find((each) => each.pointer === descriptor)
  return edge ? [id, edge.to] : [id]
}
