import type { EvidenceRecord } from '../../engine/events.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import type { Evidence } from '../../engine/verdict.ts'
import type { Again } from './trip.ts'

/** One command of a client or a container engine: what it was given, and how it ended. */
export interface InvocationRecord extends EvidenceRecord {
  kind: 'invocation'
  id: number
  /** The test that ran it; of a client that is tested the same as its scenario. */
  test: string
  /** 2 and more where it was repeated alone. */
  round: number
  /** As it can be pasted into a shell. */
  command: string
  /** Absent where it was ended by a signal, or could not be started. */
  status?: number
  /** Why it could not be started. */
  unstarted?: string
  stdout: string
  stderr: string
  timedOut: boolean
  /** host:port of the registry that it was given. */
  registry: string
  /** Milliseconds. */
  duration: number
  /** How it is run again, of a round trip. */
  again?: Again
}

/** A command that has ended, before it has a number. */
export type Invocation = Pick<
  InvocationRecord,
  'command' | 'status' | 'unstarted' | 'stdout' | 'stderr' | 'timedOut' | 'duration' | 'again'
>

/** Takes note of a command; returns the reference from a finding to it. */
export type NoteInvocation = (
  invocation: Invocation,
  of: Pick<InvocationRecord, 'test' | 'round' | 'registry'>,
) => Evidence

/** Characters of each stream that are kept, from its end. */
const outputLimit = 8 * 1024

const bounded = (output: string): string =>
  output.length <= outputLimit
    ? output
    : `[${output.length - outputLimit} characters left out]\n${output.slice(-outputLimit)}`

/** Numbers the commands of a run. */
export function createInvocations(onInvocation: (record: InvocationRecord) => void): NoteInvocation {
  let count = 0
  return (
    { command, status, unstarted, stdout, stderr, timedOut, duration, again },
    { test, round, registry },
  ) => {
    count += 1
    onInvocation(
      withoutUndefined({
        kind: 'invocation' as const,
        id: count,
        test,
        round,
        command,
        status,
        unstarted,
        stdout: bounded(stdout),
        stderr: bounded(stderr),
        timedOut,
        registry,
        duration: Math.round(duration),
        again,
      }),
    )
    return { kind: 'invocation', invocation: count }
  }
}
