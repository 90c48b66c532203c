import type { Change, Changes } from '../../results/comparison/change.ts'
import type { Verdict } from '../../engine/verdict.ts'
import {
  changeLists,
  changesInWords,
  countOfChanges,
  type ChangeKey,
  type ChangeOfVerdict,
} from '../text/change-words.ts'
import { levelText } from '../../results/text/level.ts'
import { cut, printable, wrap } from '../../results/text/printable.ts'
import { verdictWords } from '../../results/text/words.ts'
import { ids } from './page.ts'
import type { Sheet } from './paint.ts'

/** At most this many changes of one kind are listed; the rest is counted. */
const shownLimit = 30
const verdictOfKey: Readonly<Record<ChangeKey, Verdict>> = {
  failing: 'fail',
  warning: 'warn',
  found: 'fail',
  passing: 'pass',
  evaluated: 'pass',
  otherwise: 'unsupported',
  appeared: 'unsupported',
  gone: 'unsupported',
}

/** What changed between two results of one target, most important first. */
export function changeLines(changes: Changes, sheet: Sheet): string[] {
  const { paint, width } = sheet
  const lists = changeLists(changes)
  const changed = (key: ChangeOfVerdict): string[] => changedLines(key, lists[key], sheet)
  const named = (key: 'found' | 'appeared' | 'gone'): string[] => {
    const list = lists[key]
    if (list.length === 0) return []
    return ['', ...wrap(`${countOfChanges(key, list.length)}: ${printable(ids(list))}`, width)]
  }
  const lines = [
    ...changed('failing'),
    ...changed('warning'),
    ...named('found'),
    ...changed('passing'),
    ...changed('evaluated'),
    ...changed('otherwise'),
    ...named('appeared'),
    ...named('gone'),
  ]
  const tone = changes.failing.length > 0 ? 'fail' : 'pass'
  return [
    ...lines.slice(1),
    ...(lines.length > 0 ? [''] : []),
    ...wrap(changesInWords(changes), width).map((line) => paint.verdict(tone, line)),
  ]
}

function changedLines(key: ChangeOfVerdict, list: readonly Change[], { paint, width }: Sheet): string[] {
  if (list.length === 0) return []
  const more = list.length - shownLimit
  return [
    '',
    countOfChanges(key, list.length),
    ...list
      .slice(0, shownLimit)
      .flatMap(({ id, was, is, why, ...each }) => [
        `${paint.verdict(verdictOfKey[key], verdictWords[is].symbol)} ${paint.strong(printable(id))}  ${levelText(each)}  ${paint.quiet(`was ${verdictWords[was].word}`)}`,
        ...(why === undefined || key === 'passing' || key === 'evaluated'
          ? []
          : wrap(cut(printable(why), 200), width - 2).map((line) => `  ${line}`)),
      ]),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}
