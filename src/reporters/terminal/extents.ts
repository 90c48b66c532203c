import { usualDepth } from '../../engine/depth.ts'
import { extentName } from '../../results/text/extent.ts'
import { printable } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'

/** How a run differs from the usual one: `read only`, `depth quick`, `shard 1/3`. */
export function extentsOf({ target, profile }: Pick<RunResult, 'target' | 'profile'>): string[] {
  const extent = extentName(profile)
  return [
    ...(profile.readOnly && target.kind === 'registry' ? ['read only'] : []),
    ...(profile.depth === undefined || extent === usualDepth ? [] : [`depth ${printable(extent)}`]),
    ...(profile.shard === undefined ? [] : [`shard ${printable(profile.shard)}`]),
  ]
}
