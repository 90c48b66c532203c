import type { Change, Changes, Odd } from '../../results/comparison/change.ts'
import { plural } from '../../results/text/words.ts'
import { printableValue } from './finding-text.ts'

/** `2 newly failing, 5 now passing`; `nothing changed`. */
export function changesInWords(changes: Changes): string {
  const lists = changeLists(changes)
  const counts = changeKeys
    .filter((key) => lists[key].length > 0)
    .map((key) => countOfChanges(key, lists[key].length))
  return counts.length === 0 ? 'nothing changed' : counts.join(', ')
}

/** What a verdict changed to. */
export type ChangeOfVerdict = 'failing' | 'warning' | 'passing' | 'evaluated' | 'otherwise'
/** What only one of the results covers. */
type KeyOfOdd = 'found' | 'appeared' | 'gone'
export type ChangeKey = ChangeOfVerdict | KeyOfOdd

/**
 * Changes as reports list them: what passes now is good news where it failed before; where it was blocked, unsupported or
 * not evaluated, nobody has mended it. What fails and was not covered before is no regression.
 */
export function changeLists({
  passing,
  appeared,
  ...others
}: Changes): Readonly<Record<ChangeOfVerdict, readonly Change[]> & Record<KeyOfOdd, readonly Odd[]>> {
  return {
    ...others,
    passing: passing.filter(isMended),
    evaluated: passing.filter((change) => !isMended(change)),
    found: appeared.filter(isFailure),
    appeared: appeared.filter((each) => !isFailure(each)),
  }
}

export const changeKeys: readonly ChangeKey[] = [
  'failing',
  'warning',
  'found',
  'passing',
  'evaluated',
  'otherwise',
  'appeared',
  'gone',
]

const isMended = ({ was }: Change): boolean => was === 'fail' || was === 'warn'

const isFailure = ({ verdict }: Odd): boolean => verdict === 'fail'

const words: Readonly<Record<ChangeKey, { one: string; many?: string }>> = {
  failing: { one: 'newly failing' },
  warning: { one: 'new warning', many: 'new warnings' },
  found: { one: 'newly evaluated, and fails', many: 'newly evaluated, and fail' },
  passing: { one: 'now passes', many: 'now pass' },
  evaluated: { one: 'newly evaluated, and passes', many: 'newly evaluated, and pass' },
  otherwise: { one: 'other change', many: 'other changes' },
  appeared: { one: 'not reported before' },
  gone: { one: 'no longer reported' },
}

/** How many requirements changed in one way: `2 newly failing`, `1 new warning`, `3 now pass`. */
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
