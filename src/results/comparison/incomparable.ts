import type { Named } from '../shards/unmergeable.ts'
import { shardName } from '../../engine/shard.ts'

/** Why results cannot be compared, and what to do about it. */
export interface Incomparable {
  why: string
  advice: string
}

/** What keeps results from being compared with each other; undefined where nothing does. */
export function incomparable(named: readonly Named[]): Incomparable | undefined {
  if (named.length < 2)
    return {
      why: 'a comparison needs two results',
      advice: 'for example: oci-assay report old.json new.json --compare',
    }
  for (const { name, result } of named) {
    const advice = `test ${result.target.name} again`
    if (!result.complete) return { why: `${name} did not finish: the run was killed, or it crashed`, advice }
    if (result.interrupted)
      return { why: `${name} is of a run that was interrupted: many requirements were not evaluated`, advice }
    if (result.shard)
      return {
        why: `${name} is shard ${shardName(result.shard)} of a run`,
        advice: 'join the shards first: oci-assay report --merge <results.json…>',
      }
  }
  return ofTwoKinds(named) ?? twiceThere(named)
}

function ofTwoKinds([first, ...others]: readonly Named[]): Incomparable | undefined {
  const odd = others.find(
    ({ result }) => specificationOf(result) !== (first && specificationOf(first.result)),
  )
  if (!first || !odd) return undefined
  return {
    why: `${first.name} is judged by the ${specificationOf(first.result)} specification, and ${odd.name} by the ${specificationOf(odd.result)} specification`,
    advice: 'compare registries with registries, and images with images',
  }
}

const specificationOf = ({ profile }: Named['result']): string => profile.specification

/** A copy of a file is the same run too. */
function twiceThere(named: readonly Named[]): Incomparable | undefined {
  const seen = new Map<string, string>()
  for (const { name, result } of named) {
    const { target, profile, seed, startedAt } = result
    const run = JSON.stringify([target.name, profile.spec, seed, startedAt])
    const twice = seen.get(run)
    if (twice !== undefined)
      return {
        why: twice === name ? `${name} is listed twice` : `${twice} and ${name} contain the same run`,
        advice: 'list each result once',
      }
    seen.set(run, name)
  }
  return undefined
}
