import { changesSince } from './changes.ts'
import type { Profile } from '../../engine/events.ts'
import type { RunResult } from '../result.ts'
import { exitCodes, Failure } from '../conclusion/failure.ts'

/** The result with the changes since an earlier one of the same target. */
export const since = <Result extends RunResult>(result: Result, earlier: RunResult | undefined): Result =>
  earlier ? { ...result, changes: changesSince(earlier, result) } : result

type Judged = Pick<Profile, 'specification' | 'spec' | 'shard'>

/**
 * Checks before a run whether it can be compared with an earlier result. Throws Failure: that one was
 * interrupted, is a shard, or was judged by another specification or another version of it.
 */
export function checkEarlier(earlier: RunResult | undefined, run: Judged): void {
  const obstacle = earlier && obstacleTo(earlier, run)
  if (!obstacle) return
  const [why, advice] = obstacle
  throw new Failure(`the run cannot be compared with that result: ${why}`, exitCodes.usage, advice)
}

function obstacleTo(earlier: RunResult, run: Judged): [why: string, advice: string] | undefined {
  if (run.shard !== undefined)
    return [
      'it is a shard',
      'compare the merged result: oci-assay report --merge <results.json…> --compare-with <results.json>',
    ]
  if (earlier.shard)
    return ['that is a shard', 'join the shards first: oci-assay report --merge <results.json…>']
  if (!earlier.complete || earlier.interrupted)
    return ['it is of a run that was interrupted', 'use the results.json of a run that finished']
  const [then, now] = [judgedBy(earlier.profile), judgedBy(run)]
  if (then === now) return undefined
  return [`it was judged by ${then}, and this run by ${now}`, 'use a result of the same --spec']
}

const judgedBy = ({ specification, spec }: Judged): string => `${specification} ${spec}`
