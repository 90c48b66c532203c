import type { Requirement } from '../../src/engine/requirement.ts'
import { isPrecise, type Kill } from './verdict.ts'

/** A finding against something that is sound. */
export interface FalseAlarm {
  /** Which registry or layout it was, for people. */
  where: string
  requirement: string
  text: string
}

/** All that the mutation run found. */
export interface Matrix {
  kills: readonly Kill[]
  /** Must be empty. */
  falseAlarms: readonly FalseAlarm[]
  /** Requirements that a test evaluates, and that no fault violates. */
  unproven: readonly string[]
  /** Seconds. */
  duration: number
}

/** One suite's line of the summary. */
export interface Row {
  suite: string
  requirements: number
  violated: number
  faults: number
  caught: number
  precise: number
}

/** Requirements that can be evaluated from outside, so that some fault has to violate them. */
export const decidable = (requirements: readonly Requirement[]): readonly Requirement[] =>
  requirements.filter(({ unobservable }) => unobservable === undefined)

/** Sums up by suite; the last row is all of them together. */
export function rowsOf(
  suites: readonly { name: string; requirements: readonly Requirement[] }[],
  { kills }: Matrix,
): Row[] {
  const rows = suites.map(({ name, requirements }) => {
    const wanted = new Set(decidable(requirements).map(({ id }) => id))
    const own = kills.filter(({ fault }) => wanted.has(fault.violates))
    return {
      suite: name,
      requirements: wanted.size,
      violated: new Set(own.map(({ fault }) => fault.violates)).size,
      faults: own.length,
      caught: own.filter(({ caught }) => caught).length,
      precise: own.filter(isPrecise).length,
    }
  })
  const sum = (read: (row: Row) => number) => rows.reduce((total, row) => total + read(row), 0)
  return [
    ...rows,
    {
      suite: 'all',
      requirements: sum(({ requirements }) => requirements),
      violated: sum(({ violated }) => violated),
      faults: sum(({ faults }) => faults),
      caught: sum(({ caught }) => caught),
      precise: sum(({ precise }) => precise),
    },
  ]
}

/** Nothing survived, nothing else was accused, and nothing was left out. */
export const isComplete = ({ kills, falseAlarms, unproven }: Matrix): boolean =>
  kills.every((kill) => kill.caught && isPrecise(kill)) && falseAlarms.length === 0 && unproven.length === 0
