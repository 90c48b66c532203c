import type { Depth } from './depth.ts'
import type { Verdict } from './verdict.ts'
import type { Evaluation } from './evaluation.ts'

/** One part of a run that is divided over several machines; `index` counts from 1. */
export interface Shard {
  index: number
  count: number
}

/** A test, or a probe that evaluates something by itself, with what it costs: its number of requests. */
export interface Work {
  id: string
  cost: number
}

/**
 * The ids of a shard's work. The dearest goes first, each to the shard that has least to do so far:
 * shards differ by one piece of work at most, and each machine finds the same division by itself.
 */
export function shareOf(work: readonly Work[], { index, count }: Shard): ReadonlySet<string> {
  const shares = Array.from({ length: count }, () => ({ cost: 0, ids: new Set<string>() }))
  const dearestFirst = work.toSorted((one, other) => other.cost - one.cost || (one.id < other.id ? -1 : 1))
  for (const { id, cost } of dearestFirst) {
    const idlest = shares.reduce((least, share) => (share.cost < least.cost ? share : least))
    idlest.cost += cost
    idlest.ids.add(id)
  }
  return shares[index - 1]?.ids ?? new Set()
}

/** Which part of the whole plan a shard has. */
export interface PlannedShard extends Shard {
  /** Ids of all tests of the undivided run, in its order. */
  whole: readonly string[]
  /** Ids of those tests that run in each shard: they judge what the run saw, and each shard sees its own. */
  everywhere: readonly string[]
}

/** What one test found of one requirement, as a shard stores it. */
export interface RequirementEvaluation extends Evaluation {
  requirement: string
}

/** What a shard leaves for the whole: its statements, since verdicts can be drawn from all of them only. */
export interface ShardRecord extends PlannedShard {
  /** Ids of the requirements that the whole run was to evaluate. */
  wanted: readonly string[]
  /** Those of them that only a deeper run evaluates; absent where there are none. */
  deeper?: Readonly<Record<string, Depth>>
  /** What requirements build on, where they build on anything. */
  dependsOn: Readonly<Record<string, readonly string[]>>
  /** What requirements are variants of, where they are; absent where none is. */
  variantOf?: Readonly<Record<string, string>>
  evaluations: readonly RequirementEvaluation[]
}

/** `2/3`; undefined where it is none. */
export function parseShard(text: string): Shard | undefined {
  const { index, count } = /^(?<index>\d{1,4})\/(?<count>\d{1,4})$/.exec(text)?.groups ?? {}
  const shard = { index: Number(index), count: Number(count) }
  return shard.index >= 1 && shard.index <= shard.count ? shard : undefined
}

export const shardName = ({ index, count }: Shard): string => `${index}/${count}`

/** Statements as they are kept: of those that only record that a check passed, one represents all. */
export function compact({ test, checks, statements }: Evaluation): Evaluation {
  const plain = statements.findIndex((each) => each.kind === 'passed' && !each.note)
  return {
    test,
    checks,
    statements: statements.filter(
      (each, index) => each.kind !== 'passed' || each.note !== undefined || index === plain,
    ),
  }
}

/** Why a requirement has no verdict in this shard. */
export const elsewhere: { verdict: Verdict; reason: string } = {
  verdict: 'skipped',
  reason: 'evaluated by another shard',
}
