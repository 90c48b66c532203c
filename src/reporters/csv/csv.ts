import { outcomesOf } from '../../results/conclusion/images.ts'
import type { Reporter } from '../../results/reporter.ts'
import type { RunResult } from '../../results/result.ts'
import { printable } from '../../results/text/printable.ts'
import { writing } from '../format.ts'

/** Writes a CSV file; see `csvText`. */
export const csv = (path: string): Reporter => writing('images.csv', path, csvText)

/**
 * A result as CSV (RFC 4180, with a head): of many images a line for each, the gravest first; else one for each
 * requirement.
 */
export function csvText(result: RunResult): string {
  const outcomes = outcomesOf(result)
  const rows =
    outcomes.length > 0
      ? [
          ['image', 'conclusion', 'digest', 'bytes', 'failed', 'warned', 'reason', 'unchanged'],
          ...outcomes.map(({ name, conclusion, digest, size, failed, warned, reason, earlier }) => [
            name,
            conclusion,
            digest ?? '',
            String(size ?? ''),
            failed.join(' '),
            warned.join(' '),
            reason ?? '',
            earlier ? 'yes' : '',
          ]),
        ]
      : [
          ['requirement', 'suite', 'level', 'verdict', 'title', 'finding'],
          ...result.requirements.map(({ id, suite, level, verdict, title, findings, reason }) => [
            id,
            suite,
            level,
            verdict,
            title,
            findings[0]?.title ?? reason ?? '',
          ]),
        ]
  return `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** Quoted where it has to be; what a spreadsheet would take for a formula begins with an apostrophe. */
function cell(text: string): string {
  const shown = printable(text)
  const safe = /^[=+\-@\t\r]/.test(shown) ? `'${shown}` : shown
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
