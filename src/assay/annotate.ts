import type { RunFinished } from '../engine/events.ts'
import { changesSince } from '../results/comparison/changes.ts'
import { comparisonWith } from '../results/expectations/compare.ts'
import type { CommonOptions } from './options.ts'
import type { EventStream } from './stream.ts'
import type { OpenTarget } from './target.ts'

/**
 * Emits what is added to a run once all verdicts are known, in the order in which a stored result is replayed: evidence
 * and log of the target, the comparison with known failures, what changed since an earlier result, the end of the run.
 */
export async function annotate<Context>(
  stream: EventStream,
  finished: RunFinished,
  target: OpenTarget<Context>,
  { expectations, compareWith }: Pick<CommonOptions, 'expectations' | 'compareWith'>,
): Promise<void> {
  for (const annotation of (await target.annotate?.(stream.result(), finished)) ?? []) stream.emit(annotation)
  if (expectations) {
    stream.emit({ type: 'expectations', comparison: comparisonWith(stream.result(), expectations) })
  }
  if (compareWith) stream.emit({ type: 'changes', changes: changesSince(compareWith, stream.result()) })
  stream.emit(finished)
}
