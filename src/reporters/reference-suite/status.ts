import type { RequirementResult } from '../../engine/events.ts'
import type { Verdict } from '../../engine/verdict.ts'
import type { Row } from './rows.ts'

/** The words of results.yaml. */
export type Status = 'Pass' | 'FAIL' | 'Error' | 'Skip' | 'Disabled'

const begins = (id: string, start: string): boolean => id === start || id.startsWith(`${start}.`)

export const belongs = ({ of, not = [] }: Row, id: string): boolean =>
  of.some((start) => begins(id, start)) && !not.some((start) => begins(id, start))

/** The status of one row: the worst of its requirements; `Disabled` where none of them was selected. */
export function statusOf(row: Row, requirements: readonly RequirementResult[]): Status {
  const verdicts = new Set(
    requirements.filter(({ id }) => belongs(row, id)).map(({ verdict }): Verdict => verdict),
  )
  if (verdicts.has('fail')) return 'FAIL'
  if (verdicts.has('error')) return 'Error'
  if (verdicts.has('pass') || verdicts.has('warn')) return 'Pass'
  // Nothing of it could be evaluated, since what it depends on failed.
  if (verdicts.has('blocked')) return 'FAIL'
  return verdicts.has('unsupported') ? 'Skip' : 'Disabled'
}
