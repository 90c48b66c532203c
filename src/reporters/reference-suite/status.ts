import type { RequirementResult } from '../../engine/events.ts'
import type { Verdict } from '../../engine/verdict.ts'
import type { Row } from './rows.ts'

/** The words of results.yaml. */
export type Status = 'Pass' | 'FAIL' | 'Error' | 'Skip' | 'Disabled'

const begins = (id: string, start: string): boolean => id === start || id.startsWith(`${start}.`)

export const belongs = ({ of, not = [] }: Row, id: string): boolean =>
  of.some((start) => begins(id, start)) && !not.some((start) => begins(id, start))

/** How one row stands: the worst of its requirements; `Disabled` where nothing of it was asked for. */
export function statusOf(row: Row, requirements: readonly RequirementResult[]): Status {
  const verdicts = new Set(
    requirements.filter(({ id }) => belongs(row, id)).map(({ verdict }): Verdict => verdict),
  )
  if (verdicts.has('fail')) return 'FAIL'
  if (verdicts.has('error')) return 'Error'
  if (verdicts.has('pass') || verdicts.has('warn')) return 'Pass'
  // Nothing of it could be seen, since what it builds on is broken.
  if (verdicts.has('blocked')) return 'FAIL'
  return verdicts.has('unsupported') ? 'Skip' : 'Disabled'
}
