import { logTail } from '../../results/log/log-beside.ts'
import { cut, printable, wrap } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import type { Page } from './page.ts'

/** At most this many of the last lines are shown. */
const tail = 15

/** The end of what the target wrote, where no finding shows what went wrong: it exited, or could not be reached. */
export function logLines({ log, aborted, totals }: RunResult, { paint, width }: Page): string[] {
  if (!log || (log.ended === undefined && aborted === undefined && totals.requirements.error === 0)) return []
  return [
    ...(log.ended === undefined
      ? []
      : wrap(`The container exited during the run: ${printable(log.ended)}`, width)),
    ...(log.lines.length === 0
      ? ['The container wrote nothing to its log.']
      : logTail(log, tail).map((line) => paint.quiet(`  ${cut(line, 3 * width)}`))),
  ]
}
