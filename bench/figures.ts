/** One line of the result. What is skipped could not be measured, with the reason; what is informative has no limit. */
export interface Figure {
  name: string
  limit: string
  /** What was measured, in words. */
  measured: string
  verdict: 'met' | 'exceeded' | 'skipped' | 'informative'
}

/** A figure that has to stay at or under its limit. */
export function atMost(name: string, value: number, limit: Limit, measured: string): Figure {
  return { name, limit: limit.text, measured, verdict: value <= limit.value ? 'met' : 'exceeded' }
}

export interface Limit {
  value: number
  text: string
}

/** The middle value; the mean of the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  if (upper === undefined || lower === undefined) throw new Error('nothing has no median')
  return (upper + lower) / 2
}

/** The figures in columns, as plain text. */
export function table(figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'measured', 'limit', 'verdict'],
    ...figures.map(({ name, measured, limit, verdict }) => [name, measured, limit, verdict]),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n')
}
