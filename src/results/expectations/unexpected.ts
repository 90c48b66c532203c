import type { RequirementResult } from '../../engine/events.ts'
import { restsOn, type Basis } from '../../engine/requirement.ts'
import type { RunResult } from '../result.ts'

/** Which failures and warnings count for the conclusion of a run. */
export interface CountOptions {
  /** Warnings count as failures. */
  strict?: boolean
  /** Only requirements whose level rests on at least this count; all of them where it is absent. */
  level?: Basis
}

/** Unexpected failures and warnings that count, and failures that do not because of what their level rests on. */
export function unexpected(
  result: RunResult,
  { strict = false, level = 'derived' }: CountOptions = {},
): { fail: number; warn: number; uncounted: number } {
  const expected = new Set(result.expectations?.expected)
  const fresh = result.requirements.filter(({ id }) => !expected.has(id))
  const failing = fresh.filter(({ verdict }) => verdict === 'fail')
  const warning = strict ? fresh.filter(({ verdict }) => verdict === 'warn') : []
  const counts = ({ basis }: RequirementResult): boolean => restsOn(basis, level)
  const fail = failing.filter(counts).length
  return { fail, warn: warning.filter(counts).length, uncounted: failing.length - fail }
}
