import type { Evaluation } from './evaluation.ts'
import type { Plan } from './plan.ts'
import { compact, type ShardRecord } from './shard.ts'

/** What a later merge needs of a shard; nothing where the run is not divided. */
export function shardRecord<Context>(
  { shard, wanted, deeper, requirements }: Plan<Context>,
  evaluations: ReadonlyMap<string, readonly Evaluation[]>,
): ShardRecord | undefined {
  if (!shard) return undefined
  const building = requirements.filter(({ dependsOn }) => dependsOn.length > 0)
  const variants = requirements.flatMap(({ id, variantOf }) =>
    variantOf === undefined ? [] : [[id, variantOf] as const],
  )
  return {
    ...shard,
    wanted: [...wanted],
    ...(deeper.size > 0 ? { deeper: Object.fromEntries(deeper) } : {}),
    dependsOn: Object.fromEntries(building.map(({ id, dependsOn }) => [id, dependsOn])),
    ...(variants.length > 0 ? { variantOf: Object.fromEntries(variants) } : {}),
    evaluations: [...evaluations].flatMap(([requirement, all]) =>
      all.map((each) => Object.assign({ requirement }, compact(each))),
    ),
  }
}
