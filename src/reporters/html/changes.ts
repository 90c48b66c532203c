import type { Change, Changes, Odd } from '../../results/comparison/change.ts'
import {
  changeKeys,
  changeLists,
  changesInWords,
  countOfChanges,
  sinceWhen,
  type ChangeKey,
} from '../text/change-words.ts'
import { cut } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { verdictWords } from '../../results/text/words.ts'
import { html, pageLink, type Content, type Markup } from '../page/markup.ts'

/** What changed since the run that the user named. */
export const changeSection = ({ changes }: RunResult): Content =>
  changes &&
  html`<section id="changes">
    <h2>${sinceWhen(changes)}</h2>
    <p class="lead">
      ${changesInWords(changes).replace(/^n/, 'N')}; that run was of ${cut(changes.since.name, 200)}, by
      ${cut(changes.since.tool, 60)}.
    </p>
    ${changeParts(changes, 'present')}
  </section>`

/** Which requirements the page has, so that their names can be links: all that are listed, those that are not gone, or none. */
export type Linked = 'all' | 'present' | 'none'

/** The lists of changes. */
export const changeParts = (changes: Changes, linked: Linked = 'all'): Content =>
  changeKeys.map((key) => listPart(key, changeLists(changes)[key], linked))

/** What began to fail, or fails where it was not evaluated before; the rest is there to be unfolded. */
const openKeys: ReadonlySet<ChangeKey> = new Set(['failing', 'warning', 'found'])

const listPart = (key: ChangeKey, list: readonly (Change | Odd)[], linked: Linked): Content =>
  list.length > 0 &&
  html`<details class="change ${key}" ${openKeys.has(key) && html` open`}>
    <summary>${countOfChanges(key, list.length)}</summary>
    <ul>
      ${list.map((each) => item(each, linked === 'all' || (linked === 'present' && key !== 'gone')))}
    </ul>
  </details>`

function item(each: Change | Odd, linked: boolean): Markup {
  const { id, title } = each
  const code = html`<code>${id}</code>`
  const name = linked ? pageLink(id, code) : code
  if (!('was' in each)) {
    const { symbol, word } = verdictWords[each.verdict]
    return html`<li>${name} ${title} <span class="quiet">${symbol} ${word}</span> ${because(each)}</li>`
  }
  const words = `${verdictWords[each.was].word} → ${verdictWords[each.is].word}`
  return html`<li>${name} ${title} <span class="quiet">${words}</span> ${because(each)}</li>`
}

const because = ({ why }: Change | Odd): Content =>
  why !== undefined && html`<span class="because">${cut(why, 300)}</span>`
