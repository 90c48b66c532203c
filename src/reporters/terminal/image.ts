import { footOf, imageTree, layersInWords, wordsOf, type Branch } from '../image-tree.ts'
import { fit, printable } from '../printable.ts'
import type { AssayResult } from '../reporter.ts'
import { verdictWords } from '../verdict-words.ts'
import type { Page } from './findings.ts'

/** Lines of the tree; of a layout with more the rest is counted. */
const mostLines = 40

/** What an image is made of, as a tree from its entry point on: each node once, marked where findings point at it. */
export function imageLines(result: AssayResult, page: Page): string[] {
  const tree = imageTree(result)
  if (!tree) return []
  const lines: string[] = []

  const draw = (branch: Branch, first: string, rest: string) => {
    const line = fit(`${first}${printable(wordsOf(branch).join('  '))}`, page.width - 2)
    const { mark, children, layers } = branch
    lines.push(mark ? `${line} ${page.paint.verdict(mark, verdictWords[mark].symbol)}` : line)
    for (const [at, child] of children.entries()) {
      const isLast = at === children.length - 1 && layers.length === 0
      draw(child, `${rest}${isLast ? '└─ ' : '├─ '}`, `${rest}${isLast ? '   ' : '│  '}`)
    }
    if (layers.length > 0) lines.push(`${rest}└─ ${layersInWords(layers).join('  ')}`)
  }

  if (tree.root) draw(tree.root, '', '')
  const more = lines.length - mostLines
  return [
    ...lines.slice(0, mostLines),
    ...(more > 0 ? [page.paint.quiet(`… and ${more} more lines`)] : []),
    page.paint.quiet(footOf(tree.record)),
  ]
}
