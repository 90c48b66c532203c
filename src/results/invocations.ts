import type { Finding } from '../engine/verdict.ts'
import type { InvocationRecord } from '../registry/record/invocation.ts'
import { isInvocation } from './record.ts'
import type { RunResult } from './result.ts'

/** The commands of clients and engines, by their numbers. */
export type Invocations = ReadonlyMap<number, InvocationRecord>

/** Empty where a run has started none. */
export const invocationsOf = (result: RunResult): Invocations =>
  new Map(result.evidence.filter(isInvocation).map((record) => [record.id, record]))

/** The commands that a finding was seen in, in the order in which they were run. */
export const commandsOf = (
  { evidence }: Pick<Finding, 'evidence'>,
  invocations: Invocations,
): InvocationRecord[] =>
  evidence.flatMap((each) => (each.kind === 'invocation' ? (invocations.get(each.invocation) ?? []) : []))

/** How a command ended. */
export const endOf = ({ status, timedOut, unstarted }: InvocationRecord): string => {
  if (unstarted !== undefined) return `could not be started: ${unstarted}`
  if (timedOut) return 'ended after its time limit'
  return status === undefined ? 'ended by a signal' : `exit status ${status}`
}
