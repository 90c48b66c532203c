import type { RunResult } from '../../results/result.ts'
import type { Evidence } from '../../engine/verdict.ts'
import { leadsInto, nodeOfSource, type ImageEdge, type ImageNode } from '../../image/model/overview.ts'
import { formatWay, labelOfPart } from '../../image/model/way.ts'
import { cut } from '../../results/text/printable.ts'
import { isImageRecord } from '../../results/record.ts'

/**
 * How people find the place where something was seen: `app:1.0 › linux/arm64 › layer 2`. Undefined for an
 * exchange, and for a file that nothing in the image leads to. Text of the image is not escaped yet.
 */
export type WayTo = (evidence: Evidence) => string | undefined

/** Names and platforms of an image can be of any length. */
const labelLimit = 60

/** The ways to all places inside the image of a result. */
export function waysIn(result: RunResult): WayTo {
  const record = result.evidence.find(isImageRecord)
  if (!record) return () => undefined
  const nodes = new Map(record.nodes.map((node) => [node.id, node]))
  // A layout has a way in of its own, and what it holds has names; an image in a registry is what was named.
  const start = record.root.includes(':') ? [shortName(record.name)] : []
  const ways = new Map<string, readonly string[]>([[record.root, start]])
  const led = new Map<string, number>()
  for (const [id, way] of ways) {
    const node = nodes.get(id)
    for (const edge of node?.edges ?? []) {
      led.set(edge.to, (led.get(edge.to) ?? 0) + 1)
      if (node && !ways.has(edge.to)) ways.set(edge.to, [...way, labelOf(edge, node)])
    }
  }
  return (evidence) => {
    if (evidence.kind !== 'content') return undefined
    const id = nodeOfSource(evidence.source)
    const node = nodes.get(id)
    const way = ways.get(id)
    if (!node || !way) return undefined
    const below = partAt(node, evidence.pointer)
    const others = below === undefined ? (led.get(id) ?? 0) - 1 : 0
    const labels = [...way, ...(below === undefined ? [] : [below])].map((label) => cut(label, labelLimit))
    if (labels.length === 0) return undefined
    return `${formatWay(labels)}${others > 0 ? ` and ${others} other ${others === 1 ? 'place' : 'places'}` : ''}`
  }
}

/** `app:1.0` of `registry.example/team/app:1.0`; of a digest the beginning. */
const shortName = (name: string): string =>
  (name.split('/').at(-1) ?? name).replace(/(:[0-9a-f]{12})[0-9a-f]{20,}$/, '$1…')

/** The part that a pointer into a document leads to, by its descriptor; undefined for the document itself. */
function partAt(node: ImageNode, pointer: string | undefined): string | undefined {
  if (pointer === undefined || !['index', 'image', 'artifact'].includes(node.kind)) return undefined
  const edge = node.edges.find((each) => each.pointer !== undefined && leadsInto(pointer, each.pointer))
  if (edge) return labelOf(edge, node)
  // A descriptor without a usable digest leads to no node.
  const [, list = '', at] = /^\/(manifests|layers|config|subject)(?:\/(\d+))?(?:\/|$)/.exec(pointer) ?? []
  if (list === 'config' || list === 'subject') return list
  const role = list === 'layers' ? 'layer' : 'manifest'
  return at === undefined ? undefined : labelOfPart({ role, number: Number(at) + 1 })
}

/** What a document calls a part of it; where several have one platform, with its number. */
function labelOf(edge: ImageEdge, { edges }: ImageNode): string {
  const { role, name, platform } = edge
  const number = numberOf(edge, edges)
  const isAlone = edges.every((each) => each === edge || each.platform !== platform)
  const unique = platform === undefined || isAlone ? platform : `${platform} (${number})`
  return labelOfPart({ role, name, platform: unique, number })
}

/** Its place in the list of the document, from 1. */
function numberOf(edge: ImageEdge, edges: readonly ImageEdge[]): number {
  const at = /\/(\d+)$/.exec(edge.pointer ?? '')?.[1]
  if (at !== undefined) return Number(at) + 1
  return edges.filter(({ role }) => role === edge.role).indexOf(edge) + 1
}
