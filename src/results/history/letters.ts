import type { Verdict } from '../../engine/verdict.ts'

/** A verdict, and whether the requirement could not be evaluated although nothing failed. */
export interface Found {
  verdict: Verdict
  unevaluated: boolean
}

/** One letter a verdict: a year of daily runs stays small, and what changed is seen in a diff. */
const letters: Readonly<Record<Verdict, string>> = {
  pass: 'p',
  fail: 'F',
  warn: 'w',
  unsupported: 'u',
  blocked: 'b',
  error: 'e',
  skipped: '-',
}

/** Blocked by a requirement that could not be evaluated itself. */
const openlyBlocked = 'o'

const verdictOfLetter: ReadonlyMap<string, Found> = new Map<string, Found>([
  ...Object.entries(letters).map(([verdict, letter]): [string, Found] => [
    letter,
    { verdict: verdict as Verdict, unevaluated: verdict === 'error' },
  ]),
  [openlyBlocked, { verdict: 'blocked', unevaluated: true }],
])

export const letterOf = ({ verdict, unevaluated }: Found): string =>
  verdict === 'blocked' && unevaluated ? openlyBlocked : letters[verdict]

/** The verdicts of such letters; others are left out. */
export const readLetters = (text: string): Found[] =>
  Array.from(text).flatMap((letter) => verdictOfLetter.get(letter) ?? [])
