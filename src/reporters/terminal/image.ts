import type { Verdict } from '../../engine/verdict.ts'
import type { ImageEdge, ImageNode, ImageRecord } from '../../image/overview.ts'
import { fit, printable } from '../printable.ts'
import { isImageRecord, type AssayResult } from '../reporter.ts'
import { sizeInWords, verdictWords } from '../verdict-words.ts'
import type { Page } from './findings.ts'

/** Lines of the tree; of a layout with more the rest is counted. */
const mostLines = 40

/** What an image is made of, as a tree from its entry point on: each node once, marked where findings point at it. */
export function imageTree(result: AssayResult, page: Page): string[] {
  const record = result.evidence.find(isImageRecord)
  if (!record) return []
  const nodes = new Map(record.nodes.map((node) => [node.id, node]))
  const marks = marksOf(result)
  const drawn = new Set<string>()
  const lines: string[] = []

  const draw = (node: ImageNode, edge: ImageEdge | undefined, first: string, rest: string) => {
    const again = drawn.has(node.id)
    drawn.add(node.id)
    const mark = marks.get(node.id)
    const told = [
      ...(edge?.name === undefined ? [] : [edge.name]),
      ...(edge?.platform === undefined ? [] : [edge.platform]),
      edge?.role === 'subject' ? 'subject' : node.kind,
      ...(node.kind === 'artifact' && node.artifactType !== undefined ? [node.artifactType] : []),
      shortId(node.id),
      ...(node.present ? sizeOf(node) : ['absent']),
      ...(again && node.edges.length > 0 ? ['(as above)'] : []),
    ]
    const line = fit(`${first}${printable(told.join('  '))}`, page.width - 2)
    lines.push(mark ? `${line} ${page.paint.verdict(mark, verdictWords[mark].symbol)}` : line)
    if (again) return
    const children = node.edges.filter(({ to }) => nodes.has(to))
    const layers = children.filter(({ to, role }) => role === 'layer' && isPlain(nodes.get(to), marks))
    // Layers that nothing is to be told of are one line together.
    const single = layers.length > 1 ? children.filter((child) => !layers.includes(child)) : children
    const last = layers.length > 1 ? layersLine(layers.flatMap(({ to }) => nodes.get(to) ?? [])) : undefined
    for (const [at, child] of single.entries()) {
      const isLast = at === single.length - 1 && last === undefined
      const target = nodes.get(child.to)
      if (target) draw(target, child, `${rest}${isLast ? '└─ ' : '├─ '}`, `${rest}${isLast ? '   ' : '│  '}`)
    }
    if (last !== undefined) lines.push(`${rest}└─ ${last}`)
  }

  const root = nodes.get(record.root)
  if (root) draw(root, undefined, '', '')
  const more = lines.length - mostLines
  return [
    ...lines.slice(0, mostLines),
    ...(more > 0 ? [page.paint.quiet(`… and ${more} more lines`)] : []),
    page.paint.quiet(footOf(record)),
  ]
}

/** The gravest verdict of the findings that point into each node. */
function marksOf({ requirements }: AssayResult): Map<string, Verdict> {
  const marks = new Map<string, Verdict>()
  for (const { findings } of requirements) {
    for (const { verdict, evidence } of findings) {
      for (const each of evidence) {
        if (each.kind === 'content' && marks.get(each.source) !== 'fail') marks.set(each.source, verdict)
      }
    }
  }
  return marks
}

const isPlain = (node: ImageNode | undefined, marks: ReadonlyMap<string, Verdict>): boolean =>
  node !== undefined && node.present && !marks.has(node.id)

const layersLine = (layers: readonly ImageNode[]): string =>
  `${layers.length} layers  ${sizeInWords(layers.reduce((sum, { size = 0 }) => sum + size, 0))}`

const sizeOf = ({ size, kind }: ImageNode): string[] =>
  size === undefined || kind === 'index' ? [] : [sizeInWords(size)]

/** As much of a digest as tells it apart. */
const shortId = (id: string): string => id.replace(/^([^:]+:.{12}).+$/s, '$1')

const footOf = ({ size, orphans, omitted }: ImageRecord): string =>
  [
    `${sizeInWords(size)} in all`,
    ...(orphans > 0 ? [`${orphans} ${orphans === 1 ? 'blob' : 'blobs'} that nothing refers to`] : []),
    ...(omitted > 0 ? [`${omitted} further parts are not shown`] : []),
  ].join(', ')
