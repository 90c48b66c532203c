import type { Changes } from '../../engine/changes.ts'
import { changeKeys, changesInWords, changeWords } from '../change-words.ts'
import { verdictWords } from '../verdict-words.ts'
import { code, words } from './escape.ts'

/** So many requirements of one list are named. */
const namedLimit = 60

/** What changed between two results of one target, most important first. */
export function changeBlock(changes: Changes): string {
  const parts = changeKeys.flatMap((key) => {
    const list = changes[key]
    if (list.length === 0) return []
    const more = list.length - namedLimit
    const items = list.slice(0, namedLimit).map((each) => {
      const verdicts =
        'was' in each
          ? `${verdictWords[each.was].word} → ${verdictWords[each.is].word}`
          : verdictWords[each.verdict].word
      const why = 'why' in each && each.why !== undefined ? `: ${code(each.why)}` : ''
      return `- ${code(each.id)} ${words(each.title)} (${verdicts})${why}`
    })
    return [
      `**${list.length} ${changeWords[key]}**\n\n${items.join('\n')}${more > 0 ? `\n- and ${more} more` : ''}`,
    ]
  })
  return parts.length === 0 ? `${changesInWords(changes).replace(/^n/, 'N')}.` : parts.join('\n\n')
}
