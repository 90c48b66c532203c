import type { Finding } from '../../engine/verdict.ts'
import { endOf, type Invocations } from '../../results/invocations.ts'
import { printable } from '../../results/text/printable.ts'

/** Lines of output that are shown, from its end. */
const outputLines = 4

/** What a client that was tested had been given, and how it ended; nothing for other targets. Safe to print. */
export function invocationRows({ test }: Pick<Finding, 'test'>, invocations: Invocations) {
  const records = invocations.get(test) ?? []
  const last = records.at(-1)
  if (!last) return []
  const output = (last.stderr.trim() || last.stdout.trim()).split('\n').slice(-outputLines)
  return [
    ['command', records.map(({ command }) => printable(command))],
    [
      'ended',
      [`${endOf(last)}${output.join('') === '' ? '' : ':'}`, ...output.map((line) => printable(line))],
    ],
  ] as const
}
