import type { SpecVersion } from '../../src/engine/requirement.ts'
import type { Outcome, Said } from './outcome.ts'
import type { Broken, Expectation } from './scenario.ts'

/** What became of one fault. */
export interface Kill {
  fault: Broken
  spec: SpecVersion
  expected: Expectation
  /** What was said of the requirement that the fault breaks; absent where it simply passed. */
  said?: Said
  caught: boolean
  /** Other requirements that were told as broken, or could not be evaluated, without being named in `also`. */
  others: readonly { requirement: string; said: Said }[]
  /** Requirements that `also` names although they were not touched. */
  needless: readonly string[]
  trouble?: string
  /** Milliseconds. */
  duration: number
}

const alarming = new Set(['fail', 'warn', 'error'])

function isCaught(said: Said | undefined, expected: Expectation, sound: Said | undefined): boolean {
  if (said === undefined) return false
  if (expected !== 'note') return said.verdict === expected
  const known = new Set(sound?.notes)
  return said.verdict === 'pass' && said.notes.some((note) => !known.has(note))
}

/** Compares a run with what its fault should lead to; `sound` is what is said of the registry without it. */
export function killOf(
  { fault, spec, expected }: { fault: Broken; spec: SpecVersion; expected: Expectation },
  outcome: Outcome,
  sound: Outcome | undefined,
): Kill {
  const { said: all, duration, trouble } = outcome
  const said = all[fault.violates]
  const also = fault.also ?? []
  const alarms = Object.entries(all).filter(
    ([id, { verdict }]) => id !== fault.violates && alarming.has(verdict),
  )
  return {
    fault,
    spec,
    expected,
    ...(said === undefined ? {} : { said }),
    caught: trouble === undefined && isCaught(said, expected, sound?.said[fault.violates]),
    others: alarms
      .filter(([id]) => !also.includes(id))
      .map(([requirement, text]) => ({ requirement, said: text })),
    needless: also.filter((id) => !alarms.some(([alarm]) => alarm === id)),
    ...(trouble === undefined ? {} : { trouble }),
    duration,
  }
}

/** Exactly the broken requirement was told as broken. */
export const isPrecise = ({ others, needless, trouble }: Kill): boolean =>
  others.length === 0 && needless.length === 0 && trouble === undefined
