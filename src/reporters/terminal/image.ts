import { foldedWords, foldIndex, partsInWords, type Without } from '../text/image-fold.ts'
import { imageTree, type Branch } from '../text/image-tree.ts'
import { footOf, layersInWords, wordsOf } from '../text/image-words.ts'
import { fit, printable } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { plural, verdictWords } from '../../results/text/words.ts'
import type { Page } from './page.ts'

/** A line of the tree. */
interface Line {
  text: string
  marked: boolean
}

/**
 * What an image is made of, as a tree from its entry point on: each node once, marked where findings point at it. Where
 * it has more than `mostLines`, what has no findings is folded, and what is cut then is counted.
 */
export function imageLines(result: RunResult, page: Page, mostLines: number): string[] {
  const tree = imageTree(result)
  if (!tree) return []
  const beside = tree.beside.map(({ source, mark }) => line([source], mark, page))
  const all = [...(tree.root ? fitting(tree.root, page, mostLines) : []), ...beside]
  const left = all.slice(mostLines)
  const findings = left.filter(({ marked }) => marked).length
  return [
    ...all.slice(0, mostLines).map(({ text }) => text),
    ...(left.length === 0
      ? []
      : [
          page.paint.quiet(
            `… and ${plural(left.length, 'more line')}${findings > 0 ? `, ${findings} with findings` : ''}`,
          ),
        ]),
    page.paint.quiet(footOf(tree.record)),
  ]
}

function line(words: readonly string[], mark: Branch['mark'], page: Page, before = ''): Line {
  const text = fit(`${before}${printable(words.join('  '))}`, page.width - 2)
  return {
    text: mark ? `${text} ${page.paint.verdict(mark, verdictWords[mark].symbol)}` : text,
    marked: mark !== undefined,
  }
}

/** The whole tree; where that is too long, without what has no findings, and then without what has no failures. */
function fitting(root: Branch, page: Page, mostLines: number): Line[] {
  const whole = draw(root, page)
  if (whole.length <= mostLines) return whole
  const folded = draw(root, page, 'findings')
  return folded.length <= mostLines || root.failures === 0 ? folded : draw(root, page, 'failures')
}

function draw(root: Branch, page: Page, without?: Without): Line[] {
  const lines: Line[] = []
  const visit = (branch: Branch, first: string, rest: string) => {
    lines.push(line(wordsOf(branch), branch.mark, page, first))
    const { shown, last } = below(branch, without)
    for (const [at, child] of shown.entries()) {
      const isLast = at === shown.length - 1 && last === undefined
      visit(child, `${rest}${isLast ? '└─ ' : '├─ '}`, `${rest}${isLast ? '   ' : '│  '}`)
    }
    if (last) lines.push(line(last, undefined, page, `${rest}└─ `))
  }
  visit(root, '', '')
  return lines
}

/** What is drawn below a branch, and the last line, which is about several nodes. */
function below(
  branch: Branch,
  without: Without | undefined,
): { shown: readonly Branch[]; last?: readonly string[] } {
  const { children, layers, node } = branch
  if (without && node.kind === 'index') {
    const parts = foldIndex(branch, without)
    return parts.sound.length === 0
      ? { shown: parts.shown }
      : { shown: parts.shown, last: [foldedWords(parts, without)] }
  }
  if (without && children.length + layers.length > 1) {
    const sound = children.filter((child) => child.findings === 0 && child.mark === undefined)
    const shown = children.filter((child) => !sound.includes(child))
    return sound.length + layers.length === 0 ? { shown } : { shown, last: partsInWords(sound, layers) }
  }
  return layers.length === 0 ? { shown: children } : { shown: children, last: layersInWords(layers) }
}
