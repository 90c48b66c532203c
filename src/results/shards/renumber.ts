import type { RunResult } from '../result.ts'
import type { ShardRecord } from '../../engine/shard.ts'
import type { Evidence, Statement } from '../../engine/verdict.ts'
import { isContentKind, isExchange, type RunRecord } from '../record.ts'

/** By how much the numbers of exchanges, and the milliseconds since the start, are raised. */
export interface Shift {
  exchanges: number
  time: number
}

/** Shards as if they had run side by side under one clock, with unique numbers of exchanges. */
export function sideBySide(results: readonly RunResult[]): RunResult[] {
  const start = Math.min(...results.map(({ startedAt }) => Date.parse(startedAt)))
  let exchanges = 0
  return results.map((result) => {
    const shift = { exchanges, time: Date.parse(result.startedAt) - start }
    exchanges += result.evidence.filter(isExchange).reduce((most, { id }) => Math.max(most, id), 0)
    return renumbered(result, shift)
  })
}

/** The same result with its exchanges numbered on, and its times counted from an earlier start. */
function renumbered(result: RunResult, shift: Shift): RunResult {
  const evidence = (list: readonly Evidence[]): Evidence[] =>
    list.map((each) =>
      each.kind === 'exchange' ? { ...each, exchange: each.exchange + shift.exchanges } : each,
    )
  const pointing = <Item extends { evidence: readonly Evidence[] }>(item: Item): Item => ({
    ...item,
    evidence: evidence(item.evidence),
  })
  const statement = (each: Statement): Statement => {
    if (each.kind === 'failed') return { ...each, finding: pointing(each.finding) }
    if (each.kind === 'passed' && each.note) return { ...each, note: pointing(each.note) }
    return each
  }
  const shard = (record: ShardRecord): ShardRecord => ({
    ...record,
    evaluations: record.evaluations.map((each) => ({ ...each, statements: each.statements.map(statement) })),
  })
  const recordOf = (record: RunRecord): RunRecord => {
    const later = (ids: readonly number[]): number[] => ids.map((id) => id + shift.exchanges)
    if (isContentKind(record)) return { ...record, exchanges: later(record.exchanges) }
    if (!isExchange(record)) return record
    const { id, via, startedAt } = record
    return { ...record, id: id + shift.exchanges, via: later(via), startedAt: startedAt + shift.time }
  }
  return {
    ...result,
    requirements: result.requirements.map((each) => ({
      ...each,
      findings: each.findings.map(pointing),
      ...(each.consequences ? { consequences: each.consequences.map(pointing) } : {}),
      notes: each.notes.map(pointing),
    })),
    tests: result.tests.map((test) => ({ ...test, startedAt: test.startedAt + shift.time })),
    evidence: result.evidence.map(recordOf),
    ...(result.log
      ? {
          log: {
            ...result.log,
            lines: result.log.lines.map((line) => ({ ...line, at: line.at + shift.time })),
          },
        }
      : {}),
    ...(result.shard ? { shard: shard(result.shard) } : {}),
  }
}
