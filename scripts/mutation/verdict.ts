import { withoutUndefined } from '../../src/engine/optional.ts'
import type { SpecVersion } from '../../src/engine/requirement.ts'
import type { Outcome, Reported } from './outcome.ts'
import type { FaultOrDefect, Expectation } from './scenario.ts'

/** What became of one fault. */
export interface Kill {
  fault: FaultOrDefect
  spec: SpecVersion
  expected: Expectation
  /** What was reported of the requirement that the fault violates; absent where it passed without a note. */
  reported?: Reported
  caught: boolean
  /** Other requirements that failed, warned or could not be evaluated, without being named in `also`. */
  others: readonly { requirement: string; reported: Reported }[]
  /** Requirements that `also` names although they were not touched. */
  needless: readonly string[]
  aborted?: string
  /** Milliseconds. */
  duration: number
}

const alarming = new Set(['fail', 'warn', 'error'])

function isCaught(
  reported: Reported | undefined,
  expected: Expectation,
  sound: Reported | undefined,
): boolean {
  if (reported === undefined) return false
  if (expected !== 'note') return reported.verdict === expected
  const known = new Set(sound?.notes)
  return reported.verdict === 'pass' && reported.notes.some((note) => !known.has(note))
}

/** Compares a run with the verdict that its fault should lead to; `sound` is the run of the registry without it. */
export function killOf(
  { fault, spec, expected }: { fault: FaultOrDefect; spec: SpecVersion; expected: Expectation },
  outcome: Outcome,
  sound: Outcome | undefined,
): Kill {
  const { reported: all, duration, aborted } = outcome
  const reported = all[fault.violates]
  const also = fault.also ?? []
  const alarms = Object.entries(all).filter(
    ([id, { verdict }]) => id !== fault.violates && alarming.has(verdict),
  )
  return {
    fault,
    spec,
    expected,
    ...withoutUndefined({ reported }),
    caught: aborted === undefined && isCaught(reported, expected, sound?.reported[fault.violates]),
    others: alarms
      .filter(([id]) => !also.includes(id))
      .map(([requirement, text]) => ({ requirement, reported: text })),
    needless: also.filter((id) => !alarms.some(([alarm]) => alarm === id)),
    ...withoutUndefined({ aborted }),
    duration,
  }
}

/** The fault is reported as a violation of its requirement, and of no other. */
export const isPrecise = ({ others, needless, aborted }: Kill): boolean =>
  others.length === 0 && needless.length === 0 && aborted === undefined
