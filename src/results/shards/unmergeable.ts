import type { RunResult } from '../result.ts'
import { shardName } from '../../engine/shard.ts'
import { imagesApart } from '../images/apart.ts'
import { extentName } from '../text/extent.ts'
import type { Sharded } from './merge.ts'

/** A stored result, and how the user named it. */
export interface Named<Result extends RunResult = RunResult> {
  name: string
  result: Result
}

/** What must be the same in all shards of one run, in words. */
const sameness: readonly (readonly [what: string, of: (result: Sharded) => string | readonly string[]])[] = [
  ['version of oci-assay', ({ tool }) => `${tool.name} ${tool.version}`],
  ['target', ({ target }) => `${target.kind} ${target.name}`],
  ['version of the specification', ({ profile }) => `${profile.specification} ${profile.spec}`],
  ['number of shards', ({ shard }) => String(shard.count)],
  ['suites', ({ profile }) => profile.suites],
  ['set of required suites', ({ profile }) => (profile.claimed ? 'suites named by --suite' : 'all suites')],
  ['mode', ({ profile }) => (profile.readOnly ? 'read only' : 'reading and writing')],
  ['depth', ({ profile }) => extentName(profile)],
  ['selection of requirements', ({ shard }) => shard.wanted],
  ['plan of tests', ({ shard }) => [...shard.whole, ...shard.everywhere]],
]

/**
 * What keeps results from being the shards of one run, for people; undefined where they are.
 * Each shard must have ended, be there once, and have had the same target, version and selection;
 * each test of the plan must have been run once.
 */
export function unmergeable(shards: readonly Named[]): string | undefined {
  for (const { name, result } of shards) {
    if (!result.complete) return `${name} did not finish: the run was killed, or it crashed`
    if (!result.shard) return `${name} is not a shard: it was not run with --shard`
  }
  const sharded = shards as readonly Named<Sharded>[]
  return differing(sharded) ?? incomplete(sharded) ?? misassignedTest(sharded) ?? imagesApart(sharded)
}

function differing([first, ...others]: readonly Named<Sharded>[]): string | undefined {
  if (!first) return 'there is no shard to merge'
  for (const { name, result } of others) {
    for (const [what, of] of sameness) {
      const [one, other] = [of(first.result), of(result)]
      if (JSON.stringify(one) === JSON.stringify(other)) continue
      const values = typeof one === 'string' && typeof other === 'string' ? `: ${one}, and ${other}` : ''
      return `${first.name} and ${name} differ in their ${what}${values}`
    }
  }
  return undefined
}

function incomplete(shards: readonly Named<Sharded>[]): string | undefined {
  const seen = new Map<number, string>()
  for (const { name, result } of shards) {
    const { index } = result.shard
    const twice = seen.get(index)
    if (twice !== undefined) return `shard ${shardName(result.shard)} is listed twice: ${twice} and ${name}`
    seen.set(index, name)
  }
  const count = shards[0]?.result.shard.count ?? 0
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((index) => !seen.has(index))
  if (missing.length === 0) return undefined
  const names = missing.map((index) => shardName({ index, count })).join(', ')
  return `${missing.length === 1 ? 'shard' : 'shards'} ${names} ${missing.length === 1 ? 'is' : 'are'} missing`
}

function misassignedTest(shards: readonly Named<Sharded>[]): string | undefined {
  const ran = new Map<string, string>()
  for (const { name, result } of shards) {
    const everywhere = new Set(result.shard.everywhere)
    const own = new Set<string>()
    for (const { id } of result.tests) {
      const twice = own.has(id) ? name : ran.get(id)
      own.add(id)
      if (twice !== undefined && (twice === name || !everywhere.has(id)))
        return `the test ${id} was run twice: in ${twice} and in ${name}`
      ran.set(id, name)
    }
  }
  const missing = shards[0]?.result.shard.whole.find((id) => !ran.has(id))
  return missing === undefined ? undefined : `the test ${missing} was not run in any shard`
}
