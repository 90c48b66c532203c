import type { Changes } from '../../results/comparison/change.ts'
import { plural } from '../../results/text/words.ts'
import { printableValue } from './finding-text.ts'

/** `2 newly failing, 5 newly passing`; `nothing changed`. */
export function changesInWords(changes: Changes): string {
  const counts = changeKeys
    .filter((key) => changes[key].length > 0)
    .map((key) => countOfChanges(key, changes[key].length))
  return counts.length === 0 ? 'nothing changed' : counts.join(', ')
}

export type ChangeKey = 'failing' | 'warning' | 'passing' | 'otherwise' | 'appeared' | 'gone'

export const changeKeys: readonly ChangeKey[] = [
  'failing',
  'warning',
  'passing',
  'otherwise',
  'appeared',
  'gone',
]

const words: Readonly<Record<ChangeKey, { one: string; many?: string }>> = {
  failing: { one: 'newly failing' },
  warning: { one: 'new warning', many: 'new warnings' },
  passing: { one: 'newly passing' },
  otherwise: { one: 'other change', many: 'other changes' },
  appeared: { one: 'not reported before' },
  gone: { one: 'no longer reported' },
}

/** How many requirements changed in one way: `2 newly failing`, `1 new warning`. */
export const countOfChanges = (key: ChangeKey, count: number): string => {
  const { one, many = one } = words[key]
  return plural(count, one, many)
}

/** `Since the run of 2026-11-24 10:00 UTC`; where that run was of another depth, both depths too. */
export const sinceWhen = ({ since, depths }: Changes): string =>
  `Since the run of ${printableValue(since.startedAt.slice(0, 16).replace('T', ' '))} UTC${
    depths === undefined
      ? ''
      : ` (depth ${printableValue(depths.was)}; this run: ${printableValue(depths.is)})`
  }`
