import type { InvocationRecord } from '../registry/record/invocation.ts'
import { isInvocation } from './record.ts'
import type { RunResult } from './result.ts'

/** The commands of a client that was tested, by the test that ran them: those of the last time. */
export type Invocations = ReadonlyMap<string, readonly InvocationRecord[]>

/** Empty for other targets. */
export function invocationsOf(result: RunResult): Invocations {
  const found = new Map<string, InvocationRecord[]>()
  for (const record of result.evidence.filter(isInvocation)) {
    const before = found.get(record.test)
    if (before?.[0]?.round === record.round) before.push(record)
    else found.set(record.test, [record])
  }
  return found
}

/** How a command ended. */
export const endOf = ({ status, timedOut }: InvocationRecord): string =>
  timedOut
    ? 'ended after its time limit'
    : status === undefined
      ? 'ended by a signal'
      : `exit status ${status}`
