import type { Requirement, SpecVersion } from '../../../src/engine/requirement.ts'
import type { GeneratedFault } from '../../../suites/distribution/generated-faults/generate.ts'
import type { Outcome } from '../outcome.ts'
import { isViolation } from './catching.ts'

/**
 * What became of a generated fault: `warned` was reported as a warning of what must be, such as a reply that could not be had again;
 * `missed` was there to be seen, and `untriggered` never happened in the run. All but caught are survivors.
 */
export type Ending = 'caught' | 'warned' | 'missed' | 'untriggered' | 'aborted'

export interface Fate {
  fault: GeneratedFault
  ending: Ending
  /** Times that it changed what was answered or stored. */
  fired: number
  /** Requirements that failed or warned; of a run that ended early those up to then. */
  reported: readonly string[]
  /** Milliseconds. */
  duration: number
}

/** Reads what a run reported of a fault, of which any of `catches` is enough. */
export function fateOf(
  fault: GeneratedFault,
  { reported, fired = 0, aborted, duration }: Outcome,
  {
    catches,
    requirements,
    spec,
  }: { catches: readonly string[]; requirements: readonly Requirement[]; spec: SpecVersion },
): Fate {
  const alarms = Object.entries(reported).filter(
    ([, { verdict }]) => verdict === 'fail' || verdict === 'warn',
  )
  const isCaught = alarms.some(
    ([id, { verdict }]) => catches.includes(id) && isViolation(id, verdict, requirements, spec),
  )
  const isWarned = alarms.some(([id]) => catches.includes(id))
  const survived = fired === 0 ? 'untriggered' : isWarned ? 'warned' : 'missed'
  return {
    fault,
    ending: isCaught ? 'caught' : aborted === undefined ? survived : 'aborted',
    fired,
    reported: alarms.map(([id]) => id),
    duration,
  }
}

/** Fates of the faults that share a value of a dimension. */
export interface Cell {
  value: string
  faults: number
  caught: number
  warned: number
  missed: number
  untriggered: number
}

export const dimensions = ['effect', 'condition', 'state'] as const
export type DimensionName = (typeof dimensions)[number]

/** The fate of a fault under whose condition and in whose state no request was. */
export const untriggered = (fault: GeneratedFault): Fate => ({
  fault,
  ending: 'untriggered',
  fired: 0,
  reported: [],
  duration: 0,
})

/** The sum of each value of a dimension, in lasting order. */
export function cellsOf(fates: readonly Pick<Fate, 'fault' | 'ending'>[], dimension: DimensionName): Cell[] {
  const cells = new Map<string, Cell>()
  for (const { fault, ending } of fates) {
    const value = fault[dimension].id
    const cell = cells.get(value) ?? { value, faults: 0, caught: 0, warned: 0, missed: 0, untriggered: 0 }
    cell.faults += 1
    if (ending === 'caught') cell.caught += 1
    else if (ending === 'warned') cell.warned += 1
    else if (ending === 'untriggered') cell.untriggered += 1
    else cell.missed += 1
    cells.set(value, cell)
  }
  return [...cells.values()]
}

/** Median, 95th percentile and maximum of some numbers. */
export function spreadOf(numbers: readonly number[]): { median: number; p95: number; most: number } {
  const sorted = numbers.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { median: at(0.5), p95: at(0.95), most: sorted.at(-1) ?? 0 }
}
