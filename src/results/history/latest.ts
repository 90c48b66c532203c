import type { Point, Series, Step } from './history.ts'

/** What the latest result of a series amounts to. */
export interface Latest {
  point: Point
  /** Absent where nothing changed with it, and for the first result. */
  step?: Step
  /** Requirements that fail and did not before; those that were never evaluated before are not among them. */
  newFailures: number
  /** Whether not everything could be evaluated, or nothing. */
  open: boolean
}

/** The latest result of a series. */
export function latestOf({ results, steps }: Pick<Series, 'results' | 'steps'>): Latest {
  const point = results.at(-1)
  if (!point) throw new Error('a series has at least one result')
  const step = steps.find(({ to }) => to === results.length - 1)
  const { exitCode } = point.conclusion
  return {
    point,
    ...(step ? { step } : {}),
    newFailures: step?.changes.failing.length ?? 0,
    open: exitCode === 3 || exitCode === 130,
  }
}

/**
 * 1 where the latest result of a series has a failure that the one before had not, else 3 where it is of a run that could
 * not evaluate everything, else 0.
 */
export function exitCodeOf(series: readonly Series[]): 0 | 1 | 3 {
  const latest = series.map(latestOf)
  if (latest.some(({ newFailures }) => newFailures > 0)) return 1
  return latest.some(({ open }) => open) ? 3 : 0
}
