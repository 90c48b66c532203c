import { isPrecise, type Kill } from './verdict.ts'
import { isComplete, type Matrix, type Row } from './matrix.ts'

const shown = (text: string | undefined): string => (text === undefined ? '' : `: ${text}`)

/** Why a fault counts as survived, or as accusing others. */
function* complaintsOf({
  fault,
  spec,
  expected,
  said,
  caught,
  others,
  needless,
  trouble,
}: Kill): Generator<string> {
  const name = `${fault.id} (${fault.breaks}, ${spec})`
  if (trouble !== undefined) yield `${name} ended the run: ${trouble}`
  if (!caught) yield `${name} survives: ${expected} expected, ${said?.verdict ?? 'pass'}${shown(said?.text)}`
  for (const { requirement, said: other } of others) {
    yield `${name} also leads to ${other.verdict} of ${requirement}${shown(other.text)}`
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
    ...falseAlarms.map(({ spec, requirement, text }) => `false alarm in ${spec}: ${requirement}: ${text}`),
    ...kills.filter((kill) => !kill.caught || !isPrecise(kill)).flatMap((kill) => [...complaintsOf(kill)]),
    ...unbroken.map((id) => `no fault breaks ${id}`),
  ]
  const end = isComplete(matrix)
    ? `each of ${kills.length} faults was caught, and nothing else was accused, in ${duration.toFixed(1)} s`
    : `${complaints.length} complaints after ${duration.toFixed(1)} s`
  return [...table(rows), '', ...complaints, end].join('\n')
}
