import type { RequirementResult } from '../../engine/events.ts'
import { footOf, imageTree, layersInWords, wordsOf, type Branch } from '../image-tree.ts'
import { cut } from '../printable.ts'
import type { AssayResult } from '../reporter.ts'
import { verdictWords } from '../verdict-words.ts'
import { html, pageLink, type Content } from './html.ts'

/** So many nodes are drawn, and so deep: an index of indexes can be made to go on. */
const mostNodes = 600
const deepest = 16

/** What the image is made of, as a tree with the findings at the nodes that they point into. */
export function imageSection(result: AssayResult): Content {
  const tree = imageTree(result)
  if (!tree?.root) return undefined
  const left = { nodes: mostNodes }
  return html`<section id="image">
    <h2>Image</h2>
    <p class="lead">${footOf(tree.record)}. Each node with all that is below it stands once.</p>
    <ul class="tree">
      ${branchItem(tree.root, left, 0)}
    </ul>
    ${left.nodes < 0 && html`<p class="quiet">and ${-left.nodes} more nodes in results.json</p>`}
  </section>`
}

function branchItem(branch: Branch, left: { nodes: number }, depth: number): Content {
  left.nodes -= 1
  if (left.nodes < 0) return undefined
  const { node, mark, broken, children, layers } = branch
  const words = wordsOf(branch)
  const below = depth < deepest
  return html`<li class="${mark ?? ''}">
    <p title="${node.id}">
      ${
        mark &&
        html`<span class="mark"
          ><span aria-hidden="true">${verdictWords[mark].symbol}</span
          ><span class="spoken">${verdictWords[mark].word}</span></span
        >`
      }
      ${words.map((word) => [html`<span>${cut(word, 200)}</span>`, ' '])}
      ${broken.length > 0 && html`<span class="findings">${broken.map(findingLink)}</span>`}
    </p>
    ${
      (children.length > 0 || layers.length > 0) &&
      (below
        ? html`<ul>
            ${children.map((child) => branchItem(child, left, depth + 1))}
            ${layers.length > 0 && html`<li><p>${layersInWords(layers).join('  ')}</p></li>`}
          </ul>`
        : html`<p class="quiet">deeper parts are in results.json</p>`)
    }
  </li>`
}

const findingLink = ({ id, findings, title }: RequirementResult): Content => [
  pageLink(id, cut(findings[0]?.title ?? title, 200)),
  ' ',
]
