import { columns, figuresOf, measurementsOf, type Figures } from '../text/measurements.ts'
import { printableValue } from '../text/finding-text.ts'
import { fit, wrap } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import type { Page } from './page.ts'

const numbers = ['count', 'size', 'median', 'p95', 'rate', 'throughput'] as const satisfies (keyof Figures)[]

/** How long operations took and how much they moved, with what is to be known of the figures below. */
export function measurementLines(result: RunResult, { width, paint }: Page): string[] {
  const rows = measurementsOf(result).map(figuresOf)
  if (rows.length === 0) return []
  const widths = numbers.map((name) => Math.max(...[columns, ...rows].map((row) => row[name].length)))
  const line = (row: Readonly<Record<keyof Figures, string>>): string =>
    numbers.map((name, at) => row[name].padStart(widths[at] ?? 0)).join('  ')
  const wide = rows.map((row) => `${line(row)}  ${printableValue(row.operation)}`)
  // Side by side where the terminal has room for that, else one below the other.
  const isWide = wide.every((each) => each.length <= width)
  return [
    paint.quiet(isWide ? `${line(columns)}  ${columns.operation}` : line(columns)),
    ...rows.flatMap((row, at) => [
      ...(isWide ? [wide[at] ?? ''] : [fit(printableValue(row.operation), width), line(row)]),
      ...(row.remark === ''
        ? []
        : wrap(printableValue(row.remark), width - 4).map((each) => `    ${paint.quiet(each)}`)),
    ]),
  ]
}
