import type { Change, Changes, Odd } from '../../results/comparison/change.ts'
import {
  changeKeys,
  changeLists,
  changesInWords,
  countOfChanges,
  type ChangeKey,
} from '../text/change-words.ts'
import { verdictWords } from '../../results/text/words.ts'
import { code, words } from './escape.ts'

/** At most this many requirements of one list are named. */
const namedLimit = 60

/** What changed between two results of one target, most important first; only what is new and fails or warns is unfolded. */
export const changeBlock = (changes: Changes): string =>
  [
    `${changesInWords(changes).replace(/^n/, 'N')}.`,
    ...changeKeys.flatMap((key) => listBlock(key, changeLists(changes)[key])),
  ].join('\n\n')

function listBlock(key: ChangeKey, list: readonly (Change | Odd)[]): string[] {
  if (list.length === 0) return []
  const title = countOfChanges(key, list.length)
  const more = list.length - namedLimit
  const items = [...list.slice(0, namedLimit).map(item), ...(more > 0 ? [`- and ${more} more`] : [])].join(
    '\n',
  )
  return key === 'failing' || key === 'warning' || key === 'found'
    ? [`**${title}**\n\n${items}`]
    : [`<details><summary>${title}</summary>\n\n${items}\n\n</details>`]
}

function item(each: Change | Odd): string {
  const name = `- ${code(each.id)} ${words(each.title)}`
  const why = each.why === undefined ? '' : `: ${code(each.why)}`
  if (!('was' in each)) return `${name} (${verdictWords[each.verdict].word})${why}`
  return `${name} (${verdictWords[each.was].word} → ${verdictWords[each.is].word})${why}`
}
