import { cut } from '../../src/reporters/printable.ts'
import { isComplete, type Matrix, type Row } from './matrix.ts'
import { isPrecise, type Kill } from './verdict.ts'

const shown = (text: string | undefined): string => (text === undefined ? '' : `: ${cut(text, 160)}`)

/** Why a fault counts as survived, or as accusing others. */
function* complaintsOf(kill: Kill): Generator<string> {
  const { fault, spec, expected, said, caught, others, needless, trouble } = kill
  const name = `${fault.id} (${fault.breaks}, ${spec})`
  if (trouble !== undefined) yield `${name} ended the run: ${cut(trouble, 160)}`
  if (!caught) yield `${name} survives: ${expected} expected, ${said?.verdict ?? 'pass'}${shown(said?.text)}`
  for (const verdict of ['fail', 'warn', 'error'] as const) {
    const accused = others.filter((other) => other.said.verdict === verdict)
    const [first] = accused
    if (!first) continue
    const ids = accused.map(({ requirement }) => requirement).join(' ')
    yield `${name} also leads to ${verdict} of ${ids}${shown(first.said.text)}`
  }
  if (needless.length > 0) yield `${name} names in \`also\` what it does not touch: ${needless.join(', ')}`
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${Math.floor((part / whole) * 1000) / 10} %`

function table(rows: readonly Row[]): string[] {
  const head = ['suite', 'requirements', 'with a fault', 'faults', 'caught', 'precise']
  const cells = rows.map(({ suite, requirements, broken, faults, caught, precise }) => [
    suite,
    String(requirements),
    String(broken),
    String(faults),
    percent(caught, faults),
    percent(precise, faults),
  ])
  const widths = head.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)))
  return [head, ...cells].map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  )
}

/** The summary at the terminal, with everything that is wrong below it. */
export function report(matrix: Matrix, rows: readonly Row[]): string {
  const { kills, falseAlarms, unbroken, duration } = matrix
  const complaints = [
    ...falseAlarms.map(({ where, requirement, text }) => `false alarm in ${where}: ${requirement}: ${text}`),
    ...kills.filter((kill) => !kill.caught || !isPrecise(kill)).flatMap((kill) => [...complaintsOf(kill)]),
    ...unbroken.map((id) => `no fault breaks ${id}`),
  ]
  const end = isComplete(matrix)
    ? `each of ${kills.length} faults was caught, and nothing else was accused, in ${duration.toFixed(1)} s`
    : `${complaints.length} complaints after ${duration.toFixed(1)} s`
  return [...table(rows), '', ...complaints, end].join('\n')
}
