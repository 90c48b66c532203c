import { cut } from '../../src/results/text/printable.ts'
import { isComplete, type Matrix, type Row } from './matrix.ts'
import { isPrecise, type Kill } from './verdict.ts'

const shown = (text: string | undefined): string => (text === undefined ? '' : `: ${cut(text, 160)}`)

/** Why a fault counts as survived, or as accusing others; nothing where it was caught alone. */
export function* complaintsOfKill(kill: Kill): Generator<string> {
  const { fault, spec, expected, reported, caught, others, needless, aborted } = kill
  const name = `${fault.id} (${fault.violates}, ${spec})`
  if (aborted !== undefined) yield `${name} ended the run: ${cut(aborted, 160)}`
  if (!caught)
    yield `${name} survives: ${expected} expected, ${reported?.verdict ?? 'pass'}${shown(reported?.text)}`
  for (const verdict of ['fail', 'warn', 'error'] as const) {
    const accused = others.filter((other) => other.reported.verdict === verdict)
    const [first] = accused
    if (!first) continue
    const ids = accused.map(({ requirement }) => requirement).join(' ')
    yield `${name} also leads to ${verdict} of ${ids}${shown(first.reported.text)}`
  }
  if (needless.length > 0) yield `${name} names in \`also\` what it does not touch: ${needless.join(', ')}`
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${Math.floor((part / whole) * 1000) / 10} %`

/** The sum of each suite, for the terminal. */
export function table(rows: readonly Row[]): string {
  const head = ['suite', 'requirements', 'with a fault', 'faults', 'caught', 'precise']
  const cells = rows.map(({ suite, requirements, violated, faults, caught, precise }) => [
    suite,
    String(requirements),
    String(violated),
    String(faults),
    percent(caught, faults),
    percent(precise, faults),
  ])
  const widths = head.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)))
  return [head, ...cells]
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  '),
    )
    .join('\n')
}

/** Everything that is wrong, a line each; empty where the matrix is complete. */
export const complaintsOf = ({ kills, falseAlarms, unproven }: Matrix): string[] => [
  ...falseAlarms.map(({ where, requirement, text }) => `false alarm in ${where}: ${requirement}: ${text}`),
  ...kills.filter((kill) => !kill.caught || !isPrecise(kill)).flatMap((kill) => [...complaintsOfKill(kill)]),
  ...unproven.map((id) => `no fault violates ${id}`),
]

/** One line: whether each fault was caught alone. */
export function conclusion(matrix: Matrix): string {
  const { kills, duration } = matrix
  return isComplete(matrix)
    ? `each of ${kills.length} faults was caught, and nothing else was accused, in ${duration.toFixed(1)} s`
    : `${complaintsOf(matrix).length} complaints after ${duration.toFixed(1)} s`
}
