import { mergeShards, type Sharded } from './merge.ts'
import { unmergeable, type Named } from './unmergeable.ts'
import { sideBySide } from './renumber.ts'
import type { RunResult } from '../result.ts'

/** Results that are not the shards of one run; the message contains the reason. */
export class UnmergeableShards extends Error {
  override name = 'UnmergeableShards'
}

/**
 * The result of a divided run: as if one machine had done all of it. Throws UnmergeableShards where
 * one has not ended, is missing or twice there, or where they are not of the same run.
 */
export function mergeResults(named: readonly Named[]): RunResult {
  const apart = unmergeable(named)
  if (apart !== undefined) throw new UnmergeableShards(apart)
  const results = named.map(({ result }) => result as Sharded)
  const inOrder = results.toSorted((one, other) => one.shard.index - other.shard.index)
  return mergeShards(sideBySide(inOrder) as Sharded[])
}
