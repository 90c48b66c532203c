import type { RequirementResult, TestResult } from '../../engine/events.ts'
import { unexpected, type CountOptions } from '../expectations/unexpected.ts'
import { notSelected } from '../../engine/plan.ts'
import type { RunResult } from '../result.ts'
import { elsewhere } from '../../engine/shard.ts'
import type { Verdict } from '../../engine/verdict.ts'

/** What a run amounts to; see the exit codes in the README. */
export const conclusions = [
  'conformant',
  'known-failures',
  'nonconformant',
  'incomplete',
  'not-tested',
  'interrupted',
] as const
export type ConclusionName = (typeof conclusions)[number]

export interface Conclusion {
  name: ConclusionName
  /** 0 conformant or known-failures; 1 nonconformant, or expectations that no longer hold; 3 incomplete or not tested; 130. */
  exitCode: 0 | 1 | 3 | 130
  /** Requirements that were evaluated: they passed, failed or warn. */
  evaluated: number
  /** Requirements that were selected and that a client can observe, in the part of the run that is this shard's. */
  selected: number
}

export type ConclusionOptions = CountOptions

/** What a result amounts to. A run of which nothing was evaluated, or not all that was selected, never succeeds. */
export function conclusionOf(result: RunResult, options: ConclusionOptions = {}): Conclusion {
  const { pass, fail, warn } = result.totals.requirements
  const counts = {
    evaluated: pass + fail + warn,
    selected: result.requirements.filter(isSelected).length,
  }
  const of = (name: ConclusionName, exitCode: Conclusion['exitCode']): Conclusion => ({
    name,
    exitCode,
    ...counts,
  })
  if (result.interrupted) return of('interrupted', 130)
  // A run that did not finish was killed, unless it was aborted and had no time to conclude.
  if (!result.complete) return result.aborted === undefined ? of('interrupted', 130) : of('incomplete', 3)
  const fresh = unexpected(result, options)
  if (fresh.fail + fresh.warn > 0) return of('nonconformant', 1)
  const isStale = staleEntries(result) > 0
  if (counts.evaluated === 0) return of('not-tested', isStale ? 1 : 3)
  const isOpen = [unevaluated, unseenEssentials, unfinishedTests].some((open) => open(result).length > 0)
  if (result.aborted !== undefined || isOpen) return of('incomplete', isStale ? 1 : 3)
  const isKnown = (result.expectations?.expected ?? []).length > 0
  return of(isKnown ? 'known-failures' : 'conformant', isStale ? 1 : 0)
}

/** Selected by the user, observable by a client, and in this shard. */
const isSelected = ({ verdict, reason, unobservable }: RequirementResult): boolean =>
  verdict !== 'skipped' ||
  (unobservable === undefined && reason !== notSelected && reason !== elsewhere.reason)

/**
 * The selected requirements that could not be evaluated although nothing failed: those in error, and those that are blocked
 * by something that did not fail in this run. In a shard the cause may have failed in another one.
 */
export function unevaluated({ requirements, profile }: RunResult): RequirementResult[] {
  const failing = new Set(
    requirements.flatMap(({ id, verdict }) => (verdict === 'fail' || verdict === 'warn' ? [id] : [])),
  )
  return requirements.filter(
    ({ verdict, blockedBy = '' }) =>
      verdict === 'error' ||
      (verdict === 'blocked' && !failing.has(blockedBy) && profile.shard === undefined),
  )
}

/** Tests that judge what they see, such as generated sequences, and did not come to their end: what they would have seen is unknown. */
export const unfinishedTests = ({ tests }: Pick<RunResult, 'tests'>): TestResult[] =>
  tests.filter(({ unfinished }) => unfinished !== undefined)

/**
 * The selected requirements that each implementation supports, where none of them was evaluated: correct errors alone do not
 * make a success. Empty where one was evaluated, or where none was selected.
 */
export function unseenEssentials({ requirements }: RunResult): RequirementResult[] {
  const essentials = requirements.filter((each) => each.essential === true && isSelected(each))
  return essentials.some(({ verdict }) => isEvaluated(verdict)) ? [] : essentials
}

const isEvaluated = (verdict: Verdict): boolean =>
  verdict === 'pass' || verdict === 'fail' || verdict === 'warn'

/** Expectations that fail a run by themselves: their failures are gone, or their last day is over. */
export const staleEntries = ({ expectations }: RunResult): number =>
  (expectations?.totals.passing ?? 0) + (expectations?.totals.expired ?? 0)
