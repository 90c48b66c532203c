import type { EvidenceRecord } from '../../engine/events.ts'

/** One command of a client that was tested: what it was given, and how it ended. */
export interface InvocationRecord extends EvidenceRecord {
  kind: 'invocation'
  id: number
  /** The test that ran it; the same as its scenario. */
  test: string
  /** 2 and more where it was repeated alone. */
  round: number
  /** As it can be pasted into a shell. */
  command: string
  /** Absent where it was ended by a signal. */
  status?: number
  stdout: string
  stderr: string
  timedOut: boolean
  /** host:port of the registry that it was given. */
  registry: string
  /** Milliseconds. */
  duration: number
}
