import type { Verdict, Totals } from '../../engine/verdict.ts'

export interface VerdictWords {
  /** One column wide, different for each verdict: colour adds nothing. */
  symbol: string
  /** For a table's cell: `failed`. */
  word: string
  /** For a count: one `warning`, two `warnings`. */
  one: string
  many: string
  /** What the verdict means, for people who read their first report. */
  meaning: string
}

/** How every report names a verdict. */
export const verdictWords: Readonly<Record<Verdict, VerdictWords>> = {
  fail: {
    symbol: '✗',
    word: 'failed',
    one: 'failed',
    many: 'failed',
    meaning: 'a MUST of the specification is violated',
  },
  warn: {
    symbol: '!',
    word: 'warning',
    one: 'warning',
    many: 'warnings',
    meaning: 'a SHOULD is not followed, or the text is ambiguous',
  },
  error: {
    symbol: '?',
    word: 'error',
    one: 'error',
    many: 'errors',
    meaning: 'oci-assay could not evaluate it',
  },
  blocked: {
    symbol: '⊘',
    word: 'blocked',
    one: 'blocked',
    many: 'blocked',
    meaning: 'depends on a requirement that failed',
  },
  pass: {
    symbol: '✓',
    word: 'passed',
    one: 'passed',
    many: 'passed',
    meaning: 'every check passed',
  },
  unsupported: {
    symbol: '–',
    word: 'unsupported',
    one: 'unsupported',
    many: 'unsupported',
    meaning: 'optional, and absent as the text allows',
  },
  skipped: {
    symbol: '·',
    word: 'skipped',
    one: 'skipped',
    many: 'skipped',
    meaning: 'not selected, or not testable in this run',
  },
}

/** The order of totals: what passed, then what did not, then what was not evaluated. */
export const verdictOrder = ['pass', 'fail', 'warn', 'unsupported', 'blocked', 'error', 'skipped'] as const

/** The same text with a capital at its beginning. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`

export const countOf = (verdict: Verdict, count: number): string =>
  plural(count, verdictWords[verdict].one, verdictWords[verdict].many)

/** `132 passed, 0 failed, 3 warnings, 12 unsupported`: but for passed and failed ones only what there is. */
export const countsInWords = (totals: Totals): string =>
  verdictOrder
    .filter((verdict) => verdict === 'pass' || verdict === 'fail' || totals[verdict] > 0)
    .map((verdict) => countOf(verdict, totals[verdict]))
    .join(', ')

/** Milliseconds for people: `0.8 s`, `72 s`, `3 min 20 s`. */
export function durationInWords(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return whole < 120 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** Bytes in the units that people count them in, by thousands: `1.2 GB`. */
export function sizeInWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${step === 0 ? Math.round(bytes) : (bytes / 1000 ** step).toFixed(1)} ${units[step] ?? ''}`
}

/** The text that a run tests against, for people: clients are bound by two of them. */
export const textOf = (specification: string): string =>
  specification === 'client' ? 'the specifications for clients' : `the ${specification} specification`
