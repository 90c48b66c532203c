import type { CoverageRecord } from '../../registry/record/coverage.ts'
import { isCoverage } from '../../results/record.ts'
import type { RunResult } from '../../results/result.ts'

/** What generated sequences have brought together, a record for each group; that of a later round counts. */
export function coverageOf({ evidence }: Pick<RunResult, 'evidence'>): CoverageRecord[] {
  const byGroup = new Map<string, CoverageRecord>()
  for (const record of evidence) if (isCoverage(record)) byGroup.set(record.group, record)
  return [...byGroup.values()]
}

const why: Readonly<Record<string, string>> = {
  budget: 'takes more requests than --requests allows',
  'not reached': 'no sequence reached it',
  'feature absent': 'the registry does not support the feature',
}

/** A reason for people. */
export const reasonText = (reason: string): string => why[reason] ?? reason

/** Pairs of all groups, and those among them that did not occur although the registry has what they need. */
export function coverageSum(records: readonly CoverageRecord[]): {
  covered: number
  missing: number
  absent: number
} {
  const sum = { covered: 0, missing: 0, absent: 0 }
  for (const { covered, missing } of records) {
    sum.covered += covered
    for (const { reason, pairs } of missing)
      sum[reason === 'feature absent' ? 'absent' : 'missing'] += pairs.length
  }
  return sum
}

/** `1765 pairs occurred, 12 did not, 30 need features that the registry does not support` */
export function coverageSentence(records: readonly CoverageRecord[]): string {
  const { covered, missing, absent } = coverageSum(records)
  return [
    `${covered} pairs of operations, states and values occurred in generated sequences`,
    missing === 0 ? 'all that apply' : `${missing} did not`,
    ...(absent === 0 ? [] : [`${absent} need features that the registry does not support`]),
  ].join(', ')
}
