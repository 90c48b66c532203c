import type { Finding } from '../../engine/verdict.ts'
import { commandsOf, endOf, type Invocations } from '../../results/invocations.ts'
import { printable } from '../../results/text/printable.ts'

/** Lines of output that are shown where space is short, from its end. */
const usualLines = 4

/**
 * The commands of clients and engines behind a finding: each command line as it was run, the exit status of the last one, and the last
 * `lines` lines of its output. Empty where no command was run. Safe to print.
 */
export function invocationRows(
  finding: Pick<Finding, 'evidence'>,
  invocations: Invocations,
  lines = usualLines,
) {
  const records = commandsOf(finding, invocations)
  const last = records.at(-1)
  if (!last) return []
  const output = (last.stderr.trim() || last.stdout.trim()).split('\n').slice(-lines)
  return [
    ['command', records.map(({ command }) => printable(command))],
    [
      'ended',
      [`${endOf(last)}${output.join('') === '' ? '' : ':'}`, ...output.map((line) => printable(line))],
    ],
  ] as const
}
