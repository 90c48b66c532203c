import { withoutUndefined } from '../engine/optional.ts'
import type { RunEvent } from './events.ts'
import type { RunResult } from './result.ts'

/** The events of a stored result, in the order of a live run, so that every reporter works on both. */
export function* replay(result: RunResult): Generator<RunEvent> {
  const { formatVersion, tool, target, profile, seed, startedAt } = result
  yield {
    type: 'run-started',
    formatVersion,
    tool,
    target,
    profile,
    seed,
    startedAt,
    requirements: result.requirements.map((requirement) => ({
      ...requirement,
      dependsOn: requirement.blockedBy === undefined ? [] : [requirement.blockedBy],
    })),
    tests: result.tests,
  }
  for (const capability of result.capabilities) yield { type: 'capability', capability }
  for (const record of result.evidence) yield { type: 'evidence', record }
  for (const test of result.tests) yield { type: 'test-finished', test }
  for (const requirement of result.requirements) yield { type: 'requirement-finished', requirement }
  if (result.shard) yield { type: 'shard', shard: result.shard }
  if (result.log) yield { type: 'log', log: result.log }
  if (result.expectations) yield { type: 'expectations', comparison: result.expectations }
  if (result.changes) yield { type: 'changes', changes: result.changes }
  if (!result.complete) return
  const { finishedAt, duration, interrupted, aborted, leftovers, outages, totals } = result
  yield {
    type: 'run-finished',
    finishedAt,
    duration,
    interrupted,
    leftovers,
    ...withoutUndefined({ aborted, outages }),
    requirements: totals.requirements,
    tests: totals.tests,
  }
}
