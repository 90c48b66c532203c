import { foldedWords, foldIndex, sizeOf } from '../text/image-fold.ts'
import { imageTree, type Beside, type Branch, type Pointing } from '../text/image-tree.ts'
import { footOf, layersInWords, wordsOf } from '../text/image-words.ts'
import { cut } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { plural, verdictWords } from '../../results/text/words.ts'
import { html, pageLink, type Content } from '../page/markup.ts'

/** At most this many nodes without findings are drawn, and this deep: an index of indexes can be made to go on. */
const mostSound = 600
const deepestSound = 16

/** Deeper than any image whose findings can be shown: more may exhaust a browser. */
const deepest = 100

/** What is left to draw of nodes without findings, and what was left out. */
interface Budget {
  sound: number
  cut: { sound: number; findings: number }
}

/** What the image is made of, as a tree with the findings at the nodes that they point into. */
export function imageSection(result: RunResult): Content {
  const tree = imageTree(result)
  if (!tree || (!tree.root && tree.beside.length === 0)) return undefined
  const budget: Budget = { sound: mostSound, cut: { sound: 0, findings: 0 } }
  const drawn = tree.root && branchItem(tree.root, budget, 0)
  const { sound, findings } = budget.cut
  return html`<section id="image">
    <h2>Image</h2>
    <p class="lead">${footOf(tree.record)}. Each node is shown once, with everything that it refers to.</p>
    <ul class="tree">
      ${drawn} ${tree.beside.map(besideItem)}
    </ul>
    ${sound > 0 && html`<p class="quiet">and ${plural(sound, 'more node')} without findings in results.json</p>`}
    ${findings > 0 && html`<p class="quiet">and ${plural(findings, 'more node')} with findings in results.json</p>`}
  </section>`
}

function branchItem(branch: Branch, budget: Budget, depth: number): Content {
  const { node, mark, found, layers } = branch
  const isSound = branch.findings === 0
  if (depth >= deepest || (isSound && (budget.sound <= 0 || depth > deepestSound))) {
    budget.cut.findings += branch.findings
    budget.cut.sound += Math.max(0, sizeOf(branch) - branch.findings)
    return undefined
  }
  if (isSound) budget.sound -= 1
  return html`<li class="${mark ?? ''}">
    <p title="${node.id}">
      ${mark && markOf(mark)} ${wordsOf(branch).map((word) => [html`<span>${cut(word, 200)}</span>`, ' '])}
      ${findingLinks(found)}
    </p>
    ${
      branch.children.length + layers.length > 0 &&
      html`<ul>
        ${childItems(branch, budget, depth + 1)}
        ${layers.length > 0 && html`<li><p>${layersInWords(layers).join('  ')}</p></li>`}
      </ul>`
    }
  </li>`
}

/** What has no findings comes last and closed, where there are several of it in an index. */
function childItems(branch: Branch, budget: Budget, depth: number): Content {
  const folded =
    branch.node.kind === 'index' ? foldIndex(branch, 'findings') : { shown: branch.children, sound: [] }
  const items = folded.shown.map((child) => branchItem(child, budget, depth))
  if (folded.sound.length === 0) return items
  return [
    items,
    html`<li>
      <details>
        <summary>${foldedWords(folded, 'findings')}</summary>
        <ul>
          ${folded.sound.map((child) => branchItem(child, budget, depth))}
        </ul>
      </details>
    </li>`,
  ]
}

/** A place with findings that nothing in the image leads to. */
const besideItem = ({ source, mark, found }: Beside): Content =>
  html`<li class="${mark}">
    <p title="${source}">${markOf(mark)} <span>${cut(source, 200)}</span> ${findingLinks(found)}</p>
  </li>`

const markOf = (mark: NonNullable<Branch['mark']>): Content =>
  html`<span class="mark"
    ><span aria-hidden="true">${verdictWords[mark].symbol}</span
    ><span class="spoken">${verdictWords[mark].word}</span></span
  >`

const findingLinks = (found: readonly Pointing[]): Content =>
  found.length > 0 &&
  html`<span class="findings"
    >${found.map(({ requirement, title }) => [pageLink(requirement.id, cut(title, 200)), ' '])}</span
  >`
