import type { Changes } from '../../results/comparison/change.ts'
import { printableValue } from './finding-text.ts'

/** `2 newly failing, 5 newly passing`; `nothing changed`. */
export function changesInWords(changes: Changes): string {
  const told = changeLists(changes).filter(({ number }) => number > 0)
  return told.length === 0
    ? 'nothing changed'
    : told.map(({ number, words }) => `${number} ${words}`).join(', ')
}

/** The lists of changes with what they are called, in the order of telling. */
export const changeLists = (changes: Changes): { key: ChangeKey; number: number; words: string }[] =>
  changeKeys.map((key) => ({ key, number: changes[key].length, words: changeWords[key] }))

export type ChangeKey = 'failing' | 'warning' | 'passing' | 'otherwise' | 'appeared' | 'gone'

export const changeKeys: readonly ChangeKey[] = [
  'failing',
  'warning',
  'passing',
  'otherwise',
  'appeared',
  'gone',
]

export const changeWords: Readonly<Record<ChangeKey, string>> = {
  failing: 'newly failing',
  warning: 'newly warned of',
  passing: 'newly passing',
  otherwise: 'changed otherwise',
  appeared: 'not told before',
  gone: 'no longer told',
}

/** `Since the run of 2026-11-24 10:00 UTC`; where another program judged then, that too. */
export const sinceWhen = ({ since }: Changes): string =>
  `Since the run of ${printableValue(since.startedAt.slice(0, 16).replace('T', ' '))} UTC`
